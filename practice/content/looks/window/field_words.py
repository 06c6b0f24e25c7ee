"""The words on a stone: how wide they are, where they break, and how large they may be."""

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

# Widths of Literata at weight 460 in hundredths of its size, rounded up: no font is read at run time.
_WIDTHS = {
    25: " '′",
    35: "!(),.:;[]ijl·ìíîï‘’‚",
    40: '"-f{}•″',
    45: "*/1I\\t|Í",
    50: "_`rsz»–",
    55: "235679?ace«¿àáâãäçèéêë“”",
    60: "$+048<=>JS^govxy~£òóôõöø",
    65: "EFLPbdkpqu§ÈÉÊËùúûü",
    70: "#BCZhnÇßñ",
    75: "ARTVXYÀÁÂÄ",
    80: "DGKOQUÓÖÚÜ",
    85: "&HN©Ñæ",
    90: "%@w…",
    100: "Mmœ½—",
    110: "W",
}
_LITERATA = {character: size / 100 for size, all_ in _WIDTHS.items() for character in all_}
_WIDE, _JOINED, _OTHER = 1.1, 0.75, 0.95  # Japanese and pictures; Arabic; whatever else there is
_LONGEST = 17.0  # a single word wider than this, in its own size, would not fit on a phone
_MOST_LINES = 6

ASCENT, DESCENT, LEADING = 0.76, 0.24, 1.1
POWER = 2.25  # the superellipse all stones are made of
# Words keep to this much of a stone: its edge is uneven, one side lies in shade, neighbours lean in.
_CALM = 0.82


class Label(NamedTuple):
    """Lines of a name and their size; `first` is the first baseline below the stone's middle."""

    lines: tuple[str, ...]
    size: int
    first: float
    number: float  # the baseline of the number under the name


class Type(NamedTuple):
    """How a drawing is written; sizes in its own units."""

    least: int  # the smallest name
    most: int
    number: int  # the number below it
    widest: float  # half the width of the widest stone there is room for


@cache
def _ems(character: str) -> float:
    """A guess at one character's width that is never too small for Latin."""
    if character in _LITERATA:
        return _LITERATA[character]
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or unicodedata.category(character) == "So":
        return _WIDE
    if unicodedata.bidirectional(character) in {"AL", "R"}:
        return _JOINED
    base = unicodedata.normalize("NFD", character)[0]
    if base in _LITERATA:
        return _LITERATA[base] * 1.15  # another font steps in, and may be wider
    return _WIDE if character.isupper() else _OTHER


@lru_cache(maxsize=4096)
def ems(text: str) -> float:
    """The width of `text` in multiples of its size."""
    return sum(map(_ems, text))


@lru_cache(maxsize=512)
def broken(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to set `name`: in one line, in two, … each with lines as even as they get."""
    pieces = [piece for word in name.split() for piece in _pieces(word)]
    most = min(len(pieces), _MOST_LINES)
    ways = {len(way): way for way in (_even(pieces, count) for count in range(1, most + 1))}
    return tuple(ways.values()) or (("",),)


def _pieces(word: str) -> Iterator[tuple[str, str]]:
    """What may go to a new line, as (joint, text): after hyphens, and in Japanese anywhere."""
    joint = " "
    for part in re.findall(r"[^-]+-*|-+", word):
        loose = any(unicodedata.east_asian_width(character) in "WF" for character in part)
        # a word too long for a phone comes in equal parts
        limit = 0.0 if loose else ems(part) / max(1, -(-ems(part) // _LONGEST)) + 0.5
        text = ""
        for character in part:
            if text and _ems(character) and ems(text + character) > limit:
                yield joint, text
                joint, text = "", ""
            text += character
        yield joint, text
        joint = ""


def _even(pieces: list[tuple[str, str]], count: int) -> tuple[str, ...]:
    """`pieces` filled into at most `count` lines, the longest of them as short as can be."""
    low = max(ems(text) for _joint, text in pieces)
    high = sum(ems(joint + text) for joint, text in pieces)
    for _step in range(12):
        middle = (low + high) / 2
        if len(_filled(pieces, middle)) <= count:
            high = middle
        else:
            low = middle
    return tuple(_filled(pieces, high + 0.001))


def _filled(pieces: list[tuple[str, str]], limit: float) -> list[str]:
    lines = [pieces[0][1]]
    for joint, text in pieces[1:]:
        if ems(lines[-1] + joint + text) <= limit:
            lines[-1] += joint + text
        else:
            lines.append(text)
    return lines


def _set(lines: tuple[str, ...], size: int, under: int) -> Label:
    """`lines` and the number under them, around a stone's middle."""
    height = (ASCENT + LEADING * (len(lines) - 1) + 0.34) * size + under
    first = ASCENT * size - height / 2
    return Label(lines, size, first, height / 2)


def _tightness(label: Label, written: int, under: int, rx: float, ry: float) -> float:
    """How much larger than (rx, ry) a stone would have to be; at most 1 when the words fit."""
    rows = [
        (ems(line) * label.size, label.first + LEADING * label.size * i, label.size)
        for i, line in enumerate(label.lines)
    ]
    rows.append((ems(str(written)) * under * 1.1, label.number, under))
    worst = 0.0
    for wide, baseline, size in rows:
        for edge in (baseline - ASCENT * size, baseline + DESCENT * size):
            x, y = wide / 2 / rx, abs(edge) / ry
            worst = max(worst, x**POWER + y**POWER)
    return worst ** (1 / POWER) / _CALM


def lettered(
    name: str, written: int, half: tuple[float, float], wish: float, kind: Type
) -> tuple[Label, tuple[float, float]]:
    """The label for a stone of that half width and height, and the stone, larger where it must be.

    `wish` is the size the name should have; it gets smaller, or breaks into lines, before the
    stone grows. A stone that grows rather gets long than high.
    """
    found: list[tuple[float, Label]] = []
    for lines in broken(name):
        for size in range(round(wish), kind.least - 1, -1):
            label = _set(lines, size, kind.number)
            if _tightness(label, written, kind.number, *half) <= 1:
                found.append((size - kind.least / 6 * len(lines), label))
                break
    if found:
        return max(found, key=lambda way: way[0])[1], half
    return _grown(name, written, half, kind)


def _grown(
    name: str, written: int, half: tuple[float, float], kind: Type
) -> tuple[Label, tuple[float, float]]:
    """The stone nearest to `half` that holds `name` in the smallest type."""
    ways = []
    for lines in broken(name):
        label = _set(lines, kind.least, kind.number)
        for longer in (1.0, 1.2, 1.4, 1.7, 2.0, 2.5):
            rx, ry = half[0] * math.sqrt(longer), half[1] / math.sqrt(longer)
            k = _tightness(label, written, kind.number, rx, ry)
            cost = k * k * (0.3 + 0.7 * longer) + 9 * (rx * k > kind.widest)
            ways.append((cost, rx * k, ry * k, label))
    _, rx, ry, label = min(ways, key=lambda way: way[0])
    return label, (min(rx, kind.widest), ry)
