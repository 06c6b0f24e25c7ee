"""One file and where it lies, made into one document."""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import slugify

from . import body, jekyll, pasted
from .documents import KINDS, Document, Remark, Unreadable
from .fields import line_of_text, moment, one_or_more, without_doubles, words, yes
from .front_matter import FrontMatter, flattened, split
from .notebook import Notebook
from .text_files import read_text

PLAIN_TEXT = ".txt"
_DESCRIPTIONS = ("description", "excerpt", "summary", "subtitle")
_KNOWN = frozenset(
    {"title", "date", "tags", "tag", "categories", "category", "emotions", "layout", "permalink"}
    | {"redirect_from", "published", "draft", "slug", "kind", "order", "menu", "excerpt_separator"}
    | set(_DESCRIPTIONS)
)


@dataclass(frozen=True)
class Source:
    """A file to read. `place` is "posts", "drafts", "pages" (of a site) or "loose"."""

    file: Path
    relative: str
    place: str = "loose"
    site: jekyll.Site = field(default_factory=jekyll.Site)
    categories: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return str(self.file)

    @property
    def name(self) -> str:
        """The file's own name without date and ending; an index is named after its folder."""
        pure = PurePosixPath(self.relative)
        folder = self.file.parent.name
        return folder if pure.stem == "index" and folder else jekyll.dated_name(pure.stem)[1]


def document(source: Source, kind: str | None, zone: tzinfo) -> Document:
    """The document in a file. `kind` overrides what the file says. Raises Unreadable."""
    text = read_text(source.file)
    front = split(text, source.path)
    kind = kind or _kind(source, front)
    is_text = source.file.suffix.lower() == PLAIN_TEXT
    could_be = is_text or (kind in ("guide", "service") and pasted.looks_pasted(text))
    try:
        if could_be and not front.present:
            return _from_pasted(source, text, kind, zone)
        return _from_markdown(source, front, kind, zone)
    except RecursionError as error:
        raise Unreadable(source.path, 1, "the text is nested too deeply") from error


def _kind(source: Source, front: FrontMatter) -> str:
    named = line_of_text(front.values.get("kind")).casefold()
    if named and named not in KINDS:
        line = front.lines.get("kind", 1)
        raise Unreadable(source.path, line, f"kind: “{named}” is none of {', '.join(KINDS)}")
    if named or source.place in ("posts", "drafts"):
        return named or "post"
    is_page = source.place == "pages" or line_of_text(front.values.get("layout")) == "page"
    return "page" if is_page else "post"


def _from_pasted(source: Source, text: str, kind: str, zone: tzinfo) -> Document:
    found = pasted.read(text)
    if not found.title:
        raise Unreadable(source.path, 1, "the file is empty")
    notebook = Notebook(source.path)
    published = _published_at(source, FrontMatter(), kind, zone, draft=False)
    return Document(
        source=_identity(source, kind),
        path=source.path,
        kind=kind,
        title=found.title,
        slug=slugify(found.title) or slugify(source.name) or kind,
        body=body.finished(found.blocks, 1, notebook),
        description=found.description,
        published_at=published,
    )


def _from_markdown(source: Source, front: FrontMatter, kind: str, zone: tzinfo) -> Document:
    values = jekyll.defaults_for(source.site, source.relative, kind) | front.values
    draft = source.place == "drafts" or yes(values.get("draft"), default=False)
    draft = draft or not yes(values.get("published"), default=True)
    published = _published_at(source, front, kind, zone, draft=draft)
    title = html.unescape(line_of_text(values.get("title")))
    notebook = Notebook(source.path, _liquid_values(source.site, title, values, published))
    blocks = body.read(_marked_excerpt(front.body, source, values), front.body_line, notebook)
    title, rest = body.without_title(blocks, title, notebook)
    written = body.finished(rest, front.body_line, notebook)
    slug = slugify(line_of_text(values.get("slug"))) or slugify(source.name)
    slug = slug or slugify(title) or kind
    remarks = [*front.remarks, *_key_remarks(source, front), *notebook.remarks]
    order, menu = _order_and_menu(source, front, remarks)
    found = Document(
        source=_identity(source, kind),
        path=source.path,
        kind=kind,
        title=title or _title_from_name(source.name),
        slug=slug,
        body=written,
        published_at=published,
        draft=draft,
        order=order,
        menu=menu,
        remarks=tuple(sorted(remarks, key=lambda remark: remark.line)),
    )
    return _described(found, source, values, source.site.zone or zone)


def _described(found: Document, source: Source, values: dict[str, Any], zone: tzinfo) -> Document:
    """The document with what its front matter says about it."""
    return replace(
        found,
        description=_description(values),
        tags=_tags(source, values),
        emotions=without_doubles(words(values.get("emotions"))),
        old_paths=_old_paths(source, values, found.kind, found.published_at, zone),
    )


