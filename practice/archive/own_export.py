"""An export of ours, read back by its manifest: nothing is guessed and no word is changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from practice.spread import spread

from . import jekyll, jekyll_texts
from .documents import Document, Left, Mark, Picture, Remark, Unreadable, shown
from .jekyll_site import CONFIG
from .manifest import Manifest, load, present
from .text_files import MAX_BYTES, read_text

_OURS = re.compile(
    r"(?:_posts|_drafts(?:/(?:guides|services|pages))?|guides|services|pages)/[^/]+\.md"
)
_TABLES = ("ids", "tags", "emotions", "images", "practice")
_MAX_PICTURE = 40 * 1024 * 1024
_NAME = re.compile(r"[a-z0-9_-]{1,60}", re.IGNORECASE)


@dataclass
class Export:
    """What an export holds, in the order of its paths; `practice` are the facts of the profile."""

    texts: list[Document | Unreadable | Left] = field(default_factory=list)
    tags: list[Mark] = field(default_factory=list)
    emotions: list[Mark] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    practice: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def read(folder: Path) -> Export | None:
    """The export in a folder; None where there is none. A file that is missing, or cannot be read, is
    among the texts as Unreadable; one changed or added since is taken, with a remark. Raises
    Unreadable where the export as a whole cannot be."""
    manifest = load(folder)
    return _Reader(folder, manifest).read() if manifest else None


class _Reader:
    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self.found = Export()
        self.there = set(present(folder))
        self.images: jekyll_texts.Images = {}

    def read(self) -> Export:
        self._say_what_is_missing()
        tables = {name: self._table(f"_data/{name}.json") for name in _TABLES}
        self.found.tags, self.found.emotions = _marks(tables["tags"]), _marks(tables["emotions"])
        self.found.practice = tables["practice"] if isinstance(tables["practice"], dict) else {}
        self.found.pictures = list(self._pictures(tables["images"]))
        self.images = {
            one.name: (one.file.name, one.alt, one.caption) for one in self.found.pictures
        }
        zone = self._zone()
        known = set(self.manifest.files)
        names = [name for name in sorted(self.there) if _OURS.fullmatch(name)]
        work = partial(_text, self.folder, zone, self.images, self.manifest.files)
        ids = tables["ids"] if isinstance(tables["ids"], dict) else {}
        for text, remarks in spread(work, names):
            self.found.texts.append(_known_by(text, ids))
            self.found.remarks += remarks
        others = sorted(self.there - known - set(names))
        self.found.texts += [Left(self._shown(name), "no part of the export") for name in others]
        return self.found

    def _say_what_is_missing(self) -> None:
        for name in sorted(self.manifest.files.keys() - self.there):
            said = "is named in the manifest and missing; copy the export again"
            self.found.texts.append(Unreadable(self._shown(name), 1, said))

    def _shown(self, name: str) -> str:
        return shown(self.folder / name)

    def _zone(self) -> tzinfo:
        site = jekyll.load_site(self.folder) if CONFIG in self.there else jekyll.Site()
        return site.zone or UTC

    def _is_unchanged(self, name: str, digest: str) -> bool:
        remarks = _remarks(self.manifest.files, name, self._shown(name), digest)
        self.found.remarks += remarks
        return not remarks

    def _table(self, name: str) -> Any:
        if name not in self.there:
            return []
        try:
            text, remarks = _checked(self.folder, name, self.manifest.files)
            self.found.remarks += remarks
            return json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise Unreadable(self._shown(name), getattr(problem, "lineno", 1), "no JSON") from None

    def _pictures(self, rows: Any) -> Iterator[Picture]:
        for row in _rows(rows):
            name, file = str(row.get("name")), str(row.get("file"))
            path = f"{jekyll_texts.IMAGES}/{file}"
            if not _NAME.fullmatch(name) or path not in self.there:
                if path not in self.manifest.files:  # else it is said to be missing
                    said = f"the picture {name} has no file"
                    self.found.texts.append(Unreadable(self._shown("_data/images.json"), 1, said))
                continue
            yield Picture(
                name=name,
                file=self.folder / path,
                alt=str(row.get("alt", "")),
                decorative=row.get("decorative") is True,
                caption=str(row.get("caption", "")),
                kept=self._is_kept(path),
            )

    def _is_kept(self, path: str) -> bool:
        file = self.folder / path
        if file.stat().st_size > _MAX_PICTURE:
            return False
        with file.open("rb") as data:
            return self._is_unchanged(path, hashlib.file_digest(data, "sha256").hexdigest())


def _text(
    folder: Path, zone: tzinfo, images: jekyll_texts.Images, files: Mapping[str, str], name: str
) -> tuple[Document | Unreadable, list[Remark]]:
    """The text in a file of the export, and what is to be said of it."""
    path = shown(folder / name)
    try:
        text, remarks = _checked(folder, name, files)
        return jekyll_texts.read(text, name, path, zone=zone, images=images), remarks
    except Unreadable as problem:
        return problem, []


def _known_by(text: Document | Unreadable, ids: Mapping[str, Any]) -> Document | Unreadable:
    """The text with what feed readers know it by, where the export says so."""
    if isinstance(text, Unreadable):
        return text
    try:
        return replace(text, lasting_id=UUID(str(ids[f"{text.kind}/{text.slug}"])))
    except (KeyError, ValueError):
        return text


def _checked(folder: Path, name: str, files: Mapping[str, str]) -> tuple[str, list[Remark]]:
    """The text of a file as it is; one that was edited is made clean first, as any other is."""
    file = folder / name
    if file.stat().st_size > MAX_BYTES:
        raise Unreadable(shown(file), 1, "larger than 2 MB, which no text of this kind is")
    data = file.read_bytes()
    remarks = _remarks(files, name, shown(file), hashlib.sha256(data).hexdigest())
    return read_text(file) if remarks else data.decode("utf-8"), remarks


def _remarks(files: Mapping[str, str], name: str, path: str, digest: str) -> list[Remark]:
    """A remark on a file that is not as it was exported."""
    expected = files.get(name)
    how = "changed since the export" if expected else "added since the export"
    return [] if digest == expected else [Remark(path, 1, f"{how}; taken as it is now")]


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _marks(rows: Any) -> list[Mark]:
    return [
        Mark(
            name=str(row.get("name", "")),
            slug=str(row.get("slug", "")),
            description=str(row.get("description", "")),
            colour=str(row.get("colour", "")),
            old=tuple(
                (str(old[0]), str(old[1]))
                for old in row.get("old", [])
                if isinstance(old, list) and len(old) == 2
            ),
        )
        for row in _rows(rows)
    ]
