"""What lies inside a sealed backup: a gzipped tar that any computer unpacks.

    manifest.json    first: the format, the version that made it, and whatever the caller says of it
    …                the parts, each whole in itself
    sums.json        last: SHA-256 and rows of every part, so that what is missing shows

Written and read as a stream: a part is never larger than its maker makes it.
"""

import errno
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "sums.json"
_BLOCK = 512
_AT_ONCE = 1 << 18
_LARGEST_TEXT = 1 << 24  # bytes of the manifest, or of the sums


class BadBundle(Exception):
    """A backup cannot be read. Its text goes on from the file's name: “… it is cut off”."""


@dataclass(frozen=True)
class Part:
    """A file inside: `size` bytes, which come as `chunks`, to be read once and in order."""

    name: str
    size: int
    chunks: Iterable[bytes]
    rows: int = 0

    def whole(self) -> bytes:
        return b"".join(self.chunks)


def written(manifest: dict[str, Any], parts: Iterable[Part]) -> Iterator[bytes]:
    """The bytes of a bundle. `manifest` gets its format; a part of another length than it says: OSError."""
    press = zlib.compressobj(6, zlib.DEFLATED, 31)
    sums: dict[str, dict[str, Any]] = {}
    for part in chain([_text(MANIFEST, {"format": FORMAT, **manifest})], parts):
        yield from _pressed(press, part, sums)
    ending = _text(SUMS, sums)
    if ending.size > _LARGEST_TEXT:
        raise OSError(errno.EFBIG, "there are more files than a backup can hold")
    yield from _pressed(press, ending, {})
    yield press.compress(b"\0" * _BLOCK * 2)
    yield press.flush()


def _text(name: str, said: Any) -> Part:
    data = json.dumps(said, indent=1, ensure_ascii=False).encode()
    return Part(name, len(data), [data])


def _pressed(press: Any, part: Part, sums: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    info = tarfile.TarInfo(part.name)
    info.size, info.mode = part.size, 0o600
    yield press.compress(info.tobuf(tarfile.PAX_FORMAT))
    digest, size = hashlib.sha256(), 0
    for chunk in part.chunks:
        digest.update(chunk)
        size += len(chunk)
        yield press.compress(chunk)
    if size != part.size:
        raise OSError(f"{part.name} changed while it was read")
    yield press.compress(b"\0" * (-size % _BLOCK))
    sums[part.name] = {"sha256": digest.hexdigest(), "rows": part.rows}


class Bundle:
    """A bundle that is being read. Everything below raises BadBundle when it is not as it was written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._sums: dict[str, str] = {}
        with _told():
            self._tar = tarfile.open(fileobj=stream, mode="r|gz")  # noqa: SIM115  ends with the stream
            first = self._tar.next()
            if first is None or first.name != MANIFEST:
                raise BadBundle("it is no backup of a site")
            self.manifest = self._json(first)
        if self.manifest.get("format", 0) > FORMAT:
            made = self.manifest.get("version", "a newer one")
            raise BadBundle(f"it was made by a newer version of the site ({made}): use that one")

    def parts(self) -> Iterator[Part]:
        """The parts in order; each is compared with its sum, and the sums with the parts, at the end."""
        with _told():
            while (info := self._tar.next()) is not None:
                if info.name == SUMS:
                    self._compare(self._json(info))
                    return
                if not info.isfile() or not _stays_inside(info.name) or info.name in self._sums:
                    raise BadBundle("it holds what no backup holds")
                yield Part(info.name, info.size, self._chunks(info))
                if info.name not in self._sums:
                    raise AssertionError(f"{info.name} was not read to its end")
        raise BadBundle("its end is missing")

    def _chunks(self, info: tarfile.TarInfo) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        with _told():
            file = self._tar.extractfile(info)
        while chunk := self._next(file):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        if size != info.size:
            raise BadBundle("it is cut off")
        self._sums[info.name] = digest.hexdigest()

    @staticmethod
    def _next(file: Any) -> bytes:
        with _told():
            return file.read(_AT_ONCE) if file else b""

    def _json(self, info: tarfile.TarInfo) -> dict[str, Any]:
        if info.size > _LARGEST_TEXT:
            raise BadBundle("it holds what no backup holds")
        file = self._tar.extractfile(info)
        data = file.read() if file else b""
        self._sums[info.name] = hashlib.sha256(data).hexdigest()
        said = json.loads(data)
        if not isinstance(said, dict):
            raise BadBundle("it holds what no backup holds")
        return said

    def _compare(self, noted: dict[str, Any]) -> None:
        del self._sums[SUMS]
        wrong = [name for name, sums in noted.items() if self._sums.get(name) != sums["sha256"]]
        if wrong or len(noted) != len(self._sums):
            raise BadBundle("a part of it is missing, or was changed after it was made")
        self.rows = {name: int(sums["rows"]) for name, sums in noted.items()}


def _stays_inside(name: str) -> bool:
    """Whether it names something in a folder, and leads nowhere else."""
    first, *others = name.split("/")
    steps = (first, *others)
    return bool(others) and not {"", ".", ".."} & set(steps) and not set("\0\\") & set(name)


@contextmanager
def _told() -> Iterator[None]:
    """Says in our words what the libraries find wrong."""
    try:
        yield
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, TypeError, OSError):
        raise BadBundle("it is damaged or cut off") from None


def lines(rows: Iterable[dict[str, Any]], largest: int) -> Iterator[tuple[bytes, int]]:
    """Rows as JSON lines, in pieces of about `largest` bytes; each with how many rows it holds."""
    out, count = io.BytesIO(), 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        count += 1
        if out.tell() >= largest:
            yield out.getvalue(), count
            out, count = io.BytesIO(), 0
    yield out.getvalue(), count
