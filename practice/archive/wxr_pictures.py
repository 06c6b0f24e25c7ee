"""The pictures of an old site, found among the files at hand. Nothing is ever fetched."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.text import slugify

from .documents import Picture

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|bmp|tiff?)$", re.IGNORECASE)
_SMALLER = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)(?=\.\w+$)")
_MONTH = re.compile(r"/(\d{4})/(\d{2})/[^/]+$")
_MAX_FILES = 200_000
_LONGEST = 55


def is_picture(address: str) -> bool:
    return _PICTURE.search(_path(address)) is not None


class Pictures:
    """Those below a folder, by the addresses they had. Each gets a name the first time it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, list[Path]] | None = None
        self.taken: dict[Path, str] = {}
        self.contents: dict[bytes, str] = {}
        self.found: dict[str, Picture] = {}

    def name(self, address: str, *, alt: str = "", caption: str = "") -> str:
        """What texts call the picture of an address; "" when its file is not here."""
        if not is_picture(address):
            return ""
        path = _path(address)
        file = self._file(path) or self._file(_SMALLER.sub("", path))
        if file is None:
            return ""
        if file not in self.taken:
            digest = hashlib.sha256(file.read_bytes()).digest()
            name = self.contents.setdefault(digest, self._free_name(path))
            self.taken[file] = name
            self.found.setdefault(name, Picture(name=name, file=file))
        known = self.found[self.taken[file]]
        better = replace(known, alt=known.alt or alt[:300], caption=known.caption or caption[:300])
        self.found[known.name] = better
        return known.name

    def _file(self, path: str) -> Path | None:
        """The file whose folders agree best with the address."""
        if self.files is None:
            self.files = self._index()
        parts = path.lower().split("/")
        candidates = self.files.get(parts[-1], [])
        return max(candidates, key=lambda file: _agreeing(file, parts), default=None)

    def _index(self) -> dict[str, list[Path]]:
        index: dict[str, list[Path]] = {}
        count = 0
        for folder, folders, names in os.walk(self.folder):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in sorted(names):
                file = Path(folder, name)
                if _PICTURE.search(name) and not file.is_symlink():
                    index.setdefault(name.lower(), []).append(file)
            count += len(names)
            if count > _MAX_FILES:
                break
        return index

    def _free_name(self, path: str) -> str:
        """The file's name, and before it the month it was uploaded in: another site has a portrait too."""
        month = _MONTH.search(path)
        stem = slugify(_SMALLER.sub("", path.rsplit("/", 1)[-1]).rsplit(".", 1)[0]) or "picture"
        base = (f"{month[1]}-{month[2]}-{stem}" if month else stem)[:_LONGEST]
        numbered = (f"{base}-{number}" for number in range(2, len(self.found) + 3))
        return next(each for each in (base, *numbered) if each not in self.found)


def _agreeing(file: Path, parts: list[str]) -> int:
    own = [part.lower() for part in file.parts]
    count = 0
    while count < min(len(own), len(parts)) and own[-1 - count] == parts[-1 - count]:
        count += 1
    return count


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""
