"""The list of an export's files with their SHA-256, by which an export is known and checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .documents import Unreadable

NAME = "manifest.json"
FORMAT = "therapy practice content"
VERSION = 1
MAX_BYTES = 40_000_000
_MAX_FILES = 200_000
_NOT_OURS = ("_site/", ".")


@dataclass(frozen=True)
class Manifest:
    """`files` are the paths below the export's folder and the SHA-256 of each."""

    path: str
    files: Mapping[str, str]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def written(files: Mapping[str, str]) -> str:
    """The manifest of some files, each with its SHA-256."""
    whole = {"format": FORMAT, "version": VERSION, "files": dict(sorted(files.items()))}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def load(folder: Path) -> Manifest | None:
    """The manifest of an export of ours; None for a folder that is none. Raises Unreadable."""
    path = folder / NAME
    if not path.is_file() or path.is_symlink():
        return None
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(str(path), 1, "larger than any list of files")
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError):
        return None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        return None
    if whole.get("version") != VERSION:
        raise Unreadable(str(path), 1, "written by a later version of this site than this one")
    return Manifest(str(path), _files(whole.get("files"), path))


def _files(found: object, path: Path) -> dict[str, str]:
    if not isinstance(found, dict) or len(found) > _MAX_FILES:
        raise Unreadable(str(path), 1, "the list of files is damaged")
    for name, digest in found.items():
        parts = name.split("/")
        if (
            name.startswith("/")
            or "\\" in name
            or "\0" in name
            or not {"", ".", ".."}.isdisjoint(parts)
        ):
            raise Unreadable(str(path), 1, f"names a file outside the folder: {name}")
        if not isinstance(digest, str):
            raise Unreadable(str(path), 1, "the list of files is damaged")
    return found


def present(folder: Path) -> Iterator[str]:
    """The paths of all files in `folder` but the manifest. Links and what they lead to are passed over, and
    so is what Jekyll made of the rest."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (
            name != NAME
            and not name.startswith(_NOT_OURS)
            and path.is_file()
            and not path.is_symlink()
        ):
            yield name
