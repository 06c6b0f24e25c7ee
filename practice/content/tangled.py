"""Texts that Markdown would take minutes to render, recognised in one quick look.

Its parser looks again at each mark for every one that follows it, so that what counts is how many stand in
one paragraph. Nobody writes these by hand; a paste that went wrong, or a bad joke, does.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

_MARKS = 400  # in one paragraph or item
_ALL_MARKS = 40_000  # in a whole text, unless it is so long that they stand far apart
_OPEN = 40  # brackets at once in one paragraph
_TAGS = 1500  # in a whole text
_ITEMS = 2500  # list items, headings and rows, in a whole text
_ABBREVIATIONS = 150  # each is looked for in every word
_DEEP = re.compile(r"^(?:[ \t]{0,3}>){12}", re.MULTILINE)
_ABBREVIATION = re.compile(r"^[ \t]*\*\[", re.MULTILINE)
_PIECE = re.compile(r"\n(?=[ \t]*(?:\n|[-*+>#|:]|\d+[.)]))")
_MARK = re.compile(r"[\[\]()<>*_`!&\"'\\~^{}\n]")
_BRACKET = re.compile(r"\[|\]\(|\]|\)")
_SQUARE = {"[": 1, "](": -1, "]": -1, ")": 0}
_ROUND = {"[": 0, "](": 1, "]": 0, ")": -1}
_TAG = re.compile(r"<[a-zA-Z/!?]")
_CLOSED_TAG = re.compile(r"<[^<>]*>")
_ITEM = re.compile(r"^[ \t]*(?:[-*+#|:=~`!\[]|\d+\.)|\|", re.MULTILINE)


def what_is_tangled(text: str) -> str:
    """A sentence saying what to change; empty for a text that can be rendered in fair time."""
    return next(_problems(text), "")


def _problems(text: str) -> Iterator[str]:
    if _DEEP.search(text):
        yield "Quotes are nested too deeply here. Take some levels out."
    tags = len(_TAG.findall(text))
    if tags > _TAGS or tags - len(_CLOSED_TAG.findall(text)) > _OPEN:
        yield "There is too much HTML here, or a < without its >. Take it out."
    if len(_ITEM.findall(text)) > _ITEMS:
        yield "This text has too many list items, headings or rows. Make two texts of it."
    if len(_MARK.findall(text)) > max(_ALL_MARKS, len(text) // 5):
        yield "This text has too many marks, such as * or brackets. Make two texts of it."
    if len(_ABBREVIATION.findall(text)) > _ABBREVIATIONS:
        yield "This text explains too many abbreviations. Take some out."
    for piece in _PIECE.split(text):
        if _open_at_once(piece) > _OPEN:
            yield f"Too many brackets are open at once in the part{_where(piece)}. Close some of them."
        if len(_MARK.findall(piece)) > _MARKS:
            yield f"Too many marks stand in the part{_where(piece)}. Part it with empty lines."


def _open_at_once(piece: str) -> int:
    """How many brackets of links stand open at most; a closing one without its partner closes nothing."""
    found = _BRACKET.findall(piece)
    depths = (
        accumulate((step[each] for each in found), lambda depth, by: max(0, depth + by), initial=0)
        for step in (_SQUARE, _ROUND)
    )
    return max(max(depth) for depth in depths)


def _where(piece: str) -> str:
    words = " ".join(piece[:200].split())[:30]
    return f" that begins “{words}”"
