"""One line that says how far a long piece of work is; only where a person is looking at a terminal."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

_EVERY = 0.2  # seconds
_WIDTH = 24

T = TypeVar("T")


def counted(
    items: Iterable[T], total: int, doing: str, *, out: TextIO | None = None
) -> Iterator[T]:
    """The same items, while a bar grows: `doing` is the word in front, such as Reading."""
    out = out or sys.stderr
    if not out.isatty() or not total:
        yield from items
        return
    said = 0.0
    for number, item in enumerate(items, start=1):
        yield item
        if time.monotonic() - said > _EVERY or number == total:
            said = time.monotonic()
            bar = "█" * (_WIDTH * number // total)
            out.write(f"\r{doing} {bar:░<{_WIDTH}} {number:,} of {total:,}")
            out.flush()
    out.write("\r\033[K")
    out.flush()
