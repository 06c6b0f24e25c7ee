"""Our Markdown parser: made once a thread, because making it takes as long as reading a page, and quick.

Most of the time of python-markdown goes into looking in every piece of text for each of thirty-four marks.
Nearly all pieces hold hardly any; here a mark is looked for only where its sign stands.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from practice.content.habits import OurHabits, heading_id
from practice.content.images import figures

# Without one of these no such mark can be. A mark that is not named is looked for everywhere.
_SIGNS = {
    "backtick": ("`",),
    "backslash": ("\\\n",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "smarty-ellipses": ("...",),
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
    **{f"smarty-quotes-{number}": ("'", '"') for number in range(15)},
}

_kept = threading.local()


class Quick(InlineProcessor):
    """Looks for a mark only in a piece of text where its sign stands.

    It takes the place of a method python-markdown keeps to itself. Should that get another name there, this
    one is not asked any more: all is as slow as it was, and as right.
    """

    def __init__(self, md: markdown.Markdown, patterns: Any) -> None:
        super().__init__(md)
        signs = {id(patterns[name]): signs for name, signs in _SIGNS.items() if name in patterns}
        # A list, because asked for a thousand times a text and sorted anew by each asking.
        self.inlinePatterns: Any = list(patterns)
        self.signs = [signs.get(id(each), ("",)) for each in self.inlinePatterns]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        look: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for number in range(patternIndex, len(self.signs)):
            for sign in self.signs[number]:
                if sign in data:
                    break
            else:
                continue
            found, start = True, 0
            while found:
                data, found, start = look(self.inlinePatterns[number], data, number, start)
        return data


def made() -> tuple[markdown.Markdown, OurHabits]:
    """A parser and our habits, which want to be told of each text."""
    habits = OurHabits()
    parser = markdown.Markdown(
        extensions=["extra", "toc", "sane_lists", "smarty", "admonition", habits],
        extension_configs={
            "extra": {
                "tables": {"use_align_attribute": True},  # its other way is an inline style
            },
            "toc": {"slugify": heading_id},
        },
        output_format="html",
    )
    steps: Any = parser.treeprocessors
    steps.register(Quick(parser, parser.inlinePatterns), "inline", 20)
    steps.register(Quick(parser, steps["smarty"].inlinePatterns), "smarty", 6.5)
    return parser, habits


@contextmanager
def ready(images: Iterable[figures.Picture]) -> Iterator[tuple[markdown.Markdown, OurHabits]]:
    """A parser that knows nothing of any other text. One that failed is thrown away, not used again."""
    parser, habits = _kept.__dict__.pop("both", None) or made()
    parser.reset()
    habits.begin(images)
    yield parser, habits
    _kept.both = parser, habits
