"""What reading a file gives: a document, or a plain reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

KINDS = ("post", "guide", "service", "page")


@dataclass(frozen=True)
class Remark:
    """Something a person should look at after the import."""

    path: str
    line: int
    text: str


@dataclass(frozen=True)
class Document:
    """One text, free of where it came from. `body` is Markdown without raw HTML.

    `source` names the file across runs ("post:2025-06-30-small"); it depends on the file's
    name only, so that an update finds it again from any folder. `published_at` is always aware.
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
    remarks: tuple[Remark, ...] = ()


class Unreadable(Exception):
    """A file that cannot become a document; `str()` is one line with path, line and reason."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path = path
        self.line = line
        self.reason = " ".join(reason.split())
        super().__init__(f"{path}:{line}: {self.reason}")


@dataclass(frozen=True)
class Left:
    """A file looked at and left out on purpose."""

    path: str
    reason: str
