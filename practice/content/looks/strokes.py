"""Lines a hand might draw, as SVG path data: stones, their shade, long slow curves, panes of light.

Numbers are whole in large shapes and have one decimal in small ones, so drawings stay a few kilobytes.
Randomness comes from the `rng` handed in, and only from its random() and uniform(), whose numbers no
version of Python has changed.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

Point = tuple[float, float]

# Shapes narrower and lower than this many units show the corners that whole numbers give them.
_SMALL = 160


def ring(rng: Random, count: int = 12, rough: float = 0.06) -> list[float]:
    """Radii around a stone: two slow harmonics, never a spike."""
    a, b = rng.uniform(0.3, 1) * rough, rng.uniform(0.2, 0.6) * rough
    p, q = rng.uniform(0, 7), rng.uniform(0, 7)
    turns = [2 * math.pi * i / count for i in range(count)]
    return [1 + a * math.cos(2 * t + p) + b * math.cos(3 * t + q) for t in turns]


def blob(
    centre: Point, size: Point, radii: Sequence[float], *, turn: float = 0.0, power: float = 2.25
) -> list[Point]:
    """Points around a pebble: a superellipse (`power` 2 is an ellipse, 4 nearly a box), turned.

    `size` is half its width and half its height.
    """
    points = []
    cos, sin = math.cos(turn), math.sin(turn)
    for i, radius in enumerate(radii):
        angle = 2 * math.pi * i / len(radii)
        x, y = math.cos(angle), math.sin(angle)
        reach = radius * (abs(x) ** power + abs(y) ** power) ** (-1 / power)
        x, y = x * reach * size[0], y * reach * size[1]
        points.append((centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos))
    return points


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """A soft curve through the points (Catmull-Rom), as path data; closed ones end in z."""
    pen = _Pen(points)
    tangents = _tangents(points, closed)
    for i in range(1, len(points) + closed):
        pen.curve(tangents[i - 1], points[i % len(points)], tangents[i % len(points)])
    return pen.text + "z" * closed


def crescent(points: Sequence[Point], centre: Point, side: Point, belly: float = 1.0) -> str:
    """The far side of the closed shape around `centre`: its own edge out, one slow curve back.

    `side` is the direction away from the light; `belly` how far the curve back hangs over, 1 being
    about a third of the way from the middle to the edge.
    """
    count, tangents = len(points), _tangents(points, True)
    cx, cy = centre
    far = [(x - cx) * side[0] + (y - cy) * side[1] for x, y in points]
    first = next(i for i in range(count) if far[i] > 0 >= far[i - 1])
    run = [i % count for i in range(first, first + count) if far[i % count] > 0]
    reach = max(far) * belly
    pen = _Pen([points[i] for i in run])
    for before, i in pairwise(run):
        pen.curve(tangents[before], points[i], tangents[i])
    pen.bend((cx + side[0] * reach, cy + side[1] * reach), points[run[0]])
    return pen.text + "z"


def panes(corner: Point, size: Point, lean: float, *, gap: float = 0.05, drop: float = 0.0) -> str:
    """Window light: four panes as they fall on a wall, as path data.

    `corner` is the upper left one; the lower edge stands `lean` further right, the right edge
    `drop` lower; `gap` is the bars' share of the width and the height.
    """
    (x, y), (width, height), data = corner, size, ""
    halves = ((0, 0.5 - gap / 2), (0.5 + gap / 2, 1))
    for top, bottom in halves:
        for left, right in halves:
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            data += straight(
                [(x + u * width + v * lean, y + v * height + u * drop) for u, v in corners]
            )
    return data


def straight(points: Sequence[Point]) -> str:
    """A closed shape with straight edges, as path data."""
    pen = _Pen(points)
    for point in points[1:]:
        pen.line(point)
    return pen.text + "z"


def _tangents(points: Sequence[Point], closed: bool) -> list[Point]:
    """A sixth of the way from each point's neighbour to the other: a third of a cubic's reach."""
    last, found = len(points) - 1, []
    for i in range(len(points)):
        before = points[i - 1] if closed or i else points[0]
        after = points[(i + 1) % len(points)] if closed or i < last else points[last]
        found.append(((after[0] - before[0]) / 6, (after[1] - before[1]) / 6))
    return found


class _Pen:
    """Writes path data relative to where it is, which is shorter, without rounding errors adding up."""

    def __init__(self, points: Sequence[Point]) -> None:
        wide = max(p[0] for p in points) - min(p[0] for p in points)
        high = max(p[1] for p in points) - min(p[1] for p in points)
        self.parts = 1 if max(wide, high) > _SMALL else 10
        self.at = self._units(points[0])
        self.text = "M" + self._numbers(self.at)
        self.command = "M"

    def curve(self, leaving: Point, end: Point, arriving: Point) -> None:
        control = (end[0] - arriving[0], end[1] - arriving[1])
        if self.command in "cs":  # s mirrors the control point before, which is what smooth means
            self._draw("s", control, end)
        else:
            start = (self.at[0] / self.parts + leaving[0], self.at[1] / self.parts + leaving[1])
            self._draw("c", start, control, end)

    def bend(self, control: Point, end: Point) -> None:
        self._draw("q", control, end)

    def line(self, end: Point) -> None:
        self._draw("l", end)

    def _draw(self, command: str, *points: Point) -> None:
        units = [self._units(point) for point in points]
        steps = [n - at for unit in units for n, at in zip(unit, self.at, strict=True)]
        numbers = self._numbers(steps)
        joint = "" if numbers.startswith("-") else " "
        self.text += (command if command != self.command else joint) + numbers
        self.at, self.command = units[-1], command

    def _units(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self.parts), round(point[1] * self.parts)

    def _numbers(self, units: Sequence[int]) -> str:
        text = " ".join(f"{unit / self.parts:g}" for unit in units)
        return text.replace(" -", "-").replace("-0.", "-.").replace(" 0.", " .")
