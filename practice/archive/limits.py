"""Refuses texts made to keep a reader busy: what is opened again and again and never closed.

Every opening without its end makes some reader look for the end in much of what follows. A text
a person wrote has a handful of them; hundreds cost seconds, thousands cost hours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from .documents import Unreadable
from .html_tags import BLOCKS, SPANS, VOID

MAX_UNCLOSED = 500
# For what makes a reader look through the whole text, or a paragraph however long.
WEIGHT = 10
# As far as the readers of inline pieces look for an end.
REACH = 4000

# What is shown of an opening, its shape, and the shape of its end.
_PAIRS = (
    ("{{", r"\{\{", r"\}\}"),
    ("{%", r"\{%", r"%\}"),
    ("<!--", "<!--", "-->"),
    ("$$", r"\$\$", r"\$\$"),
    ("~~", r"~~(?=[^\s~])", r"(?<=[^\s~])~~"),
    ("{::", r"\{::(?:comment|nomarkdown)", r"\{:/"),
)
_RAW = ("code", "kbd", "samp", "tt", "script", "style")
_LIQUID = ("raw", "comment", "highlight")
_NAMES = BLOCKS | SPANS
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_TICKS = re.compile("`+")
_FENCE_TICKS = re.compile(r"^[> ]*`{3,}", re.MULTILINE)
_FENCE = re.compile(r"^[> ]*(`{3,}|~{3,})(.*)$", re.MULTILINE)


def refuse_endless(text: str, path: str, first_line: int) -> None:
    """Raise Unreadable for a text with far too many openings that never close."""
    lowered = text.lower()
    counts: Counter[str] = Counter()
    raw = [(f"<{name}>", rf"<{name}\b", rf"</{name}\b") for name in _RAW]
    for name, opening, closing in (*_PAIRS, *raw):
        counts[name] += _out_of_reach(lowered, opening, closing)
    for name in _LIQUID:
        counts[f"{{% {name} %}}"] += _never_ended(text, name)
    counts += _tags(lowered)
    counts["code (`)"] += _ticks(text) + _fences(text)
    for name, count in counts.items():
        if count > MAX_UNCLOSED:
            reason = f"{name} is opened again and again and never closed"
            raise Unreadable(path, first_line, reason)


def _positions(text: str, shape: str) -> list[int]:
    return [match.start() for match in re.finditer(shape, text)]


def _out_of_reach(text: str, opening: str, closing: str) -> int:
    """How many openings have no end in reach."""
    starts = _positions(text, opening)
    if len(starts) <= MAX_UNCLOSED:
        return 0
    ends = _positions(text, closing)
    return sum(1 for start in starts if not _end_in_reach(ends, start))


def _end_in_reach(ends: list[int], start: int) -> bool:
    at = bisect_left(ends, start + 1)
    return at < len(ends) and ends[at] - start <= REACH


def _never_ended(text: str, name: str) -> int:
    """Liquid's blocks may be of any length, so only those after the last end are unclosed."""
    ends = [m.end() for m in re.finditer(rf"\{{%-?\s{{0,50}}end{name}\b", text)]
    last = ends[-1] if ends else 0
    return sum(1 for _ in re.finditer(rf"\{{%-?\s{{0,50}}{name}\b", text[last:]))


def _tags(text: str) -> Counter[str]:
    """How deep each element stands in itself at most; one never closed deepens all that follow."""
    depths: Counter[str] = Counter()
    deepest: Counter[str] = Counter()
    for closing, name in _TAG.findall(text):
        if name not in _NAMES or name in VOID:
            continue
        depths[name] = max(0, depths[name] - 1) if closing else depths[name] + 1
        deepest[f"<{name}>"] = max(deepest[f"<{name}>"], depths[name])
    return deepest


def _ticks(text: str) -> int:
    """Runs of backticks without another run of their length; code ends with the paragraph."""
    unclosed = most = 0
    # A fence is counted elsewhere: empty lines may stand between its two ends.
    for paragraph in re.split(r"\n[ \t]*\n", _FENCE_TICKS.sub("", text)):
        lengths = Counter(len(run) for run in _TICKS.findall(paragraph))
        here = sum(count % 2 for count in lengths.values())
        unclosed += here
        most = max(most, here)
    return max(unclosed, most * WEIGHT)


def _fences(text: str) -> int:
    """Lines that look like the beginning of code and have no line further on that ends it."""
    unclosed = 0
    longest: dict[str, int] = {}
    for match in reversed(list(_FENCE.finditer(text))):
        character, length = match[1][0], len(match[1])
        unclosed += length > longest.get(character, 0)
        if not match[2].strip(" \t"):
            longest[character] = max(length, longest.get(character, 0))
    return unclosed * WEIGHT
