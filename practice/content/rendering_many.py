"""Many texts rendered at once, on all processors: one takes some milliseconds, ten thousand half a minute."""

import multiprocessing
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from django.core.exceptions import ValidationError

from practice.content.images.figures import Picture
from practice.content.rendering import Rendered, render, renderable

# Below it, starting other processes takes longer than the work.
_MANY = 300
_AT_ONCE = 50

Work = tuple[str, tuple[Picture, ...]]
# What became of a text, or the sentence saying why it cannot be rendered.
Made = Rendered | str


def render_all(texts: Collection[str], images: Mapping[str, Picture]) -> Iterator[Made]:
    """What pages show of each text, in their order. `images` are those they may show, by name.

    The processes know neither the database nor the settings: they get text and give text.
    """
    work = [(text, _named(text, images)) for text in texts]
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(work) < _MANY or processors < 2:
        yield from map(_rendered, work)
        return
    # Begun anew, not forked: a fork would share this process's connection to the database.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processors, mp_context=context) as others:
        for made in others.map(_all_rendered, _batches(work)):
            yield from made


def _named(text: str, images: Mapping[str, Picture]) -> tuple[Picture, ...]:
    if "image:" not in text.lower():
        return ()
    return tuple(shown for name, shown in sorted(images.items()) if name in text.lower())


def _batches(work: Sequence[Work]) -> Iterable[Sequence[Work]]:
    return (work[at : at + _AT_ONCE] for at in range(0, len(work), _AT_ONCE))


def _all_rendered(work: Sequence[Work]) -> list[Made]:
    return [_rendered(each) for each in work]


def _rendered(work: Work) -> Made:
    text, images = work
    try:
        # What it tries is kept for the next line unless there are images.
        renderable(text)
        return render(text, *images)
    except ValidationError as problem:
        return " ".join(problem.messages)
