"""Seals a stream of bytes for whoever holds a key, in the age format (age-encryption.org/v1), and opens it.

Only the public half is needed to seal, and the ordinary `age` program opens what is sealed here. Nothing is
held but a few blocks, however long the stream is.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

import pyrage

from practice.archive.bundle import BadBundle

T = TypeVar("T")

_BEGINS = b"age-encryption.org/v1\n"
_PREFIX = "AGE-SECRET-KEY-1"
_OTHER_KEY = "No matching keys found"


class BadKey(Exception):
    """What was given is no key of this kind, or was mistyped. The text never quotes it."""


def new_key() -> str:
    """A new key, as it is printed."""
    return str(pyrage.x25519.Identity.generate())


def tidy_key(typed: str) -> str:
    """A key as it is kept, from one typed in groups, in small letters, or without its beginning."""
    key = "".join(typed.split()).upper()
    return key if key.startswith(_PREFIX) else f"{_PREFIX}{key}"


def public_half(key: str) -> str:
    """What seals for this key. Raises BadKey."""
    return str(_identity(key).to_public())


def in_groups(key: str, size: int = 4) -> list[str]:
    """The key as groups of letters that a person can copy."""
    rest = key.removeprefix(_PREFIX)
    return [_PREFIX, *(rest[at : at + size] for at in range(0, len(rest), size))]


def seal(chunks: Iterator[bytes], out: BinaryIO, public: str) -> None:
    """Write `chunks` to `out`, sealed. What reading or writing raises comes out unchanged."""
    recipient = pyrage.x25519.Recipient.from_str(public)
    source, sink = _Source(chunks), _Sink(out)
    try:
        pyrage.encrypt_io(source, sink, [recipient])
    except (pyrage.EncryptError, OSError):
        if not (source.failed or sink.failed):
            raise
    # The library passes over what went wrong with its last block.
    if problem := source.failed or sink.failed:
        raise problem


@contextmanager
def opened(path: Path, key: str) -> Iterator[BinaryIO]:
    """What is sealed in the file, to be read once from its beginning to its end.

    Raises BadKey and OSError at once, BadBundle when the file does not open as a whole. What was read by
    then is worth nothing: the caller must not act on it before this is left without complaint.
    """
    identity = _identity(key)
    with path.open("rb") as file:
        if file.read(len(_BEGINS)) != _BEGINS:
            raise BadBundle("it is no backup of a site, or its beginning is lost")
        file.seek(0)
        reading, writing = os.pipe()
        opening = _Opening(file, writing, identity)
        opening.start()
        try:
            with os.fdopen(reading, "rb", buffering=1 << 16) as stream:
                try:
                    yield stream
                    while stream.read(1 << 16):  # to its end, where a file that was cut off shows
                        pass
                except Exception as problem:  # what does not open looks damaged to who reads it
                    raise (opening.problem or problem) from None
        finally:
            opening.join()
        if opening.problem:
            raise opening.problem


def _identity(key: str) -> "pyrage.x25519.Identity":
    try:
        return pyrage.x25519.Identity.from_str(key)
    except pyrage.IdentityError:
        raise BadKey("that is no recovery key, or a letter of it is mistyped") from None


class _Source:
    """Chunks of any size, as the library reads them."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        self.failed: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._chunks))
        except StopIteration:
            return b""
        except Exception as problem:
            self.failed = problem
            raise
        found, self._rest = self._rest[:size], self._rest[size:]
        return bytes(found)


class _Sink:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.failed: Exception | None = None

    def write(self, data: bytes) -> int:
        return self._kept(lambda: self._out.write(data))

    def flush(self) -> None:
        self._kept(self._out.flush)

    def _kept(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except Exception as problem:
            self.failed = self.failed or problem
            raise


class _Opening(threading.Thread):
    """Opens into a pipe beside whoever reads from it."""

    def __init__(self, file: BinaryIO, writing: int, identity: "pyrage.x25519.Identity") -> None:
        super().__init__(daemon=True)
        self._file, self._writing, self._identity = file, writing, identity
        self.problem: BadBundle | None = None

    def run(self) -> None:
        with suppress(BrokenPipeError), os.fdopen(self._writing, "wb") as out:
            try:
                pyrage.decrypt_io(self._file, out, [self._identity])
            except BrokenPipeError:  # nobody reads on
                return
            except pyrage.DecryptError as problem:
                self.problem = BadBundle(_in_words(str(problem)))
            except OSError:
                self.problem = BadBundle(_CHANGED)


_CHANGED = "it was changed or cut off after it was made"


def _in_words(problem: str) -> str:
    if problem == _OTHER_KEY:
        return "this recovery key does not open it: it was made for another one"
    return _CHANGED
