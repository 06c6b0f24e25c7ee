"""Lists and definition lists, line by line as kramdown reads them (kramdown/parser/list.rb)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import inline, spans
from .blocks import Block, Definitions, Line, ListBlock, Paragraph
from .kramdown_lines import END_OF_BLOCK, IAL, LIST_START, RULE, Reading, begins_html, indent_of
from .liquid import ALONE

_BULLET = re.compile(r"^( {0,3}[-+*])([ \t].*)$")
_NUMBER = re.compile(r"^( {0,3}\d+\.)([ \t].*)$")
_MEANING = re.compile(r"^( {0,3}:)([ \t].*)$")
_ITEM_IAL = re.compile(r"^\s*\{:(?!:)[^{}]*\}\s*")
_TASK = re.compile(r"^\[([ xX])\]\s+")


@dataclass
class _Item:
    """One item's own lines; a new chunk begins where a nested list must begin."""

    indent: int
    chunks: list[list[Line]] = field(default_factory=lambda: [[]])
    nested: bool = False
    # a definition has no list of its own to go on with, so nothing in it is divided early
    divides: bool = True
    inner_blank: bool = False
    trailing_blank: bool = False

    def add(self, line: Line) -> None:
        self.inner_blank = self.inner_blank or self.trailing_blank
        self.trailing_blank = False
        self.chunks[-1].append(line)


def list_block(reading: Reading, at: int) -> int | None:
    """The list that begins at a line."""
    text = reading.lines[at].text
    shape = next((shape for shape in (_BULLET, _NUMBER) if shape.match(text)), None)
    if shape is None:
        return None
    items, end = _items(reading, at, shape)
    first_number = re.search(r"\d+", text) if shape is _NUMBER else None
    loose = any(i.trailing_blank for i in items[:-1]) or any(i.inner_blank for i in items)
    found = [tuple(_children(item, reading)) for item in items]
    reading.add(
        ListBlock(
            tuple(item for item in found if item),
            ordered=shape is _NUMBER,
            start=int(first_number[0]) if first_number else 1,
            loose=loose,
        )
    )
    return end


def _items(reading: Reading, at: int, shape: re.Pattern[str]) -> tuple[list[_Item], int]:
    items: list[_Item] = []
    for position in range(at, len(reading.lines)):
        line = reading.lines[position]
        after_blank = bool(items) and items[-1].trailing_blank
        if END_OF_BLOCK.match(line.text) or (after_blank and RULE.match(line.text)):
            return items, position
        begun = shape.match(line.text)
        if begun and (not items or _is_sibling(begun[1], items[-1])):
            items.append(_begin(line, begun, reading))
        elif not line.text.strip(" "):
            items[-1].chunks[-1].append(line)
            items[-1].nested = items[-1].trailing_blank = True
        elif _belongs(line.text, items[-1]):
            _continue(items[-1], line)
        else:
            return items, position
    return items, len(reading.lines)


def _is_sibling(marker: str, item: _Item) -> bool:
    """A marker indented up to the item's own contents still starts the next item."""
    return indent_of(marker) <= min(item.indent - 1, 3)


def _begin(line: Line, begun: re.Match[str], reading: Reading) -> _Item:
    content = begun[2].lstrip(" \t")
    # A tab after the marker reaches to the next column of four, counted from the line's beginning.
    before = begun[1] + begun[2][: len(begun[2]) - len(content)]
    attributes = _ITEM_IAL.match(content)
    if attributes:
        reading.notebook.note(line.number, f"attributes left out: {attributes[0].strip()}")
        content = content[attributes.end() :]
    bare = attributes is not None or not content.strip()
    indent = 4 if bare else len(before.expandtabs(4))
    text = _TASK.sub(lambda match: "☐ " if match[1] == " " else "☑ ", content.lstrip(" "))
    item = _Item(indent, nested=bool(LIST_START.match(text)), divides=not begun[1].endswith(":"))
    item.add(Line(line.number, text))
    return item


def _belongs(text: str, item: _Item) -> bool:
    if indent_of(text) >= item.indent:
        return True
    ends = IAL.match(text) or ALONE.match(text) or begins_html(text)
    return not item.trailing_blank and not ends


def _continue(item: _Item, line: Line) -> None:
    indented = line.text.startswith(" " * item.indent)
    text = line.text[item.indent :] if indented else line.text
    starts_list = bool(LIST_START.match(text))
    if not item.divides:
        pass
    elif starts_list and indented and not item.nested:
        item.chunks.append([])
        item.nested = True
    elif starts_list and not indented and item.nested:
        text = " " * (item.indent + 4) + text
    item.add(Line(line.number, text))


def _children(item: _Item, reading: Reading) -> list[Block]:
    return [block for chunk in item.chunks for block in reading.inside(chunk)]


def definitions(reading: Reading, at: int) -> int | None:
    """A definition list: the paragraph before it holds its terms, one a line."""
    if not _MEANING.match(reading.lines[at].text) or not reading.blocks:
        return None
    last = reading.blocks[-1]
    if isinstance(last, Definitions):
        *others, (terms, before) = last.entries
    elif isinstance(last, Paragraph) and reading.paragraph:
        terms, before, others = _terms(reading), (), []
    else:
        return None
    items, end = _items(reading, at, _MEANING)
    meanings = tuple(tuple(_children(item, reading)) for item in items)
    reading.blocks.pop()
    reading.add(Definitions((*others, (terms, (*before, *meanings)))))
    return end


def _terms(reading: Reading) -> tuple[str, ...]:
    found = (
        spans.one_line(inline.convert(_ITEM_IAL.sub("", line.text), line.number, reading.notebook))
        for line in reading.paragraph
    )
    return tuple(term for term in found if term)