def _identity(source: Source, kind: str) -> str:
    stem = PurePosixPath(source.relative).stem
    return f"{kind}:{source.name if stem == 'index' else stem}"


def _title_from_name(name: str) -> str:
    """As Jekyll does where a post has no title."""
    return " ".join(word.capitalize() for word in name.replace("_", "-").split("-") if word)


def _published_at(
    source: Source, front: FrontMatter, kind: str, zone: tzinfo, *, draft: bool
) -> datetime | None:
    written = line_of_text(front.values.get("date"))
    named = jekyll.dated_name(PurePosixPath(source.relative).stem)[0]
    if not written and not named:
        if kind == "post" and not draft:
            raise Unreadable(source.path, 1, "a post needs a date, in its name or its front matter")
        return None
    try:
        return moment(written or named, source.site.zone or zone)
    except (ValueError, OverflowError) as error:
        line = front.lines.get("date", 1)
        raise Unreadable(source.path, line, f"date: {error}") from error


def _liquid_values(
    site: jekyll.Site, title: str, values: dict[str, Any], published: datetime | None
) -> dict[str, str]:
    known = {"site.baseurl": "", "site.url": "", "page.title": title, "site.title": site.title}
    known["site.description"] = site.description
    known["page.description"] = line_of_text(values.get("description"))
    known["page.date"] = str(published) if published else ""
    return {key: value for key, value in known.items() if value or key.endswith("url")}


def _marked_excerpt(text: str, source: Source, values: dict[str, Any]) -> str:
    """A separator of the author's own choice is treated like `<!--more-->`."""
    own = line_of_text(values.get("excerpt_separator")) or source.site.excerpt_separator
    return text.replace(own, "<!--more-->") if own.startswith("<!--") else text


def _description(values: dict[str, Any]) -> str:
    texts = (line_of_text(values.get(key)) for key in _DESCRIPTIONS)
    return next((text for text in texts if text), "")


def _key_remarks(source: Source, front: FrontMatter) -> list[Remark]:
    """One remark for the keys nobody reads, and one for a second description."""
    unknown = [key for key in front.values if key not in _KNOWN]
    remarks = []
    if unknown:
        line = front.lines.get(unknown[0], 1)
        remarks.append(
            Remark(source.path, line, f"not read from the front matter: {', '.join(unknown)}")
        )
    used = [key for key in _DESCRIPTIONS if line_of_text(front.values.get(key))]
    if len(used) > 1:
        text = f"{used[0]} is the description; left out: {', '.join(used[1:])}"
        remarks.append(Remark(source.path, front.lines.get(used[1], 1), text))
    return remarks


def _order_and_menu(source: Source, front: FrontMatter, remarks: list[Remark]) -> tuple[int, str]:
    order = line_of_text(front.values.get("order"))
    menu = line_of_text(front.values.get("menu")).casefold()
    if order and not order.lstrip("-").isdecimal():
        remarks.append(Remark(source.path, front.lines.get("order", 1), "order: is not a number"))
        order = ""
    if menu not in ("", "header", "footer"):
        line = front.lines.get("menu", 1)
        remarks.append(Remark(source.path, line, "menu: is neither header nor footer"))
        menu = ""
    return int(order or 0), menu


def _tags(source: Source, values: dict[str, Any]) -> tuple[str, ...]:
    """Tags, then categories, which become tags here; folders above `_posts` are categories."""
    plural = words(values.get("tags")), words(values.get("categories"))
    single = one_or_more(values.get("tag")), one_or_more(values.get("category"))
    return without_doubles([*plural[0], *single[0], *source.categories, *single[1], *plural[1]])


def _jekyll_categories(source: Source, values: dict[str, Any]) -> list[str]:
    """The categories as Jekyll makes addresses of them: a string is split at white space only."""
    plural = values.get("categories")
    several = plural.split() if isinstance(plural, str) else list(flattened(plural))
    return [*source.categories, *one_or_more(values.get("category")), *several]


def _old_paths(
    source: Source, values: dict[str, Any], kind: str, published: datetime | None, zone: tzinfo
) -> tuple[str, ...]:
    own = line_of_text(values.get("permalink"))
    slug = line_of_text(values.get("slug"))
    found: list[str] = []
    if kind == "post" and published and source.place != "drafts":
        at = published.astimezone(zone)
        template = own or source.site.permalink
        categories = _jekyll_categories(source, values)
        found.append(jekyll.post_address(template, at, source.name, slug, categories))
    elif kind == "page" or source.place == "pages" or (own and kind != "post"):
        found += jekyll.page_addresses(own, relative=source.relative, slug=slug)
    for address in one_or_more(values.get("redirect_from")):
        found.append(f"/{urlsplit(address).path.lstrip('/')}")
    base = source.site.baseurl
    return tuple(dict.fromkeys(base + address for address in found))
