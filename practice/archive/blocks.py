"""The shape of a text between reading and writing: blocks whose inline parts are finished.

A paragraph's text is Markdown already (emphasis, links, hard breaks); only line beginnings that
could be mistaken for structure are left for the writer to guard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


class Line(NamedTuple):
    """One line of the source with its number in the file."""

    number: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Code:
    text: str
    language: str = ""


@dataclass(frozen=True)
class Rule:
    pass


@dataclass(frozen=True)
class Literal:
    """Lines the writer repeats as they are: link and abbreviation definitions."""

    text: str


@dataclass(frozen=True)
class Quote:
    children: tuple[Block, ...]


@dataclass(frozen=True)
class ListBlock:
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    loose: bool = False


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definitions:
    """Each entry: the terms, and the definitions that follow them."""

    entries: tuple[tuple[tuple[str, ...], tuple[tuple[Block, ...], ...]], ...]


@dataclass(frozen=True)
class Footnote:
    name: str
    children: tuple[Block, ...]


Block = (
    Paragraph | Heading | Code | Rule | Literal | Quote | ListBlock | Table | Definitions | Footnote
)


def paragraphs(text: str) -> list[Block]:
    """The text as paragraphs, divided where an empty line stands; none for no text."""
    parts = (part.strip(" \t\n") for part in text.split("\n\n"))
    return [Paragraph(part) for part in parts if part]


def change_headings(
    blocks: Sequence[Block], change: Callable[[Heading], Heading]
) -> tuple[Block, ...]:
    """The same blocks with every heading changed, at any depth."""

    def within(block: Block) -> Block:
        if isinstance(block, Heading):
            return change(block)
        if isinstance(block, Quote | Footnote):
            return replace(block, children=change_headings(block.children, change))
        if isinstance(block, ListBlock):
            return replace(block, items=tuple(change_headings(i, change) for i in block.items))
        if isinstance(block, Definitions):
            entries = (
                (terms, tuple(change_headings(one, change) for one in meanings))
                for terms, meanings in block.entries
            )
            return Definitions(tuple(entries))
        return block

    return tuple(within(block) for block in blocks)
