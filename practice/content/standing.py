"""What is the same for all pages until the content changes: made once in a process, not once a page.

A request asks once for the moment of the content it answers from. What was made at the same one still holds,
in this process; other processes ask for themselves.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.db import connection
from django.utils import timezone

T = TypeVar("T")

_MOST = 4_000  # things kept of one moment; then they are made each time
# The number that every write renews, and the next text to appear by the clock: together they name what
# visitors see now.
_MOMENT = """
SELECT stamp, (SELECT min(publish_at) FROM content_entry WHERE status = 'public' AND publish_at > %s)
FROM content_generation WHERE id = 1
"""


class _Moment:
    """Of the content; `made` is what was made at it."""

    def __init__(self, name: Hashable) -> None:
        self.name = name
        self.made: dict[Hashable, Any] = {}


_newest = _Moment(None)
_answered: ContextVar[_Moment | None] = ContextVar(
    "the moment a request is answered from", default=None
)


@contextmanager
def standing() -> Iterator[None]:
    """Within it, `made_once` keeps what it makes for whoever asks at the same moment of the content."""
    token = _answered.set(_now())
    try:
        yield
    finally:
        _answered.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """Within it nothing is kept, and nothing that was: for pages made of something else than the content."""
    token = _answered.set(None)
    try:
        yield
    finally:
        _answered.reset(token)


def made_once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns, or returned before at this moment. Nobody may change it: others have it, too."""
    moment = _answered.get()
    # In a transaction stands what nobody else sees, and perhaps never will.
    if moment is None or connection.in_atomic_block:
        return make()
    if key not in moment.made:
        made = make()
        if len(moment.made) >= _MOST:
            return made
        moment.made[key] = made
    return cast(T, moment.made[key])


def _now() -> _Moment | None:
    global _newest  # noqa: PLW0603
    if connection.in_atomic_block:  # on PostgreSQL the number is renewed at its end
        return None
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_MOMENT, [moment])
        name = cursor.fetchone()
    if name is None:  # nobody has made the row yet
        return None
    # Read before anything that is made at it: at worst what is made is newer than its name.
    newest = _newest
    if newest.name != name:
        newest = _newest = _Moment(name)
    return newest
