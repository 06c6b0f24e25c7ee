"""Files sealed for a key, in the age format (age-encryption.org/v1), so that `age -d` opens them too.

Both ways stream: what goes through is never in memory or on a disk as a whole.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyrage


class NotOpened(Exception):
    """The key does not fit, or the file was changed, cut off, or never sealed; `str()` says it to people."""


def new_key() -> str:
    """A key that opens, to be printed: AGE-SECRET-KEY-1…"""
    return str(pyrage.x25519.Identity.generate())


def is_key(text: str) -> bool:
    """Whether `text` is such a key, whole and without a slip."""
    try:
        pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        return False
    return True


@contextmanager
def sealing(path: Path, key: str) -> Iterator[BinaryIO]:
    """What is written is sealed into `path`, which is there whole afterwards, or not at all.

    Raises OSError when it cannot be written, such as on a full disk.
    """
    part = path.with_name(f"{path.name}.part")
    lock = [pyrage.x25519.Identity.from_str(key).to_public()]

    def seal(source: BinaryIO) -> None:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            pyrage.encrypt_io(source, target, lock)
            target.flush()
            os.fsync(target.fileno())

    try:
        with _beside(seal, reads=True) as stream:
            yield stream
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def opening(path: Path, key: str) -> Iterator[BinaryIO]:
    """The file's contents, as a stream. Raises NotOpened, also after some of it has been read."""

    def unseal(target: BinaryIO) -> None:
        with path.open("rb") as source:
            pyrage.decrypt_io(source, target, [pyrage.x25519.Identity.from_str(key)])

    try:
        with _beside(unseal, reads=False) as stream:
            yield stream
    except (pyrage.DecryptError, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno:
            raise
        raise NotOpened(
            "the key does not open it, or the file was changed, cut off, or is none of this site's"
        ) from None


@contextmanager
def _beside(work: Callable[[BinaryIO], None], *, reads: bool) -> Iterator[BinaryIO]:
    """Run `work` on the one end of a pipe while the caller has the other; its fault is the caller's."""
    ours, theirs = os.pipe()[:: -1 if reads else 1]
    faults: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(theirs, "rb" if reads else "wb") as end:
                work(end)
        except BrokenPipeError:
            pass  # the caller has had enough
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        # When the other side gives up, its fault is what to tell, not the pipe's.
        with suppress(BrokenPipeError), os.fdopen(ours, "wb" if reads else "rb") as stream:
            yield stream
    except Exception:
        thread.join()
        if faults:
            raise faults[0] from None
        raise
    thread.join()
    if faults:
        raise faults[0]
