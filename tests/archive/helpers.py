"""Reading a text written in a test, the way the command does."""

from __future__ import annotations

from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

import markdown

from practice.archive.documents import Document
from practice.archive.reading import read

EXTENSIONS = ["extra", "toc", "sane_lists", "smarty", "admonition"]


def read_all(*paths: Path, kind: str | None = None, zone: tzinfo = UTC) -> list[Any]:
    return list(read(paths, kind=kind, zone=zone))


def read_one(
    folder: Path,
    text: str | bytes,
    name: str = "2024-01-02-a-walk.md",
    kind: str | None = None,
    zone: tzinfo = UTC,
) -> Any:
    """What reading one file gives."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    (found,) = read([file], kind=kind, zone=zone)
    return found


def post(folder: Path, front: str, body: str = "Words.\n", **options: Any) -> Any:
    return read_one(folder, f"---\n{front}\n---\n{body}", **options)


def body_of(folder: Path, body: str) -> str:
    """The Markdown a body becomes; the front matter above it takes three lines."""
    found = post(folder, "title: A walk", body)
    assert isinstance(found, Document), found
    return found.body


def rendered(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


def remarks(document: Document) -> list[tuple[int, str]]:
    return [(remark.line, remark.text) for remark in document.remarks]
