"""The picture of emotions: pebbles on a sill in the late sun, each a link, as large as much is written.

Cool families to warm ones; the page's own tokens paint it, so one drawing serves day and night.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from html import escape
from random import Random
from typing import NamedTuple

from practice.content.looks import Shared, Stone
from practice.content.looks.strokes import blob, panes, ring, smooth
from practice.content.looks.window.field_laid import Half, Manner, Pulls, laid
from practice.content.looks.window.field_words import LEADING, Label, Type, lettered
from practice.content.looks.window.pigments import PIGMENTS

_COOLEST = 150  # the hue where the families start: green, then blue, violet, red, yellow

Links = tuple[tuple[tuple[str, str], int], ...]


class _Sheet(NamedTuple):
    """One of the two drawings. Units are css pixels on a screen as wide as the sheet."""

    name: str
    manner: Manner
    type: Type
    least: float  # the radius of the smallest stone
    most: float
    fill: float  # the height the stones should fill, whatever their number
    air: int  # how much of the wall is seen above and below them


_WIDE = _Sheet("wide", Manner(1120, 16, False), Type(24, 42, 20, 544.0), 58, 150, 430, 56)
_TALL = _Sheet("tall", Manner(360, 10, True), Type(17, 26, 15, 170.0), 43, 84, 900, 36)


class _Pebble(NamedTuple):
    stone: Stone
    label: Label
    half: Half
    at: tuple[float, float]


def field(stones: Sequence[Stone], shared: Shared, *, tall: bool = False) -> str:
    """All emotions as one <svg> of links to stand in a page, or "" when there are none."""
    links = tuple(sorted((pair, count) for pair, count in shared.items() if count > 0))
    return _field(tuple(sorted(stones)), links, tall)


@lru_cache(maxsize=32)
def _field(stones: tuple[Stone, ...], links: Links, tall: bool) -> str:
    if not stones:
        return ""
    sheet = _TALL if tall else _WIDE
    pebbles, height = _composed(_in_families(stones, dict(links)), dict(links), sheet)
    drawn = "".join(_drawn(pebble) for pebble in pebbles)
    return (
        f'<svg class="{sheet.name}" viewBox="0 0 {sheet.manner.width:.0f} {height}" role="group"'
        f' aria-label="Emotions, drawn as stones">{_room(sheet, height)}'
        f"{_casts(pebbles)}{drawn}</svg>"
    )


def _in_families(stones: Sequence[Stone], shared: Shared) -> list[Stone]:
    """By hue, cool to warm; within one pigment, those that texts share follow one another."""
    left = sorted(stones, key=lambda stone: ((PIGMENTS[stone.colour][0] - _COOLEST) % 360, stone))
    order = [left.pop(0)]
    while left:
        family = [stone for stone in left if stone.colour == left[0].colour]
        last = order[-1].name
        nearest = max(family, key=lambda stone: _common(shared, last, stone.name))
        order.append(nearest)
        left.remove(nearest)
    return order


def _common(shared: Shared, one: str, other: str) -> int:
    return shared.get((min(one, other), max(one, other)), 0)


def _composed(stones: Sequence[Stone], shared: Shared, sheet: _Sheet) -> tuple[list[_Pebble], int]:
    """The stones with their words and places, and the height of the drawing."""
    lettering = [
        lettered(stone.name, stone.written, half, size, sheet.type)
        for stone, (half, size) in zip(stones, _sizes(stones, sheet), strict=True)
    ]
    halves = [half for _label, half in lettering]
    tries = max(2, min(4, 80 // len(stones)))
    places = laid(halves, _pulls(stones, shared), sheet.manner, tries)
    foot = max(y + ry for (_, y), (_, ry) in zip(places, halves, strict=True))
    pebbles = [
        _Pebble(stone, label, half, (round(x), round(y + sheet.air)))
        for stone, (label, half), (x, y) in zip(stones, lettering, places, strict=True)
    ]
    return pebbles, round(foot) + 2 * sheet.air


def _sizes(stones: Sequence[Stone], sheet: _Sheet) -> list[tuple[Half, float]]:
    """For each stone half its width and height, and the size its name should have."""
    top = max(1, *(stone.written for stone in stones))
    parts = [math.sqrt(max(0, stone.written) / top) for stone in stones]
    shares = [0.42 + 0.58 * part for part in parts]
    room = sheet.manner.width * sheet.fill * 0.74
    most = math.sqrt(room / (math.pi * sum(share**2 for share in shares)))
    most = min(max(most, sheet.least * 1.35), sheet.most)
    found = []
    for stone, part, share in zip(stones, parts, shares, strict=True):
        radius = max(sheet.least + part, most * share)
        longer = math.sqrt(_rng(stone).uniform(1.22, 1.5))
        size = sheet.type.least + (sheet.type.most - sheet.type.least) * part
        found.append(((radius * longer, radius / longer), size))
    return found


def _pulls(stones: Sequence[Stone], shared: Shared) -> Pulls:
    """How strongly stones belong together by their places in the order, at most 1."""
    most = max(shared.values(), default=1)
    at = {stone.name: i for i, stone in enumerate(stones)}
    known = [(sorted((at[a], at[b])), n) for (a, b), n in shared.items() if a in at and b in at]
    return {(i, j): n / most for (i, j), n in known if i != j}


def _rng(stone: Stone) -> Random:
    """A stone keeps its shape, whatever lies beside it."""
    seed = int.from_bytes(blake2b(stone.name.encode(), digest_size=8).digest(), "big")
    return Random(seed)  # noqa: S311  form, not secrecy


def _drawn(pebble: _Pebble) -> str:
    """One link: the stone, the side of it that the light reaches, and on that side the words."""
    stone, _, (rx, ry), (x, y) = pebble
    rng = _rng(stone)
    turn, power = rng.uniform(-0.07, 0.07), rng.uniform(2.2, 2.45)
    body = blob((x, y), (rx, ry), _edge(rng, 0.035), turn=turn, power=power)
    # Printed a little out of register: over the edge towards the light, short of it on the far side.
    size = (rx - min(4, rx * 0.045), ry - min(5, ry * 0.06))
    face = blob(_lit(pebble), size, _edge(rng, 0.03), turn=turn, power=power)
    return (
        f'<a href="{escape(stone.address)}" class="hue e-{escape(stone.colour)}">'
        f'<path d="{smooth(body)}"/><path class="face" d="{smooth(face)}"/>{_words(pebble)}</a>'
    )


def _edge(rng: Random, rough: float) -> list[float]:
    """An uneven outline that nowhere passes the stone's own size, so that none leaves the sheet."""
    radii = ring(rng, 9, rough)
    return [radius / max(radii) for radius in radii]


