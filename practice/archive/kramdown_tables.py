"""Tables (kramdown/parser/table.rb), with or without pipes at the edges."""

from __future__ import annotations

import re

from . import inline, liquid, spans
from .blocks import Table
from .kramdown_lines import Reading

_SEPARATOR = re.compile(r"^[+|: \t-]*-[+|: \t-]*$")
_FOOTER = re.compile(r"^[+|: \t=]*=[+|: \t=]*$")
_PIPE = re.compile(r"(?<!\\)\|")
_CELL = re.compile(r"(?:\\.|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|[^|\\`]|`+|\\)+")
_ALIGN = re.compile(r"(:?)-+(:?)")


def table(reading: Reading, at: int) -> int | None:
    """The table at a line: every line up to the next empty one has a pipe.

    kramdown makes a table of a single line with a pipe too ("tea | bread"). We ask for a
    separator line or pipes at the edges, because that is never what the writer of one meant.
    """
    if not reading.blank_before or not _may_be_row(reading.lines[at].text):
        return None
    rows: list[str] = []
    for number, text in reading.lines[at:]:
        if not text.strip(" ") or text.lstrip().startswith("{:"):
            break
        rows.append(liquid.resolve_tags(text, number, reading.notebook).strip())
    if not rows or not all(_PIPE.search(row) or _SEPARATOR.match(row) for row in rows):
        return None
    separators = [i for i, row in enumerate(rows) if _SEPARATOR.match(row)]
    edged = len(rows) > 1 and all(row.startswith("|") for row in rows)
    if not (separators or edged) or not any(_PIPE.search(row) for row in rows):
        return None
    reading.add(_table(rows, separators, reading.lines[at].number, reading))
    return at + len(rows)


def _may_be_row(text: str) -> bool:
    # Liquid may write a pipe.
    return "|" in text or "{" in text or bool(_SEPARATOR.match(text))


def _table(rows: list[str], separators: list[int], line: int, reading: Reading) -> Table:
    head_at = next((i for i in separators if i > 0), None)
    aligns = tuple(_align(m[1], m[2]) for m in _ALIGN.finditer(rows[head_at])) if head_at else ()
    cells = {
        i: _cells(row, line + i, reading)
        for i, row in enumerate(rows)
        if not _SEPARATOR.match(row) and not _FOOTER.match(row)
    }
    heads = [row for i, row in cells.items() if head_at is not None and i < head_at]
    header = heads[0] if len(heads) == 1 else ()
    body = [row for row in cells.values() if row is not header]
    return Table(header, tuple(body), aligns)


def _align(left: str, right: str) -> str:
    if left and right:
        return ":---:"
    return ":---" if left else "---:" if right else "---"


def _cells(row: str, line: int, reading: Reading) -> tuple[str, ...]:
    inner = row.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    parts = []
    position = 0
    while position <= len(inner):
        match = _CELL.match(inner, position)
        cell = match[0] if match else ""
        parts.append(spans.one_line(inline.convert(cell, line, reading.notebook)))
        position += len(cell) + 1
    return tuple(parts)
