"""A Jekyll body, from its source text to our Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from . import html_source, kramdown, liquid, spans, writing
from .blocks import Block, Footnote, Heading, Line, change_headings
from .notebook import HIDDEN_NEWLINE, Notebook

MAX_HEADING_LEVEL = 6

# Only at the very end, where it closes the file and divides nothing.
_CLOSING_RULE = re.compile(
    r"(?:^|\n) {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\s*\Z"
)


def read(text: str, first_line: int, notebook: Notebook) -> list[Block]:
    """The blocks of a body; `first_line` is the line of the file it begins on."""
    while _CLOSING_RULE.search(text):
        text = _CLOSING_RULE.sub("", text)
    resolved = liquid.resolve_blocks(text, first_line, notebook)
    return kramdown.parse(_lines(resolved, first_line), notebook)


def read_html(text: str, first_line: int, notebook: Notebook) -> list[Block]:
    """The blocks of a body that is HTML, in which Markdown means nothing."""
    resolved = liquid.resolve_blocks(text, first_line, notebook, as_html=True)
    return html_source.converted(_lines(resolved, first_line), notebook)


def _lines(text: str, first_line: int) -> list[Line]:
    lines: list[Line] = []
    number = first_line
    for part in text.split("\n"):
        lines.append(Line(number, part))
        number += 1 + part.count(HIDDEN_NEWLINE)
    return lines


def without_title(
    blocks: Sequence[Block], title: str, notebook: Notebook
) -> tuple[str, tuple[Block, ...]]:
    """The title and the blocks without the h1 that repeats it, or that gives it when it is ""."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Heading) or first.level != 1:
        return title, tuple(blocks)
    words = spans.plain(notebook.restored(first.text))
    if title and words.casefold() != title.casefold():
        return title, tuple(blocks)
    return title or words, tuple(blocks[1:])


def finished(blocks: Sequence[Block], first_line: int, notebook: Notebook) -> str:
    """The blocks as Markdown. The page prints the one h1, so a body with its own moves down."""
    levels: list[int] = []

    def noticed(heading: Heading) -> Heading:
        levels.append(heading.level)
        return heading

    def lowered(heading: Heading) -> Heading:
        return replace(heading, level=min(heading.level + 1, MAX_HEADING_LEVEL))

    change_headings(blocks, noticed)
    if 1 in levels:
        notebook.note(first_line, "the text had headings of the first level; all moved down by one")
        blocks = change_headings(blocks, lowered)
    written = notebook.restored(writing.write(blocks))
    called = set(re.findall(r"\[\^([^\]\n]+)\]", _definitions_out(written)))
    for block in blocks:
        if isinstance(block, Footnote) and block.name not in called:
            notebook.note(first_line, f"the footnote {block.name} is called nowhere, so not shown")
    return written


def _definitions_out(written: str) -> str:
    return re.sub(r"^\[\^[^\]]+\]:", "", written, flags=re.MULTILINE)
