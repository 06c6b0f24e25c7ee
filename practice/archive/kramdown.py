"""kramdown's blocks (GFM flavour, as Jekyll reads them) as our blocks.

Source: kramdown 2.4 and kramdown-parser-gfm 1.1, the versions Jekyll 4.3 uses; the order of the
readers below is kramdown's. Each reader looks at the lines from one position and gives the
position after what it took, or None when the lines are not its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from . import html_source, inline, liquid, spans
from .blocks import (
    Block,
    Code,
    Footnote,
    Heading,
    Line,
    ListBlock,
    Literal,
    Quote,
    Rule,
    paragraphs,
)
from .kramdown_lines import (
    ATX,
    DEFINITION,
    END_OF_BLOCK,
    EXTENSION,
    EXTENSION_END,
    FENCE,
    IAL,
    LIST_START,
    QUOTE,
    RULE,
    Reading,
    ends_lazily,
    indent_of,
)
from .kramdown_lists import definitions, list_block
from .kramdown_tables import table
from .notebook import Notebook

_SETEXT = re.compile(r"^(=+|-+)[ \t]*$")
_HEADING_ID = re.compile(r"[ \t]+\{:?\s*#([A-Za-z][\w:.-]*)\s*\}$")
_IAL_ID = re.compile(r"#([A-Za-z][\w:.-]*)")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([\w-]+)\]:[ \t]*(.*)$")
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)([^\n\]]+)\]:[ \t]*(<[^>]*>|\S+)(.*)$")
_SINGLE_BREAK = re.compile(r"(?<![ \n]) *\n(?!\n)")
_ABBREVIATION = re.compile(r"^ {0,3}\*\[([^\]]+)\]:[ \t]*(.*)$")

Taken = int | None


def parse(lines: list[Line], notebook: Notebook) -> list[Block]:
    """The blocks of some lines; text that is no other block is a paragraph."""
    reading = Reading([_without_tabs(line) for line in lines], notebook, parse, [])
    at = 0
    while at < len(reading.lines):
        if not reading.lines[at].text.strip(" \t"):
            reading.blank_before = True
            at += 1
            continue
        at = _next(reading, at)
        reading.blank_before = False
    return reading.blocks


def _next(reading: Reading, at: int) -> int:
    for reader in READERS:
        after = reader(reading, at)
        if after is not None:
            return after
    return _paragraph(reading, at)


def _without_tabs(line: Line) -> Line:
    content = line.text.lstrip(" \t")
    indent = line.text[: len(line.text) - len(content)].expandtabs(4)
    return Line(line.number, indent + content)


def _indented_code(reading: Reading, at: int) -> Taken:
    if indent_of(reading.lines[at].text) < 4:
        return None
    after = at
    taken: list[str] = []
    for position in range(at, len(reading.lines)):
        text = reading.lines[position].text
        if text.strip(" ") and indent_of(text) < 4:
            break
        taken.append(text[4:])
        after = position + 1 if text.strip(" ") else after
    reading.add(Code("\n".join(taken[: after - at])))
    return after


def _fence(reading: Reading, at: int) -> Taken:
    opening = FENCE.match(reading.lines[at].text)
    if opening is None:
        return None
    character, length = opening[1][0], len(opening[1])
    if length >= reading.unclosed_fences.get(character, length + 1):
        return None
    closing = re.compile(rf"^ {{0,3}}{re.escape(character)}{{{length},}}\s*$")
    for end in range(at + 1, len(reading.lines)):
        if closing.match(reading.lines[end].text):
            inside = [line.text for line in reading.lines[at + 1 : end]]
            reading.add(Code("\n".join(inside), opening[2].removeprefix("language-")))
            return end + 1
    reading.unclosed_fences[character] = length
    return None


def _quote(reading: Reading, at: int) -> Taken:
    if not QUOTE.match(reading.lines[at].text):
        return None
    end = at + 1
    while end < len(reading.lines) and not ends_lazily(reading.lines[end].text):
        end += 1
    inside = [Line(n, QUOTE.sub("", text)) for n, text in reading.lines[at:end]]
    children = reading.inside(inside)
    reading.add(*([Quote(tuple(children))] if children else []))
    return end


def _atx(reading: Reading, at: int) -> Taken:
    match = ATX.match(reading.lines[at].text)
    if match is None or not match[2].strip():
        return None
    source, anchor = _heading_parts(match[2].rstrip())
    _add_heading(reading, at, len(match[1]), re.sub(r"(?:^|[ \t]+)#+$", "", source), anchor)
    return at + 1


def _heading_parts(text: str) -> tuple[str, str]:
    match = _HEADING_ID.search(text)
    return (text[: match.start()], match[1]) if match else (text, "")


def _add_heading(reading: Reading, at: int, level: int, source: str, anchor: str) -> None:
    number = reading.lines[at].number
    text = spans.one_line(inline.convert(source, number, reading.notebook))
    if text:
        reading.add(Heading(level, text, anchor or reading.anchor))
    reading.anchor = ""


def _rule(reading: Reading, at: int) -> Taken:
    if not RULE.match(reading.lines[at].text):
        return None
    reading.add(Rule())
    return at + 1


def _liquid_alone(reading: Reading, at: int) -> Taken:
    """A line of Liquid tags only: Jekyll leaves an empty line there, so it stands by itself."""
    number, text = reading.lines[at]
    if not liquid.ALONE.match(text):
        return None
    reading.add(*paragraphs(inline.convert(text.strip(), number, reading.notebook)))
    return at + 1


def _setext(reading: Reading, at: int) -> Taken:
    text = reading.lines[at].text
    if not reading.blank_before or at + 1 >= len(reading.lines):
        return None
    match = _SETEXT.match(reading.lines[at + 1].text)
    if match is None:
        return None
    source, anchor = _heading_parts(text.strip())
    _add_heading(reading, at, 1 if match[1][0] == "=" else 2, source, anchor)
    return at + 2


def _footnote(reading: Reading, at: int) -> Taken:
    match = _FOOTNOTE.match(reading.lines[at].text)
    if match is None:
        return None
    end = at + 1
    for position in range(at + 1, len(reading.lines)):
        text = reading.lines[position].text
        if text.strip(" ") and indent_of(text) < 4:
            break
        end = position + 1 if text.strip(" ") else end
    inside = [Line(reading.lines[at].number, match[2])]
    inside += [Line(n, text[4:]) for n, text in reading.lines[at + 1 : end]]
    reading.add(Footnote(match[1], tuple(reading.inside(inside))))
    return end


def _definition_line(reading: Reading, at: int) -> Taken:
    """Link and abbreviation definitions, which our dialect shares."""
    number, text = reading.lines[at]
    abbreviation = _ABBREVIATION.match(text)
    if abbreviation:
        reading.add(Literal(f"*[{abbreviation[1]}]: {abbreviation[2].strip()}"))
        return at + 1
    resolved = liquid.resolve_tags(text, number, reading.notebook)
    reference = _REFERENCE.match(resolved)
    if reference is None or not re.fullmatch(r"\s*(?:([\"'(]).*[\"')])?\s*", reference[3]):
        return None
    if lost := spans.lost_address(reference[2].strip("<>")):
        reading.notebook.note(number, lost)
    title = f" {reference[3].strip()}" if reference[3].strip() else ""
    reading.add(Literal(f"[{reference[1]}]: {reference[2]}{title}"))
    return at + 1


def _attributes(reading: Reading, at: int) -> Taken:
    """An attribute list on a line: an id for a heading beside it, else left out."""
    number, text = reading.lines[at]
    match = IAL.match(text)
    if match is None:
        return None
    anchor = _IAL_ID.search(match[1])
    last = reading.blocks[-1] if reading.blocks and not reading.blank_before else None
    if match[1].strip().startswith("toc") and isinstance(last, ListBlock):
        reading.blocks.pop()
        reading.notebook.note(number, "the list of contents was left out; the page makes its own")
        return at + 1
    if anchor and isinstance(last, Heading):
        reading.blocks[-1] = replace(last, anchor=anchor[1])
    elif anchor and last is None:
        reading.anchor = anchor[1]
    else:
        reading.notebook.note(number, f"attributes left out: {text.strip()}")
    return at + 1


def _extension(reading: Reading, at: int) -> Taken:
    """`{::comment}`, `{::nomarkdown}`, `{::options /}`."""
    number, text = reading.lines[at]
    opening = EXTENSION.match(text)
    if opening is None:
        return None
    if opening[2] or opening[1] not in ("comment", "nomarkdown"):
        reading.notebook.note(number, f"a kramdown instruction was left out: {text.strip()}")
        return at + 1
    for end in range(at + 1, len(reading.lines)):
        if EXTENSION_END.match(reading.lines[end].text):
            inside = reading.lines[at + 1 : end]
            if opening[1] == "comment":
                reading.notebook.note(number, "a kramdown comment was left out")
            else:
                reading.add(*html_source.converted(inside, reading.notebook))
            return end + 1
    return None


def _end_of_block(reading: Reading, at: int) -> Taken:
    text = reading.lines[at].text
    return at + 1 if END_OF_BLOCK.match(text) or EXTENSION_END.match(text) else None


def _paragraph(reading: Reading, at: int) -> int:
    end = at + 1
    while end < len(reading.lines) and not _ends_paragraph(reading.lines[end].text):
        end += 1
    taken = reading.lines[at:end]
    source = "\n".join(line.text.lstrip(" \t") for line in taken)
    text = inline.convert(source, taken[0].number, reading.notebook)
    if reading.notebook.hard_wrap:
        text = _SINGLE_BREAK.sub("  \n", text)
    reading.add(*paragraphs(text))
    reading.paragraph = tuple(taken)
    return end


def _ends_paragraph(text: str) -> bool:
    starts = (LIST_START, ATX, DEFINITION, QUOTE, FENCE)
    return ends_lazily(text) or any(start.match(text) for start in starts)


READERS: tuple[Callable[[Reading, int], Taken], ...] = (
    _indented_code,
    _fence,
    _quote,
    _atx,
    _rule,
    list_block,
    definitions,
    html_source.read,
    _liquid_alone,
    _setext,
    table,
    _footnote,
    _definition_line,
    _attributes,
    _extension,
    _end_of_block,
)
