"""The sitemap: every public address, on the host that SITE_URL names."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Q
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from practice.content.addresses import path_of
from practice.content.models import Emotion, Entry
from practice.content.seo import absolute, moment

MOST = 50_000  # addresses in one file, by the protocol; what was written longest ago is left out
_BATCH = 2_000  # rows held at once
CHANGED = Greatest(F("updated"), F("publish_at"))
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# A path, and when what stands there last changed; None when nobody knows.
Row = tuple[str, date | None]
Source = Callable[[], Iterable[Row]]


@require_safe
def sitemap(request: HttpRequest, sources: Iterable[Source]) -> HttpResponse:
    """Every address of `sources`, once; a later source knows better when it changed.

    Only paths and times are read, whatever the texts are like: 10,000 of them are a megabyte.
    """
    rows: dict[str, date | None] = {}
    for source in sources:
        rows.update(source())
    urls = "".join(_url(path, changed) for path, changed in list(rows.items())[:MOST])
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">\n{urls}</urlset>\n'
    )
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _url(path: str, changed: date | None) -> str:
    when = moment(changed) if isinstance(changed, datetime) else changed
    told = f"<lastmod>{when}</lastmod>" if when else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{told}</url>\n"


def fixed(paths: Iterable[str]) -> Source:
    """Addresses that are there whatever is written."""
    return lambda: [(path, None) for path in paths]


def entries() -> Iterator[Row]:
    """Every published text, newest first; the home page is one of them as soon as it is written."""
    found = Entry.objects.published().order_by("-publish_at", "-pk")
    rows = found.values_list("kind", "slug", CHANGED)
    for kind, slug, changed in rows.iterator(chunk_size=_BATCH):
        yield path_of(kind, slug), changed


def emotions() -> Iterator[Row]:
    """Every emotion that something public is about."""
    return marked(Emotion, Q(entries__in=Entry.objects.published().under_emotions()))


def marked(model: Any, public: Q) -> Iterator[Row]:
    """Each tag or emotion that `public` texts have, and when one of those last changed."""
    changed = Max(Greatest(F("entries__updated"), F("entries__publish_at")))
    for mark in model.objects.filter(public).annotate(changed=changed).order_by("name"):
        yield mark.get_absolute_url(), mark.changed
