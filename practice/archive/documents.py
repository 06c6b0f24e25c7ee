"""What reading a file gives: a document, or a plain reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

KINDS = ("post", "guide", "service", "page")


def shown(path: Path | str) -> str:
    """A path as one line that any terminal can print, whatever bytes its name is made of."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in str(path)
    )


@dataclass(frozen=True)
class Remark:
    """Something a person should look at after the import."""

    path: str
    line: int
    text: str


@dataclass(frozen=True)
class Document:
    """One text, free of where it came from. `body` is Markdown without raw HTML.

    `source` names the text across runs ("post:2025-06-30-small", "page:notes/tea"); it depends on
    the file's place in its site only, and for a pasted guide on its title, so that an update finds
    it again from any folder. `published_at` is always aware. `line` is where it begins in its file.
    """

    source: str
    path: str
    kind: str
    title: str
    slug: str
    body: str
    description: str = ""
    published_at: datetime | None = None
    draft: bool = False
    tags: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    old_paths: tuple[str, ...] = ()
    order: int = 0
    menu: str = ""
    sensitive: bool = False
    updated: datetime | None = None
    drawn_from: str = ""
    lasting_id: UUID | None = None
    line: int = 1
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A tag or an emotion; `old` are the slug and the name of each it once was or took over."""

    name: str
    slug: str
    description: str = ""
    colour: str = ""
    old: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Picture:
    """An image beside the texts. `kept` says that `file` is our own kept original, to be taken as it is."""

    name: str
    file: Path
    alt: str = ""
    decorative: bool = False
    caption: str = ""
    kept: bool = False


class Unreadable(Exception):
    """A file that cannot become a document; `str()` is one line with path, line and reason."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path = shown(path)
        self.line = line
        self.reason = " ".join(reason.split())
        super().__init__(f"{self.path}:{line}: {self.reason}")

    def __reduce__(self) -> Any:
        return type(self), (self.path, self.line, self.reason)


@dataclass(frozen=True)
class Left:
    """A file looked at and left out on purpose."""

    path: str
    reason: str
