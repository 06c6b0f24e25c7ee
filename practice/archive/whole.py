"""A folder that appears whole, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import manifest
from .documents import shown


class Refused(Exception):
    """A folder is not written; `str()` is a sentence saying why."""


class Folder:
    """Files being written, each remembered with its hash."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hashes: dict[str, str] = {}

    def put(self, name: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        path = self.root / name
        if path.parent != self.root:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.hashes[name] = manifest.sha256(data)


@contextmanager
def folder(target: Path) -> Iterator[Folder]:
    """A folder to put files in, which becomes `target` at the end, with its manifest; on any failure
    nothing of it is left. Raises Refused."""
    _refuse_what_is_there(target)
    beside: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(
            tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:100]}-half-done-")
        )
        made = Folder(beside)
        yield made
        (beside / manifest.NAME).write_text(manifest.written(made.hashes), encoding="utf-8")
        beside.replace(target)
    except OSError as problem:
        raise Refused(
            f"{shown(target)} could not be written: {_why(problem)}. Nothing is there."
        ) from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _refuse_what_is_there(target: Path) -> None:
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise Refused(f"{shown(target)} is no folder. Name a new one.")
        if target.is_dir() and any(target.iterdir()):
            raise Refused(f"{shown(target)} is not empty. Name a new or an empty folder.")
    except OSError as problem:
        raise Refused(f"{shown(target)} cannot be looked into: {_why(problem)}.") from None


def _why(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()
