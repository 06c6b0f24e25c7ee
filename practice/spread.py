"""Work on many things, spread over all processors."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

# Below it, starting other processes takes longer than the work.
_MANY = 300
_AT_ONCE = 200

T = TypeVar("T")
R = TypeVar("R")


def spread(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """`work` on each item, in their order. It, the items and what it gives must be such as can be sent to
    another process, which has neither settings nor a database."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(items) < _MANY or processors < 2:
        yield from map(work, items)
        return
    batches = (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE))
    # Begun anew, not forked: a fork would share this process's connection to the database.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processors, context, _begin, (work,)) as others:
        for done in others.map(_all, batches):
            yield from done


_given: list[Callable[[Any], Any]] = []  # in each of the others: the work, sent once


def _begin(work: Callable[[Any], Any]) -> None:
    _given.append(work)


def _all(items: Sequence[Any]) -> list[Any]:
    return [_given[0](item) for item in items]
