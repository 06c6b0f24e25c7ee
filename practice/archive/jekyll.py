"""Jekyll's own conventions: the site's configuration, file names, addresses.

Source: jekyllrb.com/docs/permalinks, /docs/posts, /docs/configuration, and jekyll-redirect-from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .documents import Unreadable
from .fields import line_of_text, words, yes
from .front_matter import load_plain
from .text_files import read_text

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}

_DATED = re.compile(r"^(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<name>.+)$", re.DOTALL)
_PLACEHOLDER = re.compile(r":([a-z_]+)")
# Jekyll's slugify, modes "pretty" (keeps ._~!$&'()+,;=@) and "default".
_NOT_PRETTY = re.compile(r"[^\w.~!$&'()+,;=@]+")
_NOT_DEFAULT = re.compile(r"[\W_]+")
_PARTS = {
    "year": "%Y", "short_year": "%y", "month": "%m", "short_month": "%b", "long_month": "%B",
    "day": "%d", "y_day": "%j", "short_day": "%a", "long_day": "%A", "w_day": "%u",
    "week": "%V", "w_year": "%G", "hour": "%H", "minute": "%M", "second": "%S",
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """What the import needs of `_config.yml`; the empty Site stands for "no such file"."""

    root: Path | None = None
    title: str = ""
    description: str = ""
    baseurl: str = ""
    permalink: str = ""
    zone: tzinfo | None = None
    exclude: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    excerpt_separator: str = ""
    hard_wrap: bool = False
    defaults: tuple[dict[str, Any], ...] = field(default=())


def load_site(root: Path) -> Site:
    """The site in the folder `root`, from its `_config.yml`. Raises Unreadable."""
    config_file = root / "_config.yml"
    config = load_plain(read_text(config_file), str(config_file))
    collections = config.get("collections")
    kramdown = config.get("kramdown")
    defaults = config.get("defaults")
    baseurl = line_of_text(config.get("baseurl")).strip("/")
    return Site(
        root=root,
        title=line_of_text(config.get("title") or config.get("name")),
        description=line_of_text(config.get("description")),
        baseurl=f"/{baseurl}" if baseurl else "",
        permalink=line_of_text(config.get("permalink")),
        zone=_site_zone(line_of_text(config.get("timezone")), str(config_file)),
        exclude=tuple(words(config.get("exclude"))),
        collections=tuple(words(list(collections) if collections else [])),
        excerpt_separator=line_of_text(config.get("excerpt_separator")),
        hard_wrap=isinstance(kramdown, dict) and yes(kramdown.get("hard_wrap"), default=False),
        defaults=tuple(one for one in defaults or [] if isinstance(one, dict))
        if isinstance(defaults, list)
        else (),
    )


def _site_zone(name: str, path: str) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unreadable(path, 1, f"timezone: “{name}” is no time zone we know") from error


def defaults_for(site: Site, relative: str, kind: str) -> dict[str, Any]:
    """The front-matter defaults `_config.yml` sets for one file; later and longer scopes win."""
    found: dict[str, Any] = {}
    for entry in site.defaults:
        scope = entry.get("scope") if isinstance(entry.get("scope"), dict) else {}
        wanted = line_of_text(scope.get("type")) if scope else ""
        folder = line_of_text(scope.get("path")).strip("/") if scope else ""
        right_kind = not wanted or wanted in (f"{kind}s", kind)
        right_place = not folder or relative == folder or relative.startswith(f"{folder}/")
        if right_kind and right_place and isinstance(entry.get("values"), dict):
            found |= entry["values"]
    return found


def dated_name(stem: str) -> tuple[str, str]:
    """The date in a post's file name ("" without one) and the rest of the name."""
    match = _DATED.match(stem)
    return (match["date"], match["name"]) if match else ("", stem)


def post_address(template: str, at: datetime, name: str, slug: str, categories: list[str]) -> str:
    """The address of a post under a permalink style or template, without the baseurl."""
    template = STYLES.get(template, template) or STYLES["date"]
    title = slug or name
    parts = {key: at.strftime(form) for key, form in _PARTS.items() if f":{key}" in template}
    parts |= {"i_month": str(at.month), "i_day": str(at.day), "output_ext": ".html"}
    parts |= {"title": pretty(title), "slug": default_slug(title), "name": default_slug(name)}
    parts["categories"] = "/".join(_unique(category.lower() for category in categories))
    parts["slugified_categories"] = "/".join(_unique(default_slug(one) for one in categories))
    return _filled(template, parts)


def page_addresses(template: str, *, relative: str, slug: str) -> list[str]:
    """The addresses of a page: the one it declares, else both it may have had."""
    stem = relative.rsplit(".", 1)[0]
    folder, _, name = stem.rpartition("/")
    if template and template not in STYLES:
        parts = {"title": pretty(name), "slug": slug, "name": name, "basename": name}
        parts |= {"path": folder, "output_ext": ".html"}
        return [_filled(template, parts)]
    if name == "index":
        return [_rooted(f"{folder}/")]
    return [_rooted(f"{stem}/"), _rooted(f"{stem}.html")]


def _filled(template: str, parts: dict[str, str]) -> str:
    filled = _PLACEHOLDER.sub(lambda match: parts.get(match[1], match[0]), template)
    return _rooted(filled)


def _rooted(address: str) -> str:
    return re.sub(r"/{2,}", "/", f"/{address}")


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def pretty(name: str) -> str:
    """Jekyll's slugify in the mode "pretty", case kept, as `:title` uses it."""
    return _NOT_PRETTY.sub("-", name).strip("-")


def default_slug(name: str) -> str:
    """Jekyll's slugify in its default mode, as `:slug` uses it."""
    return _NOT_DEFAULT.sub("-", name.lower()).strip("-")
