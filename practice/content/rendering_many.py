"""Many texts rendered at once, on all processors: one takes some milliseconds, ten thousand half a minute."""

from collections.abc import Collection, Iterator, Mapping

from django.core.exceptions import ValidationError

from practice.content.images.figures import Picture
from practice.content.rendering import Rendered, render, renderable
from practice.spread import spread

Work = tuple[str, tuple[Picture, ...]]
# What became of a text, or the sentence saying why it cannot be rendered.
Made = Rendered | str


def render_all(texts: Collection[str], images: Mapping[str, Picture]) -> Iterator[Made]:
    """What pages show of each text, in their order. `images` are those they may show, by name."""
    return spread(_rendered, [(text, _named(text, images)) for text in texts])


def _named(text: str, images: Mapping[str, Picture]) -> tuple[Picture, ...]:
    if "image:" not in text.lower():
        return ()
    return tuple(shown for name, shown in sorted(images.items()) if name in text.lower())


def _rendered(work: Work) -> Made:
    text, images = work
    try:
        # What it tries is kept for the next line unless there are images.
        renderable(text)
        return render(text, *images)
    except ValidationError as problem:
        return " ".join(problem.messages)
