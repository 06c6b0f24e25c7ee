"""What the readers of kramdown's blocks share: how lines begin, and the state of one reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .blocks import Block, Line
from .html_tags import BLOCKS
from .liquid import ALONE
from .notebook import Notebook

LIST_START = re.compile(r"^ {0,3}(?:[-+*]|\d+\.)[ \t]")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([^\s`{?]*)[^`]*$")
ATX = re.compile(r"^(#{1,6})[ \t]+(.*)$")
QUOTE = re.compile(r"^ {0,3}> ?")
DEFINITION = re.compile(r"^ {0,3}:[ \t]")
RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
IAL = re.compile(r"^ {0,3}\{:(?!:)([^{}]*)\}\s*$")
END_OF_BLOCK = re.compile(r"^\^\s*$")
EXTENSION = re.compile(r"^ {0,3}\{::(\w+)[^}]*?(/)?\}\s*$")
EXTENSION_END = re.compile(r"^ {0,3}\{:/\w*\}\s*$")
HTML_TAG = re.compile(r"^ {0,3}<(/?)([A-Za-z][\w-]*)(?=[\s/>])")


@dataclass
class Reading:
    """The lines being read, what was read so far, and what the next heading is to be called.

    `parse` reads lines inside a block (an item, a quote) with the same rules.
    """

    lines: list[Line]
    notebook: Notebook
    parse: Callable[[list[Line], Notebook], list[Block]]
    blocks: list[Block]
    blank_before: bool = True
    anchor: str = ""
    # the source of the last paragraph, for a definition list that makes it its terms
    paragraph: tuple[Line, ...] = ()
    # per character, the shortest fence that no line further on closes: none need look again
    unclosed_fences: dict[str, int] = field(default_factory=dict)

    def add(self, *blocks: Block) -> None:
        self.blocks.extend(blocks)
        self.paragraph = ()

    def inside(self, lines: list[Line]) -> list[Block]:
        return self.parse(lines, self.notebook)


def indent_of(text: str) -> int:
    """How many spaces a line begins with."""
    return len(text) - len(text.lstrip(" "))


def begins_html(text: str) -> bool:
    """Whether a line begins or ends a block of HTML."""
    match = HTML_TAG.match(text)
    return bool(match and match[2].lower() in BLOCKS)


def ends_lazily(text: str) -> bool:
    """Whether a line ends a paragraph, quote or item that would go on (kramdown's LAZY_END).

    A line of Liquid alone does: Jekyll leaves an empty line in its place.
    """
    ends = (IAL, EXTENSION, EXTENSION_END, END_OF_BLOCK, ALONE)
    return not text.strip(" \t") or any(end.match(text) for end in ends) or begins_html(text)
