"""Where a block of HTML in a Markdown text begins and ends (kramdown's rules for it)."""

from __future__ import annotations

import re

from . import html_blocks, liquid
from .blocks import Block, Line, Quote
from .html_tags import BLOCKS, VOID
from .kramdown_lines import HTML_TAG, Reading
from .notebook import Notebook

_COMMENT = re.compile(r"^ {0,3}<!--")
_MARKDOWN = re.compile(r"""^[^>]*?\smarkdown\s*=\s*["']?(?:1|block|span)["']?[^>]*>""")
_COMMENT_NAME = "!--"
# How many lines to look at for an end: a few first, because most blocks are short, and a bound,
# because a tag never closed would else be looked for in the whole text again and again.
_WINDOWS = (50, 2000)
_RAW = frozenset({"script", "style", "pre", "textarea"})


def read(reading: Reading, at: int) -> int | None:
    """Read the HTML block, comment or lone block tag at a line; None if there is none."""
    if _COMMENT.match(reading.lines[at].text):
        return _comment(reading, at)
    match = HTML_TAG.match(reading.lines[at].text)
    if match is None or match[2].lower() not in BLOCKS:
        return None
    name = match[2].lower()
    text, end = _up_to_end(reading, at, "" if match[1] else name)
    if end is None:
        return _lone_tag(reading, at, name, text)
    _take(reading, at, text[:end], name)
    return _go_on(reading, at, text, end)


def _up_to_end(reading: Reading, at: int, name: str) -> tuple[str, int | None]:
    """Some of the lines, and where in them the element ends; "" is a name that has no end."""
    text = ""
    for count in _WINDOWS:
        text = "\n".join(line.text for line in reading.lines[at : at + count])
        end = _end(text, name) if name else None
        if end is not None or not name:
            return text, end
    return text, None


def _comment(reading: Reading, at: int) -> int | None:
    text, end = _up_to_end(reading, at, _COMMENT_NAME)
    if end is None:
        return None
    if text[:end].strip("<!- \n>").casefold() != "more":
        reading.notebook.note(reading.lines[at].number, "an HTML comment was left out")
    return _go_on(reading, at, text, end)


def _lone_tag(reading: Reading, at: int, name: str, text: str) -> int | None:
    """A block tag without its partner: the tag goes, the words after it are read on."""
    end = text.find(">")
    if end < 0:
        return None
    reading.notebook.note(reading.lines[at].number, f"a lone <{name}> tag was left out")
    return _go_on(reading, at, text, end + 1)


def _end(text: str, name: str) -> int | None:
    """Where the element at the beginning of a text ends; None when it never does."""
    if name == _COMMENT_NAME:
        closing = text.find("-->")
        return closing + 3 if closing >= 0 else None
    if name in VOID:
        return text.find(">") + 1 or None
    depth = 0
    for match in re.finditer(rf"<(/?){re.escape(name)}\b[^>]*?(/?)>", text, re.IGNORECASE):
        if name in _RAW:
            depth = 0 if match[1] else 1
        elif not match[2]:
            depth += -1 if match[1] else 1
        if depth <= 0:
            return match.end()
    return None


def _go_on(reading: Reading, at: int, text: str, end: int) -> int:
    """The position after the HTML; what follows it on its last line becomes a line of its own."""
    last = at + text.count("\n", 0, end)
    rest = text[end:].split("\n", 1)[0]
    if not rest.strip():
        return last + 1
    reading.lines[last] = Line(reading.lines[last].number, rest.strip())
    return last


def _take(reading: Reading, at: int, text: str, name: str) -> None:
    number = reading.lines[at].number
    opening = _MARKDOWN.match(text)
    if opening is None:
        lines = [Line(number + i, part) for i, part in enumerate(text.split("\n"))]
        reading.add(*converted(lines, reading.notebook))
        return
    inside = text[opening.end() : text.rfind("<")]
    first = number + opening[0].count("\n")
    reading.add(*_markdown_inside(inside, first, name, reading))


def _markdown_inside(inside: str, first: int, name: str, reading: Reading) -> list[Block]:
    """The contents of an element with `markdown="1"`, without the indentation they share."""
    parts = inside.split("\n")
    margins = [len(p) - len(p.lstrip(" ")) for p in parts[1:] if p.strip()]
    margin = min(margins, default=0)
    lines = [Line(first + i, p[margin:] if i else p) for i, p in enumerate(parts)]
    blocks = reading.inside(lines)
    return [Quote(tuple(blocks))] if name == "blockquote" and blocks else blocks


def converted(lines: list[Line], notebook: Notebook) -> list[Block]:
    """Lines of HTML as blocks, Liquid in them resolved first as Jekyll does."""
    if not lines:
        return []
    source = "\n".join(line.text for line in lines)
    resolved = liquid.resolve_tags(source, lines[0].number, notebook)
    return html_blocks.convert(resolved, lines[0].number, notebook)
