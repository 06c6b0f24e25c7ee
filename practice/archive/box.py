"""A box of named pieces, one after the other in a tar; the last is a manifest with the hash of each."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = 1
MANIFEST = "manifest.json"


class NotABox(Exception):
    """It cannot be read, or not all of it; `str()` says it to people."""


class Packing:
    """Puts pieces into a box; `close` writes the manifest."""

    def __init__(self, stream: BinaryIO) -> None:
        self._tar = tarfile.open(  # noqa: SIM115  `close` closes it
            fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT
        )
        self._hashes: dict[str, str] = {}

    def put(self, name: str, content: bytes) -> None:
        """A piece that is in memory."""
        self._add(name, io.BytesIO(content), len(content))
        self._hashes[name] = hashlib.sha256(content).hexdigest()

    def put_file(self, name: str, path: Path) -> None:
        """A piece that is a file; it may be large."""
        with path.open("rb") as file:
            self._hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            file.seek(0)
            self._add(name, file, size)

    def close(self, **said: Any) -> dict[str, Any]:
        """Write the manifest, with what else is `said`; returns it."""
        manifest = {"format": FORMAT, **said, "pieces": self._hashes}
        content = json.dumps(manifest, indent=1).encode()
        self._add(MANIFEST, io.BytesIO(content), len(content))
        self._tar.close()
        return manifest

    def _add(self, name: str, content: BinaryIO, size: int) -> None:
        piece = tarfile.TarInfo(name)
        piece.size, piece.mode = size, 0o600
        self._tar.addfile(piece, content)


def pieces(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Each piece's name and content, in order. Raises NotABox."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for piece in tar:
                if piece.isfile() and (content := tar.extractfile(piece)):
                    yield piece.name, content  # type: ignore[misc]
    except tarfile.TarError:
        raise NotABox("it is cut off, or is no backup of this site") from None


def checked(stream: BinaryIO) -> dict[str, Any]:
    """The manifest, once every piece has been read and has the hash it says. Raises NotABox."""
    hashes: dict[str, str] = {}
    manifest = None
    for name, content in pieces(stream):
        if name == MANIFEST:
            manifest = json.load(content)
        else:
            hashes[name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    if manifest is None:
        raise NotABox("it is cut off: its end is missing")
    if manifest["format"] > FORMAT:
        raise NotABox("it was made by a newer version of this site: update the site first")
    if manifest["pieces"] != hashes:
        raise NotABox("a piece of it is not what was put in")
    return dict(manifest)
