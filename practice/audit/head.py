"""Where the log ends, noted outside the database: whoever cuts lines off there does not reach this file.

Number and seal of the newest line, always the same number of bytes, written over in one go: a crash
leaves the old note or the new one. As lines are numbered without gaps, the number is their count too.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

NAME = "audit.head"
_NOTE = re.compile(rb"(\d{20}) ([0-9a-f]{64})\n")


class Noted(NamedTuple):
    """A line of the log. Number 0 stands for a note that cannot be read."""

    number: int
    seal: str


def read() -> Noted | None:
    """The line noted last; None when there is no note."""
    try:
        return _parsed(_path().read_bytes())
    except FileNotFoundError:
        return None


def advance(line: Noted, is_ours: Callable[[Noted], bool]) -> bool:
    """Note `line`, if it is newer than the noted one and `is_ours` knows that one as part of the log.

    True when there was no note before. Raises OSError, and LookupError when the note is of another log:
    it then stays as it is, for it is what shows that the end of this log was cut off.
    """
    with _locked() as file:
        noted = _parsed(os.pread(file, 4096, 0))
        if noted is None or noted.number < line.number:
            if noted and not is_ours(noted):
                raise LookupError
            _write(file, line)
    return noted is None


def reset(line: Noted) -> None:
    """Note `line`, whatever was noted before."""
    with _locked() as file:
        os.ftruncate(file, 0)
        _write(file, line)


def _path() -> Path:
    return Path(settings.DATA_DIR) / NAME


def _parsed(content: bytes) -> Noted | None:
    if not content:
        return None
    note = _NOTE.fullmatch(content)
    return Noted(int(note[1]), note[2].decode()) if note else Noted(0, "")


def _write(file: int, line: Noted) -> None:
    os.pwrite(file, f"{line.number:020d} {line.seal}\n".encode(), 0)


@contextmanager
def _locked() -> Iterator[int]:
    file = os.open(_path(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)
