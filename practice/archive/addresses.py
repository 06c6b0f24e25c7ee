"""When a text was published, and which addresses it had on the old site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import urlsplit

from . import jekyll
from .fields import Written, line_of_text, one_or_more, written_date
from .front_matter import flattened
from .sources import Source


def published_at(written: Written, source: Source, zone: tzinfo) -> datetime:
    """The moment a date says. A day without a time is that day for readers here: it begins at
    midnight in `zone`. `timezone:` of the old site is for times that name no zone."""
    if not written.has_time:
        return written.naive.replace(tzinfo=zone)
    return written.naive.replace(tzinfo=written.zone or source.site.zone or zone)


def old_paths(
    source: Source, values: dict[str, Any], kind: str, written: Written | None, zone: tzinfo
) -> tuple[str, ...]:
    """Every address the text may have had, likeliest first.

    Each stands with and without the baseurl: `{{ site.baseurl }}` becomes "" in our links.
    """
    own = line_of_text(values.get("permalink"))
    slug = line_of_text(values.get("slug"))
    found: list[str] = []
    if kind == "post" and written and source.place != "drafts":
        template = own or source.site.permalink
        categories = _categories(source, values)
        found += [
            jekyll.post_address(template, day, source.name, slug, categories)
            for day in _days(written, source, zone)
        ]
    elif kind == "page" or source.place == "pages" or (own and kind != "post"):
        found += jekyll.page_addresses(own, relative=source.relative, slug=slug)
    redirects = one_or_more(values.get("redirect_from"))
    found += [f"/{urlsplit(address).path.lstrip('/')}" for address in redirects]
    served = [one for address in found for one in _served(address)]
    bases = dict.fromkeys((source.site.baseurl, ""))
    return tuple(dict.fromkeys(base + address for base in bases for address in served))


def _served(address: str) -> Iterable[str]:
    """A web server answers for an index at its folder too."""
    if address.endswith("/index.html"):
        yield address.removesuffix("index.html")
    yield address


def _days(written: Written, source: Source, zone: tzinfo) -> Iterable[datetime]:
    """The days Jekyll may have put in the address. Without `timezone:` it used the zone of the
    machine that built the site, which nobody knows now."""
    site_zone = source.site.zone or zone
    if written.has_time:
        moment = published_at(written, source, zone)
        yield moment.astimezone(site_zone)
        yield written.naive
        yield moment.astimezone(UTC)
        yield moment.astimezone(zone)
        if written.zone is None:  # its YAML reader takes such a time for UTC
            yield written.naive.replace(tzinfo=UTC).astimezone(site_zone)
    else:
        yield written.naive
    named = _day_of_name(source)
    if named is not None:
        yield named


def _day_of_name(source: Source) -> datetime | None:
    try:
        return written_date(jekyll.dated_name(source.stem)[0]).naive
    except ValueError:
        return None


def _categories(source: Source, values: dict[str, Any]) -> list[str]:
    """The categories as Jekyll makes addresses of them: a string is split at white space only."""
    plural = values.get("categories")
    several = plural.split() if isinstance(plural, str) else list(flattened(plural))
    return [*source.categories, *one_or_more(values.get("category")), *several]
