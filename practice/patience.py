"""How many threads may wait for the database, and how long the one that runs this may.

Outside a visitor's request there is no limit: a command or the outbox would rather wait than fail.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

THREADS = 12  # of each web process
MAY_WAIT = THREADS // 2  # the others go on with /healthz and static files (PROMISES R7)


class _Own(threading.local):
    seconds: float | None = None


_own = _Own()


def seconds() -> float | None:
    """How long to wait for one answer of the database; None without a limit, 0 when it is over."""
    return _own.seconds


@contextmanager
def of(limit: float) -> Iterator[None]:
    """Wait at most `limit` seconds for each answer; never longer than was allowed before."""
    before = _own.seconds
    _own.seconds = limit if before is None else min(limit, before)
    try:
        yield
    finally:
        _own.seconds = before


def end() -> None:
    """Ask the database nothing more until the enclosing `of` is left: it failed once already."""
    if _own.seconds is not None:
        _own.seconds = 0
