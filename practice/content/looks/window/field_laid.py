"""How pebbles are laid on a sill by hand: one family beside the next, touching, never on one another."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

from practice.content.looks.window.field_words import POWER

# How deep two stones may lean into one another: their edges are uneven, and touch only here and there.
LEAN = 0.965
_TOUCH = 0.006  # as deep again is not seen
_GATHERING, _PARTING = 44, 300
_SHAKEN = 0.14  # how far a stone is shaken at first, as part of its size

Half = tuple[float, float]
Place = tuple[float, float]
Pulls = Mapping[
    tuple[int, int], float
]  # by index, the lower first: how strongly two belong together


class Manner(NamedTuple):
    """How a sheet is laid: it has a width, and grows as high as it must."""

    width: float
    margin: float
    upright: bool  # families go down the sheet, not across it


def laid(halves: Sequence[Half], pulls: Pulls, manner: Manner, tries: int) -> list[Place]:
    """The middles of the stones in the order given, each at least its half height below nought.

    The order is that of the families; of a few ways to lay the stones the calmest is kept.
    """
    ways = [_Laying(halves, pulls, manner, seed) for seed in range(tries)]
    calmest = min(ways, key=lambda way: way.unrest())
    return calmest.settled()


class _Laying:
    """Stones being pushed into place; `x` and `y` are their middles, y around nought."""

    def __init__(self, halves: Sequence[Half], pulls: Pulls, manner: Manner, seed: int) -> None:
        self.halves, self.pulls, self.manner = halves, pulls, manner
        self.near: list[tuple[int, int, float, float]] = []
        rng = Random(seed)  # noqa: S311  form, not secrecy
        start = _walk(halves, manner, rng)
        self.x, self.y = [x for x, _ in start], [y for _, y in start]
        shaken = _SHAKEN * sum(rx + ry for rx, ry in halves) / 2 / len(halves)
        for step in range(_GATHERING):
            left = 1 - step / _GATHERING
            self._gather(0.02 + 0.05 * left, shaken * left, rng)
            self._look(step)
            self._part(1 - 0.35 * left)

    def settled(self) -> list[Place]:
        """Let go until none overlap; the places, moved to the middle of the sheet."""
        for step in range(_PARTING):
            self._look(step)
            if self._part(1.0) < _TOUCH:
                break
            if step > _GATHERING and step % 6 == 0:  # too tight: the sheet grows
                self.y = [y * 1.02 for y in self.y]
        stones = list(zip(self.x, self.y, self.halves, strict=True))
        left = min(x - rx for x, _, (rx, _) in stones)
        right = max(x + rx for x, _, (rx, _) in stones)
        top = min(y - ry for _, y, (_, ry) in stones)
        shift = (self.manner.width - left - right) / 2
        return [(x + shift, y - top) for x, y, _ in stones]

    def _gather(self, force: float, shaken: float, rng: Random) -> None:
        """Everything a little towards the middle, and friends towards one another."""
        x, y, middle, chance = self.x, self.y, self.manner.width / 2, rng.random
        across = force * (0.15 if self.manner.upright else 0.4)
        along = force * (0.5 if self.manner.upright else 1.0)
        for i in range(len(x)):
            x[i] += (middle - x[i]) * across + shaken * (chance() - 0.5)
            y[i] += shaken * (chance() - 0.5) - y[i] * along
        for (i, j), pull in self.pulls.items():
            dx, dy = (x[j] - x[i]) * force * 0.35 * pull, (y[j] - y[i]) * force * 0.35 * pull
            x[i], y[i], x[j], y[j] = x[i] + dx, y[i] + dy, x[j] - dx, y[j] - dy

    def _look(self, step: int) -> None:
        """Now and then see which stones could touch at all: few of all pairs."""
        if step % 11:
            return
        stones = [
            (i, x, y, rx * LEAN, ry * LEAN)
            for i, (x, y, (rx, ry)) in enumerate(zip(self.x, self.y, self.halves, strict=True))
        ]
        self.near = [
            (i, j, rx + wide, ry + high)
            for at, (i, x, y, rx, ry) in enumerate(stones)
            for j, u, v, wide, high in stones[at + 1 :]
            if abs(x - u) < (rx + wide) * 1.3 and abs(y - v) < (ry + high) * 1.3
        ]

    def _part(self, size: float) -> float:
        """Push overlapping stones apart, as if they had `size` of their size; how deep the worst was."""
        x, y, worst = self.x, self.y, 0.0
        for i, j, wide, high in self.near:
            dx, dy = x[j] - x[i], y[j] - y[i]
            across, down = abs(dx) / (wide * size), abs(dy) / (high * size)
            if across >= 1 or down >= 1:
                continue
            near = across**POWER + down**POWER
            if near >= 1:
                continue
            near = near ** (1 / POWER)
            worst = max(worst, 1 - near)
            if near < 0.05:  # one on the other: any way out will do
                dx, dy, near = wide * 0.03, high * 0.04, 0.05
            move = (1 - near) * 0.5 / near  # along the line between them
            dx, dy = dx * move, dy * move
            x[i], y[i], x[j], y[j] = x[i] - dx, y[i] - dy, x[j] + dx, y[j] + dy
        width, margin = self.manner.width, self.manner.margin
        for i, (rx, _) in enumerate(self.halves):
            x[i] = min(max(x[i], margin + rx), width - margin - rx)
        return worst

    def unrest(self) -> float:
        """How far this is from calm: high, ragged, kin apart, friends apart, heavy on one side."""
        stones = list(zip(self.x, self.y, self.halves, strict=True))
        whole = sum(rx * ry for _, _, (rx, ry) in stones)
        side = abs(sum((x - self.manner.width / 2) * rx * ry for x, _, (rx, ry) in stones)) / whole
        top = min(y - ry for _, y, (_, ry) in stones)
        foot = max(y + ry for _, y, (_, ry) in stones)
        middle = (top + foot) / 2
        ragged = sum(abs(y - middle) * rx * ry for _, y, (rx, ry) in stones) / whole
        steps = sum(math.dist(a[:2], b[:2]) for a, b in pairwise(stones)) / len(stones)
        drawn = sum(n * math.dist(stones[i][:2], stones[j][:2]) for (i, j), n in self.pulls.items())
        friends = drawn / (sum(self.pulls.values()) or 1)
        return foot - top + 2 * ragged + 2 * steps + 2.5 * friends + 2 * side


def _walk(halves: Sequence[Half], manner: Manner, rng: Random) -> list[Place]:
    """Where the stones start: a path that winds through the sheet, so that kin lie side by side."""
    areas = [4 * rx * ry for rx, ry in halves]
    whole, room = sum(areas), manner.width - 2 * manner.margin
    length = whole / room if manner.upright else min(room, math.sqrt(whole * 3.1))
    breadth = room * 0.6 if manner.upright else whole / length * 0.6
    # there and back across the path, once for every two lines of stones
    waves = length / (2 * math.sqrt(whole / len(halves)))
    phase, done, places = rng.uniform(0, 1), 0.0, []
    for area in areas:
        along = (done + area / 2) / whole
        done += area
        end, side = (along - 0.5) * length, _zigzag(along * waves + phase) * breadth / 2
        places.append(
            (manner.width / 2 + side, end) if manner.upright else (manner.width / 2 + end, side)
        )
    return places


def _zigzag(turns: float) -> float:
    """From -1 to 1 and back within one turn."""
    return 1 - abs((turns % 1) * 4 - 2)
