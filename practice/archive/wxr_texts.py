"""The items of a WordPress export as documents, and a line on everything that is not."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.text import slugify

from . import body, html_blocks, wxr_html
from .documents import Document, Left, Picture, Remark, Unreadable
from .fields import without_doubles
from .limits import refuse_endless
from .notebook import Notebook
from .wxr import Item, read
from .wxr_pictures import Pictures, is_picture

_KINDS = {"post": "post", "page": "page"}
_SHOWN = ("publish", "future")
_UNFINISHED = ("draft", "pending")
_LABELS = ("category", "post_tag", "tag")
_NO_LABEL = "uncategorized"
_LONGEST = {"title": 200, "slug": 120, "description": 400}


@dataclass
class Found:
    """What a file holds for us."""

    texts: list[Document | Unreadable | Left] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_texts(file: Path, *, pictures: Path, zone: tzinfo) -> Found:
    """The posts and pages of an export. `pictures` is the folder their pictures lie in, at any depth;
    `zone` is for dates that name none. Raises Unreadable."""
    return _Reader(file, pictures, zone).read()


class _Reader:
    def __init__(self, file: Path, folder: Path, zone: tzinfo) -> None:
        self.export = read(file)
        self.path = self.export.path
        self.zone = zone
        self.pictures = Pictures(folder)
        self.found = Found()
        self.sources: set[str] = set()
        host = urlsplit(self.export.base).netloc.lower()
        bare = host.removeprefix("www.")
        self.hosts = {bare, f"www.{bare}"} if bare else set()
        self.numbered = {item["id"]: item for item in self.export.items if item["id"]}
        self.paths = {
            path.rstrip("/") for item in self.export.items if (path := self._old_path(item))
        }

    def read(self) -> Found:
        left: Counter[str] = Counter()
        for item in self.export.items:
            if item["type"] == "attachment":
                self._attachment(item)
        for item in self.export.items:
            if reason := _why_left(item):
                left[reason] += 1
            elif item["type"] in _KINDS:
                self.found.texts.append(self._text(item))
        left["comment"] = sum(item.comments for item in self.export.items)
        for reason, count in left.items():
            if count and reason != "attachment":
                self.found.texts.append(Left(self.path, f"not imported: {count} × {reason}"))
        self.found.pictures = list(self.pictures.found.values())
        for picture in self.found.pictures:
            if not picture.alt:
                text = (
                    f"the picture {picture.name} says nothing of what it shows; add it on the desk"
                )
                self.found.remarks.append(Remark(self.path, 1, text))
        return self.found

    def _attachment(self, item: Item) -> None:
        address = item["url"] or item["link"]
        alt = html.unescape(item.meta.get("_wp_attachment_image_alt", ""))
        if self.pictures.name(address, alt=" ".join(alt.split()), caption=_plain(item["excerpt"])):
            return
        reason = (
            "is not among the files" if is_picture(address) else "is no picture; copy it by hand"
        )
        self.found.remarks.append(
            Remark(self.path, item.line, f"“{_title(item)}”: {address} {reason}")
        )

    def _text(self, item: Item) -> Document | Unreadable:
        notebook = Notebook(self.path)
        line = item.content_line or item.line
        title = _title(item)
        stored = item.fields.get("content", "")
        try:
            refuse_endless(stored, self.path, line)
            shown = wxr_html.shown_html(stored, line, notebook.note, self._site(line, notebook))
            blocks = html_blocks.convert(shown, line, notebook)
            title, rest = body.without_title(blocks, title, notebook)
            written = body.finished(rest, line, notebook)
        except Unreadable as problem:
            return Unreadable(self.path, item.line, f"“{title}”: {problem.reason}")
        except RecursionError:
            return Unreadable(self.path, item.line, f"“{title}”: the text is nested too deeply")
        return self._document(item, title, written, notebook)

    def _document(self, item: Item, title: str, written: str, notebook: Notebook) -> Document:
        kind, note = _KINDS[item["type"]], lambda text: notebook.note(item.line, text)
        if item["password"]:
            note("was behind a password, so it is a draft now")
        if not title:
            note("has no title; give it one")
        draft = item["status"] in _UNFINISHED or bool(item["password"])
        at = self._date(item)
        if at is None and not draft:
            note("has no date that is one, so it has today's")
        told = {"title": title or "Untitled", "slug": _slug(item, title, kind)}
        told["description"] = _plain(item["excerpt"])
        _shorten(told, note)
        return Document(
            title=told["title"],
            slug=told["slug"],
            description=told["description"],
            source=self._source(item, kind),
            path=f"{self.path}:{item.line}",
            line=item.line,
            kind=kind,
            body=written,
            published_at=at,
            updated=_moment(item["modified_gmt"], UTC) if at else None,
            draft=draft,
            tags=_labels(item),
            order=int(item["order"]) if item["order"].isdecimal() else 0,
            old_paths=tuple(filter(None, [self._old_path(item)])),
            remarks=tuple(_named(remark, title) for remark in notebook.remarks),
        )

    def _date(self, item: Item) -> datetime | None:
        return _moment(item["date_gmt"], UTC) or _moment(item["date"], self.zone)

    def _source(self, item: Item, kind: str) -> str:
        host = min(self.hosts, key=len, default="")
        source = f"{kind}:{host}/{item['id'] or item['name'] or item['link']}"[:180]
        source = f"{source} {item.line}" if source in self.sources else source
        self.sources.add(source)
        return source

    def _old_path(self, item: Item) -> str:
        """The path a text had; "" for one whose address was only a number."""
        path = wxr_html.path_of(item["link"], self.hosts)
        return path if path and "?" not in path and path != "/" else ""

    def _site(self, line: int, notebook: Notebook) -> wxr_html.Site:
        def picture(address: str) -> str:
            if name := self.pictures.name(address):
                return f"image:{name}"
            notebook.note(
                line, f"a picture is not among the files, its words stand there: {address}"
            )
            return address

        def link(address: str) -> str:
            new = self._led(address)
            if new == address and wxr_html.path_of(address, self.hosts) and "//" in address:
                notebook.note(line, f"a link leads to the old site: {address}")
            return new

        return wxr_html.Site(link, picture, self._numbered_picture)

    def _led(self, address: str) -> str:
        """Where a link leads from now on: the old path, which leads to its text whatever that is called."""
        path = wxr_html.path_of(address, self.hosts)
        if path is None:
            return address
        bare, _, query = path.partition("?")
        asked = parse_qs(query)
        number = (asked.get("p") or asked.get("page_id") or [""])[0]
        if bare == "/" and number in self.numbered:
            bare = self._old_path(self.numbered[number])
        fragment = address.partition("#")[2]
        known = bare.rstrip("/") in self.paths and bare.rstrip("/")
        return bare + (f"#{fragment}" if fragment else "") if known else address

    def _numbered_picture(self, number: str) -> str:
        item = self.numbered.get(number)
        return f'<p><img src="{html.escape(item["url"])}" alt=""></p>' if item else ""


def _named(remark: Remark, title: str) -> Remark:
    """A remark that says which text it is about."""
    return replace(remark, text=f"“{title}”: {remark.text}")


def _why_left(item: Item) -> str:
    """Why an item is not for us; "" when it is."""
    kind, status = item["type"] or "item without a kind", item["status"]
    if kind == "attachment":
        return kind
    if kind not in _KINDS:
        return f"{kind}, which has no place here"
    return "" if status in (*_SHOWN, *_UNFINISHED) else f"{kind} that was {status or 'nothing'}"


def _title(item: Item) -> str:
    return _plain(item["title"])


def _plain(text: str) -> str:
    """Words of a piece of HTML on one line."""
    spaced = re.sub(r"</(?:p|div|li|h\d)>|<br\b[^<>]{0,200}>", " ", text)
    return " ".join(html.unescape(re.sub(r"<[^<>]{0,2000}>", "", spaced)).split())


def _slug(item: Item, title: str, kind: str) -> str:
    name = slugify(unquote(item["name"].rsplit("/", 1)[-1]), allow_unicode=True)
    return name or slugify(title, allow_unicode=True) or f"{kind}-{item['id'] or item.line}"


def _shorten(told: dict[str, str], note: Callable[[str], None]) -> None:
    for name, most in _LONGEST.items():
        if len(told[name]) > most:
            note(f"its {name} is longer than {most} characters and was cut")
            told[name] = told[name][:most].rstrip(" -")


def _labels(item: Item) -> tuple[str, ...]:
    """Tags and categories, which are tags here."""
    names = (html.unescape(name) for kind, name in item.labels if kind in _LABELS)
    return without_doubles(name for name in names if name.casefold() != _NO_LABEL)


def _moment(said: str, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(said, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:  # drafts have 0000-00-00
        return None