def _lit(pebble: _Pebble) -> tuple[float, float]:
    """The middle of the side the light reaches, where the words stand."""
    (rx, ry), (x, y) = pebble.half, pebble.at
    return x - round(min(4, rx * 0.045)), y - round(min(6, ry * 0.075))


def _words(pebble: _Pebble) -> str:
    stone, label = pebble.stone, pebble.label
    x, y = _lit(pebble)
    first, step = y + label.first, LEADING * label.size
    name, rest = "", " ".join(stone.name.split())
    for i, line in enumerate(label.lines):
        rest = rest.removeprefix(line)
        # a new line where the name has a space keeps it for those who hear the name
        space = '<tspan class="vh"> </tspan>' if rest.startswith(" ") else ""
        rest = rest.removeprefix(" ")
        down = f'<tspan x="{x}" y="{first + step * i:.0f}">{escape(line)}</tspan>'
        name += (down if i else escape(line)) + space
    pieces = "piece" if stone.written == 1 else "pieces"
    return (
        f'<text x="{x}" y="{first:.0f}" font-size="{label.size}">{name}</text> '
        f'<text class="n" x="{x}" y="{y + label.number:.0f}">{stone.written}'
        f'<tspan class="vh"> {pieces}</tspan></text>'
    )


def _room(sheet: _Sheet, height: int) -> str:
    """The light that falls on the wall behind them."""
    wide = sheet.manner.width
    high, share = min(height, wide * 2), 0.54 if height > wide else 0.46
    light = panes((wide * 0.1, 0), (wide * share, high), min(wide * 0.3, high * 0.5))
    return f'<path class="sun" d="{light}"/>'


def _casts(pebbles: Sequence[_Pebble]) -> str:
    """Shadows away from the light, in one tone, under all stones."""
    ellipse = '<ellipse cx="{:.0f}" cy="{:.0f}" rx="{:.0f}" ry="{:.0f}"/>'
    shadows = "".join(
        ellipse.format(x + rx * 0.04 + 4, y + ry * 0.08 + 4, rx * 0.97, ry * 0.97)
        for _, _, (rx, ry), (x, y) in pebbles
    )
    return f'<g class="cast">{shadows}</g>'
