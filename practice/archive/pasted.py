"""A text pasted without any markup: its title, tagline, headings and lists are found by shape."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import spans
from .blocks import Block, Heading, Line, ListBlock, Paragraph

CONSULTATION = "/consultation/"
MAX_HEADING = 80
MAX_HEADING_WORDS = 12
MAX_TAGLINE = 200

_STOPS = ".!?:;,"
_CLOSING_MARKS = "”’\"')»"
_BULLET = re.compile(r"^\s*[•·‣◦▪●–*-][ \t\u00a0]+(.+)$")
_NUMBERED = re.compile(r"^\s*(\d{1,3})[.)][ \t\u00a0]+(.+)$")
_NAMED = re.compile(r"^([^\s:.!?][^:.!?]{0,60}):[ \t\u00a0]+(\S.*[.!?][”’\"')»]*)$")
_LINKED = re.compile(r"\b(?:reach out|contact me|get in touch|write to me)\b", re.IGNORECASE)
_INVITES = re.compile(
    r"\b(?:reach out|contact|write to me|get in touch|consultation|book|schedule|(?:e?mail|call) me)\b",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"^#{1,6}\s|^(?:=+|-+)[ \t]*$|^\s*(?:```|~~~)|^>\s|\*\*\S|\]\([^)\s]+\)|^\s*<[A-Za-z]",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Pasted:
    """The parts of a pasted text; `blocks` is the body."""

    title: str
    description: str
    blocks: tuple[Block, ...]


def looks_pasted(text: str) -> bool:
    """Whether a text carries no Markdown structure of its own."""
    return not _MARKDOWN.search(text)


def read(text: str, first_line: int = 1) -> Pasted:
    """The parts of a pasted text: line 1 its title, a short line after it its description."""
    lines = [Line(first_line + i, _clean(line)) for i, line in enumerate(text.split("\n"))]
    filled = [line for line in lines if line.text]
    if not filled:
        return Pasted("", "", ())
    title, rest = filled[0].text, filled[1:]
    description = ""
    if rest and _is_tagline(rest):
        description, rest = rest[0].text, rest[1:]
    blocks = _blocks([line.text for line in rest])
    return Pasted(title, description, tuple(_with_invitation(blocks)))


def _clean(line: str) -> str:
    return line.replace("\t", " ").strip(" \u00a0")


def _is_tagline(lines: list[Line]) -> bool:
    """A short line after the title; one that looks like a heading only before another heading."""
    first = lines[0].text
    if len(lines) < 2 or len(first) > MAX_TAGLINE or _listed(first) or first.endswith(":"):
        return False
    return is_heading(lines[1].text) or not is_heading(first)


def is_heading(line: str) -> bool:
    """A short line without a stop at its end: at most 80 characters and 12 words."""
    end = line.rstrip(_CLOSING_MARKS)[-1:]
    short = len(line) <= MAX_HEADING and len(line.split()) <= MAX_HEADING_WORDS
    return short and bool(line) and end not in _STOPS and not _listed(line)


def _listed(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBERED.match(line))


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        taken = _run(lines, at, _BULLET) or _run(lines, at, _NUMBERED)
        named = 0 if taken else _run(lines, at, _NAMED)
        if taken:
            blocks.append(_plain_list(lines[at : at + taken]))
        elif named > 1:
            blocks.append(_named_list(lines[at : at + named]))
            taken = named
        elif is_heading(lines[at]):
            blocks.append(Heading(2, spans.escape(lines[at])))
        else:
            blocks.append(Paragraph(spans.escape(lines[at])))
        at += taken or 1
    return blocks


def _run(lines: list[str], at: int, shape: re.Pattern[str]) -> int:
    """How many lines in a row have a shape."""
    end = at
    while end < len(lines) and shape.match(lines[end]):
        end += 1
    return end - at


def _plain_list(lines: list[str]) -> Block:
    numbered = _NUMBERED.match(lines[0])
    shape, text_group = (_NUMBERED, r"\2") if numbered else (_BULLET, r"\1")
    items = tuple((Paragraph(_named_text(shape.sub(text_group, line))),) for line in lines)
    return ListBlock(items, ordered=bool(numbered), start=int(numbered[1]) if numbered else 1)


def _named_list(lines: list[str]) -> Block:
    return ListBlock(tuple((Paragraph(_named_text(line)),) for line in lines))


def _named_text(text: str) -> str:
    match = _NAMED.match(text)
    if match is None:
        return spans.escape(text)
    return f"**{spans.escape(match[1])}:** {spans.escape(match[2])}"


def _with_invitation(blocks: list[Block]) -> list[Block]:
    """The closing invitation leads to the form: its own words, or a line after it."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or not _INVITES.search(last.text):
        return blocks
    linked, count = _LINKED.subn(rf"[\g<0>]({CONSULTATION})", last.text, count=1)
    if count:
        return [*blocks[:-1], Paragraph(linked)]
    return [*blocks, Paragraph(f"[Ask for a consultation]({CONSULTATION})")]
