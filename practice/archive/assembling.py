"""One file and where it lies, made into one document."""

from __future__ import annotations

import html
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from django.utils.text import slugify

from . import addresses, body, jekyll, pasted
from .documents import KINDS, Document, Remark, Unreadable
from .fields import (
    Written,
    line_of_text,
    one_or_more,
    without_doubles,
    words,
    written_date,
    yes,
)
from .front_matter import FrontMatter, split
from .html_pages import HTML
from .limits import refuse_endless
from .notebook import Notebook
from .sources import Source
from .text_files import read_text

PLAIN_TEXT = ".txt"
MAX_IDENTITY = 150
_DESCRIPTIONS = ("description", "excerpt", "summary", "subtitle")
_KNOWN = frozenset(
    {"title", "date", "tags", "tag", "categories", "category", "emotions", "layout", "permalink"}
    | {"redirect_from", "published", "draft", "slug", "kind", "order", "menu", "sensitive"}
    | {"excerpt_separator"}
    | set(_DESCRIPTIONS)
)


def document(
    source: Source, kind: str | None, zone: tzinfo, files: Collection[str] | None = None
) -> Document:
    """The document in a file. `kind` overrides what the file says. Raises Unreadable.

    `files` are the names of all files of the import, for links between them.
    """
    text = read_text(source.file)
    front = split(text, source.path)
    refuse_endless(front.body, source.path, front.body_line)
    kind = kind or _kind(source, front)
    is_text = source.file.suffix.lower() == PLAIN_TEXT
    could_be = is_text or (kind in ("guide", "service") and pasted.looks_pasted(text))
    try:
        if could_be and not front.present:
            return _from_pasted(source, text, kind, zone)
        return _from_markup(source, front, kind, zone, files)
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
    written = _written_date(source, FrontMatter(), kind, draft=False)
    return Document(
        source=_identity_of_pasted(source, kind, found.title),
        path=source.path,
        kind=kind,
        title=found.title,
        slug=slugify(found.title) or slugify(source.name) or kind,
        body=body.finished(found.blocks, 1, notebook),
        description=found.description,
        published_at=addresses.published_at(written, source, zone) if written else None,
    )


def _identity_of_pasted(source: Source, kind: str, title: str) -> str:
    """A guide is pasted into any file that is at hand, so its title is what it is known by. Posts
    may share a title; their files carry the date."""
    slug = slugify(title, allow_unicode=True)[:MAX_IDENTITY]
    return f"{kind}:{slug}" if slug and kind != "post" else source.identity(kind)


def _from_markup(
    source: Source, front: FrontMatter, kind: str, zone: tzinfo, files: Collection[str] | None
) -> Document:
    values = jekyll.defaults_for(source.site, source.relative, kind) | front.values
    draft = _is_draft(source, values)
    date = _written_date(source, front, kind, draft=draft)
    published = addresses.published_at(date, source, zone) if date else None
    title = html.unescape(line_of_text(values.get("title")))
    liquid_values = _liquid_values(source.site, title, values, published)
    notebook = Notebook(source.path, liquid_values, files, source.site.hard_wrap)
    title, written = _title_and_body(source, front, values, title, notebook)
    slug = slugify(line_of_text(values.get("slug"))) or slugify(source.name)
    remarks = [*front.remarks, *_key_remarks(source, front), *notebook.remarks]
    order, menu = _order_and_menu(source, front, remarks)
    found = Document(
        source=source.identity(kind),
        path=source.path,
        kind=kind,
        title=title or _title_from_name(source.name),
        slug=slug or slugify(title) or kind,
        body=written,
        published_at=published,
        draft=draft,
        old_paths=addresses.old_paths(source, values, kind, date, zone),
        order=order,
        menu=menu,
        sensitive=yes(values.get("sensitive"), default=False),
        remarks=tuple(sorted(remarks, key=lambda remark: remark.line)),
    )
    return _described(found, source, values)


def _is_draft(source: Source, values: dict[str, Any]) -> bool:
    named = source.place == "drafts" or yes(values.get("draft"), default=False)
    return named or not yes(values.get("published"), default=True)


def _title_and_body(
    source: Source, front: FrontMatter, values: dict[str, Any], title: str, notebook: Notebook
) -> tuple[str, str]:
    read = body.read_html if source.file.suffix.lower() in HTML else body.read
    blocks = read(_marked_excerpt(front.body, source, values), front.body_line, notebook)
    title, rest = body.without_title(blocks, title, notebook)
    return title, body.finished(rest, front.body_line, notebook)


def _described(found: Document, source: Source, values: dict[str, Any]) -> Document:
    """The document with what its front matter says about it."""
    return replace(
        found,
        description=_description(values),
        tags=_tags(source, values),
        emotions=without_doubles(words(values.get("emotions"))),
    )


def _title_from_name(name: str) -> str:
    """As Jekyll does where a post has no title."""
    clean = "".join(one if one.isprintable() else " " for one in name)
    return " ".join(word.capitalize() for word in clean.replace("_", "-").split("-") if word)


def _written_date(source: Source, front: FrontMatter, kind: str, *, draft: bool) -> Written | None:
    written = line_of_text(front.values.get("date"))
    named = jekyll.dated_name(source.stem)[0]
    if not written and not named:
        if kind == "post" and not draft:
            raise Unreadable(source.path, 1, "a post needs a date, in its name or its front matter")
        return None
    try:
        return written_date(written or named)
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
