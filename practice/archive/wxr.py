"""A WordPress export file (WXR; Squarespace writes it too) as plain items. Read as it streams past; nothing
in it is looked up anywhere, and a file that declares anything of its own is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from .documents import Unreadable, shown

SUFFIX = ".xml"
MAX_BYTES = 200 * 1024 * 1024
MAX_TEXT = 2_000_000  # characters in one element, as a text of any other kind
_PIECE = 1 << 16
_MAX_DEPTH = 100
_WORDPRESS = "http://wordpress.org/export/"
# Elements of an item that are read, without their namespace's version.
_FIELDS = {
    "title": "title",
    "link": "link",
    "content:encoded": "content",
    "excerpt:encoded": "excerpt",
    "wp:post_id": "id",
    "wp:post_date": "date",
    "wp:post_date_gmt": "date_gmt",
    "wp:post_modified_gmt": "modified_gmt",
    "wp:post_name": "name",
    "wp:status": "status",
    "wp:post_type": "type",
    "wp:post_parent": "parent",
    "wp:post_password": "password",
    "wp:menu_order": "order",
    "wp:attachment_url": "url",
}


@dataclass
class Item:
    """One item as it was written. `fields` are the texts by the names in `_FIELDS`; `labels` are the words
    it is filed under, each with the kind of word it is."""

    line: int
    content_line: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    labels: list[tuple[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "").strip()


@dataclass
class Export:
    """`base` is the address of the old site."""

    path: str
    base: str = ""
    items: list[Item] = field(default_factory=list)


def read(file: Path) -> Export:
    """The items of a file. Raises Unreadable: too large, broken, hostile, or no such export."""
    path = shown(file)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Unreadable(path, 1, "larger than 200 MB; export it in parts and import each")
        with file.open("rb") as source:
            return _Reader(path).read(source)
    except OSError as error:
        raise Unreadable(path, 1, f"cannot be read ({error.strerror})") from error


class _Reader:
    def __init__(self, path: str) -> None:
        self.export = Export(path)
        self.parser = expat.ParserCreate(namespace_separator="|")
        self.parser.buffer_text = True
        self.names: list[str] = []
        self.text: list[str] | None = None
        self.length = 0
        self.item: Item | None = None
        self.label = ""
        self.key = ""
        self.is_wordpress = False
        refuse = self._refuse
        self.parser.StartDoctypeDeclHandler = refuse(
            "declares a document type, which no export does"
        )
        self.parser.EntityDeclHandler = refuse("declares entities, which no export does")
        self.parser.ExternalEntityRefHandler = refuse("refers to other files, which no export does")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _refuse(self, reason: str) -> Callable[..., Any]:
        def refused(*_: object) -> Any:
            raise self._unreadable(f"{reason}; refused")

        return refused

    def _unreadable(self, reason: str) -> Unreadable:
        return Unreadable(self.export.path, self.parser.CurrentLineNumber, reason)

    def read(self, source: BinaryIO) -> Export:
        try:
            while piece := source.read(_PIECE):
                self.parser.Parse(piece, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            reason = f"broken XML ({said}); ask for the export once more"
            raise Unreadable(self.export.path, error.lineno, reason) from error
        except (LookupError, ValueError) as error:  # an encoding nobody knows
            raise self._unreadable("its encoding is not known; save it as UTF-8") from error
        if not self.is_wordpress:
            raise Unreadable(self.export.path, 1, "XML, but no export of WordPress or Squarespace")
        return self.export

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._short(tag)
        self.names.append(name)
        if len(self.names) > _MAX_DEPTH:
            raise self._unreadable("elements are nested too deeply; refused")
        if name == "item" and self.names == ["rss", "channel", "item"]:
            self.item = Item(self.parser.CurrentLineNumber)
        if name == "category":
            self.label = attributes.get("domain", "category")
        if name == "content:encoded" and self.item:
            self.item.content_line = self.parser.CurrentLineNumber
        self.text, self.length = [], 0

    def _short(self, tag: str) -> str:
        """The name as it is usually written, whatever the file's own prefixes and version."""
        space, _, name = tag.rpartition("|")
        if space.startswith(_WORDPRESS):
            self.is_wordpress = True
            return f"excerpt:{name}" if "/excerpt" in space else f"wp:{name}"
        return f"content:{name}" if "modules/content" in space else f"{space and '?:'}{name}"

    def _characters(self, text: str) -> None:
        if self.text is None:
            return
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise self._unreadable("a text longer than 2 MB, which no text of this kind is")
        self.text.append(text)

    def _end(self, tag: str) -> None:
        name, text = self.names.pop(), "".join(self.text or ())
        self.text = None
        if self.item is None:
            if name in ("wp:base_blog_url", "link") and not self.export.base:
                self.export.base = text.strip()
        elif name == "item":
            self.export.items.append(self.item)
            self.item = None
        else:
            self._keep(self.item, name, text)

    def _keep(self, item: Item, name: str, text: str) -> None:
        if name == "wp:comment":
            item.comments += 1
        elif "wp:comment" in self.names:
            return
        elif name == "wp:meta_key":
            self.key = text.strip()
        elif name == "wp:meta_value":
            item.meta[self.key] = text.strip()
        elif name == "category" and text.strip():
            item.labels.append((self.label, text.strip()))
        elif name in _FIELDS and len(self.names) == 3:
            item.fields[_FIELDS[name]] = text
