"""Keeps what was typed on the desk when the session ended, or the page stood open too long."""

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

_UNSET = re.compile("-__prefix__-")  # the empty row that a script copies
_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Words:
    """Which fields of a form are words: {name: label}. The rest goes along unseen.

    A name may hold `*` for the number of a row, such as versions-*-body.
    """

    shown: Mapping[str, str]
    button: str = "Save"

    def among(self, sent: Iterable[str]) -> list[tuple[str, str]]:
        """Name and label of those that were sent, in the order of the form."""
        names = [name for name in sent if not _UNSET.search(name)]
        return [
            (name, label)
            for one, label in self.shown.items()
            for name in (fnmatch.filter(names, one) if "*" in one else [one])
        ]


def keeps(shown: Mapping[str, str], button: str = "Save") -> Callable[[_View], _View]:
    """Mark a view: what is posted to it comes back when it cannot be taken.

    The view itself must ask `must_wait()`; a missing token is seen to by the site's csrf_failure.
    """

    def mark(view: _View) -> _View:
        view.kept_words = Words(shown, button)  # type: ignore[attr-defined]
        return view

    return mark


def must_wait(request: HttpRequest) -> bool:
    """Whether words came from somebody who is not signed in (any more)."""
    return holds_words(request) and not admin.site.has_permission(request)


def holds_words(request: HttpRequest) -> bool:
    """Whether this is a form of the desk, sent off with words in it by a page of ours."""
    if request.method != "POST" or not (words := _words(request)):
        return False
    # Another site must not have its own words shown here as if they had been typed here.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    return any(request.POST.get(name) for name, _ in words.among(request.POST))


def words_again(request: HttpRequest) -> HttpResponse:
    """403 with what was typed, and nothing else of the page: whoever asks may not be signed in."""
    words = _words(request)
    assert words  # noqa: S101  holds_words() said so
    sent = request.POST
    shown = [(name, label, sent.get(name, "")) for name, label in words.among(sent)]
    unseen = {*(name for name, _, _ in shown), "csrfmiddlewaretoken"}
    context = {
        **admin.site.each_context(request),
        "title": "Your words are still here",
        "shown": shown,
        "rest": [(name, one) for name, all_ in sent.lists() if name not in unseen for one in all_],
        "button": words.button,
        "sign_in": f"{reverse('admin:login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "admin/kept.html", context, status=403)


def _words(request: HttpRequest) -> Words | None:
    match = request.resolver_match
    return getattr(match.func, "kept_words", None) if match else None
