"""Reads a picture of emotions: its stones, and what their words cover."""

import math
from typing import NamedTuple
from xml.etree import ElementTree

from practice.content.looks import Stone
from practice.content.looks.window import field
from practice.content.looks.window.field_words import ems


class Box(NamedTuple):
    """What a line of words covers."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Seen(NamedTuple):
    """A stone as it is drawn: where it leads, what it says, where it lies, what its words cover."""

    address: str
    words: str
    middle: tuple[float, float]
    half: tuple[float, float]
    boxes: list[Box]


class Picture:
    def __init__(self, svg: str, *, tall: bool) -> None:
        self.svg = svg
        self.root = ElementTree.fromstring(svg)
        _, _, self.width, self.height = map(float, self.root.get("viewBox", "").split())
        casts = [ellipse.attrib for ellipse in self.root.iter("ellipse")]
        self.stones = [
            _seen(link, cast, tall=tall)
            for link, cast in zip(self.root.iter("a"), casts, strict=True)
        ]

    def named(self, name: str) -> Seen:
        return next(one for one in self.stones if one.words.startswith(name + " "))

    def apart(self, one: str, other: str) -> float:
        return math.dist(self.named(one).middle, self.named(other).middle)


def _seen(link, cast, *, tall: bool) -> Seen:
    middle = (float(cast["cx"]), float(cast["cy"]))
    half = (float(cast["rx"]), float(cast["ry"]))
    boxes = [
        _box(x, y, words, size)
        for text in link.iter("text")
        for x, y, words, size in _lines(text, tall=tall)
    ]
    words = " ".join("".join(link.itertext()).split())
    return Seen(link.get("href"), words, middle, half, boxes)


def _lines(text, *, tall: bool):
    """Each line of a text: where it stands, what is seen of it, and its size."""
    size = float(text.get("font-size") or (15 if tall else 20))
    yield text.get("x"), text.get("y"), text.text, size
    for span in text.iter("tspan"):
        if span.get("class") != "vh":
            yield span.get("x"), span.get("y"), span.text, size


def _box(x: str, y: str, words: str, size: float) -> Box:
    wide, middle, base = ems(words) * size, float(x), float(y)
    return Box(middle - wide / 2, base - 0.76 * size, middle + wide / 2, base + 0.24 * size)


def drawn(stones, shared=None, *, tall: bool) -> Picture:
    return Picture(field(stones, shared or {}, tall=tall), tall=tall)


def same(names: str, written: int = 4) -> list[Stone]:
    """Emotions that differ in nothing but their names."""
    return [Stone(name, f"/emotions/{name}/", "calm", written) for name in names.split()]
