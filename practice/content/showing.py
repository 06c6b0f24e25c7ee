"""Which page a text stands on. The apps say it, each for its kinds; previews ask, and know no app."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse

from practice.content.models import Entry

Shower = Callable[[HttpRequest, Entry], HttpResponse]

_showers: dict[str, Shower] = {}


def shown_by(kinds: Iterable[str], shower: Shower) -> None:
    """Let `shower(request, entry)` make the page of texts of `kinds`; apps do this when the site starts."""
    _showers.update(dict.fromkeys(kinds, shower))


def page_of(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The page a visitor sees, or would see, of `entry`; whether they may is for the caller to ask."""
    return _showers[entry.kind](request, entry)
