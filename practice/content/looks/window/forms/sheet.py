"""The sheet a picture is printed on, and the marks its forms are made of.

A form draws as if the light came from the left; the sheet turns itself over when it does not.
Units are those of the drawing, 960 × 540, with y downwards.
"""

import math
from collections.abc import Sequence
from random import Random
from typing import TypeVar

from practice.content.looks.colour import Lab, hexed, mix
from practice.content.looks.strokes import Point, blob, crescent, panes, ring, smooth, straight
from practice.content.looks.window.forms.palette import Palette, deeper

WIDTH, HEIGHT = 960, 540
_AWAY = (0.62, 0.78)  # the direction of shade: light stands upper left
_T = TypeVar("_T")


class Sheet:
    """Collects what is drawn; `svg()` is the picture."""

    def __init__(self, rng: Random, colours: Palette) -> None:
        self.rng, self.colours = rng, colours
        self._marks: list[str] = []
        self._turned = rng.random() < 0.5
        self.flat(f"M0 0h{WIDTH}v{HEIGHT}H0z", colours.sky, 1)

    # -- chance: never rng.choice or shuffle, whose numbers Python may change ---------------------

    def some(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)

    def pick(self, *options: _T) -> _T:
        return options[int(self.rng.random() * len(options))]

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    # -- marks ------------------------------------------------------------------------------------

    def flat(self, path: str, colour: Lab, strength: float) -> None:
        """One even wash."""
        opacity = "" if strength >= 1 else f' fill-opacity="{strength:.2f}"'.replace("0.", ".")
        self._marks.append(f'<path fill="{hexed(colour)}"{opacity} d="{path}"/>')

    def washes(self, paths: Sequence[str], colour: Lab, strength: float) -> None:
        """The same colour laid down once for each path; where they overlap it is deeper."""
        drawn = "".join(f'<path d="{path}"/>' for path in paths)
        opacity = f"{strength:.2f}".replace("0.", ".")
        self._marks.append(f'<g fill="{hexed(colour)}" fill-opacity="{opacity}">{drawn}</g>')

    def twice(self, points: Sequence[Point], colour: Lab, strength: float = 0.5) -> None:
        """A closed soft shape, two washes a little out of register."""
        dx, dy = self.some(2, 4) * self.pick(-1, 1), self.some(1, 3)
        moved = [(x + dx, y + dy) for x, y in points]
        self.washes([smooth(points), smooth(moved)], colour, strength)

    def shadow(self, at: Point, half: float, high: float = 9) -> None:
        """On the ground under something `half` as wide each way; longer away from the light."""
        x, y = at
        ellipse = oval((x + half * 0.3, y), (half * 1.12, high))
        self.flat(ellipse, self.colours.shade, 0.3 if self.colours.night else 0.17)

    def stone(
        self,
        foot: Point,
        size: Point,
        colour: Lab,
        *,
        turn: float | None = None,
        cast: bool = True,
    ) -> None:
        """A stone standing at `foot`, `size` half wide and half high; `cast` its shadow too."""
        rx, ry = size
        turn = self.some(-0.16, 0.2) if turn is None else turn
        centre = (foot[0], foot[1] - ry * 0.93)
        if cast:
            self.shadow((foot[0], foot[1] - 2), rx, max(4.0, ry * 0.12))
        count = 12 if min(size) > 34 else 8
        body = blob(centre, size, ring(self.rng, count), turn=turn)
        beside = (centre[0] + self.some(-0.02, 0.02) * rx, centre[1] + self.some(-0.01, 0.03) * ry)
        scaled = (rx * self.some(0.97, 1.03), ry * self.some(0.96, 1.02))
        again = blob(beside, scaled, ring(self.rng, count, 0.05), turn=turn)
        colour = self.colours.seen(colour)
        self.washes([smooth(body), smooth(again)], colour, 0.74 if self.colours.night else 0.56)
        self.far_side(body, centre, colour)

    def far_side(self, points: Sequence[Point], centre: Point, colour: Lab) -> None:
        """The crescent of shade on what is turned from the light."""
        flatness = min(
            1.0, _height(points) / _width(points)
        )  # light falls on flat stones from above
        away = (_AWAY[0] * flatness**1.5, _AWAY[1])
        path = crescent(points, centre, away, self.some(0.8, 1.1))
        dark = mix(colour, self.colours.shade, 0.55)
        self.flat(path, dark, 0.36 if self.colours.night else 0.24)
        if self.colours.night:  # else a dark stone is lost on the dark ground
            rim = crescent(points, centre, (-away[0], -away[1]), 1.6)
            self.flat(rim, self.colours.sun, 0.14)

    def disc(self, at: Point, radius: float, colour: Lab | None = None) -> None:
        """Sun or moon: nearly round; by night with a glow around it."""
        colour = colour or self.colours.lit()
        if self.colours.night:
            for wider in (2.3, 1.55):
                self.flat(oval(at, (radius * wider, radius * wider)), colour, 0.07)
        beside = (at[0] + 2, at[1] + 3)
        rounds = [
            smooth(blob(place, (radius * r, radius * r), ring(self.rng, 10, 0.015), power=2))
            for place, r in ((at, 1.0), (beside, 0.985))
        ]
        self.washes(rounds, colour, 0.55)

    def panes(self, corner: Point, size: Point, lean: float, drop: float = -24) -> None:
        """The window's light on a wall, by night the lamp's from the street."""
        path = panes(corner, size, lean, gap=0.05, drop=drop)
        self.flat(path, self.colours.sun, 0.36 if self.colours.night else 0.70)

    def light(self, points: Sequence[Point], strength: float = 0.5) -> None:
        """A patch of light with straight edges."""
        night = 0.68 if self.colours.night else 1
        self.flat(straight(points), self.colours.sun, strength * night)

    def glint(self, at: Point, half: float) -> None:
        """Light lying on water."""
        self.flat(oval(at, (half, max(2.5, half * 0.05))), self.colours.sun, 0.34)

    def land(self, points: Sequence[Point], colour: Lab, strength: float = 0.5) -> None:
        """Everything under a line from edge to edge, laid down twice."""
        again = [(x, y + self.some(-3, 3)) for x, y in points]
        strength += 0.14 if self.colours.night else 0  # else the moon shines through hills
        below = f"V{HEIGHT + 10}H-20z"
        paths = [smooth(line, closed=False) + below for line in (points, again)]
        self.washes(paths, colour, strength)

    def ridge(self, y: float, rise: float, tilt: float = 0.0) -> list[Point]:
        """A long slow line around the height `y`, up and down by about `rise`."""
        p, q, f = self.some(0, 6.3), self.some(0, 6.3), self.some(0.55, 1.0)
        points = []
        for i in range(8):
            t = i / 7
            wave = math.sin(t * 6.28 * f + p) + 0.34 * math.sin(t * 13.2 * f + q)
            points.append((t * (WIDTH + 40) - 20, y - rise * 0.75 * wave + tilt * (t - 0.5)))
        return points

    def ground(self, y: float, near: float, strength: float = 0.5) -> None:
        """A nearly level plane from `y` down; `near` as in Palette.depth."""
        self.land(self.ridge(y, 6), self.colours.depth(near), strength)

    def sky(self, horizon: float) -> None:
        """Up to two broad washes over the sky, deepest on top: the light is low."""
        for i in range(self.pick(0, 1, 1, 2)):
            y = horizon * (0.62, 0.34)[i]
            line = smooth(self.ridge(y, 16, self.some(-50, 50)), closed=False)
            wash = deeper(mix(self.colours.sky, self.colours.third, 0.4), 0.02)
            self.flat(line + "V-10H-20z", wash, 0.3)

    # -- the picture ------------------------------------------------------------------------------

    def svg(self) -> str:
        """The picture as a document that needs nothing else and runs nothing."""
        drawn = "".join(self._marks)
        if self._turned:
            drawn = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{drawn}</g>'
        box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{drawn}</svg>\n'


def oval(centre: Point, size: Point) -> str:
    """An ellipse, `size` half wide and half high, as path data."""
    return smooth(blob(centre, size, [1] * 8, power=2))


def _width(points: Sequence[Point]) -> float:
    return max(x for x, _ in points) - min(x for x, _ in points)


def _height(points: Sequence[Point]) -> float:
    return max(y for _, y in points) - min(y for _, y in points)
