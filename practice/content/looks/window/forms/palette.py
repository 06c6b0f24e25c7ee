"""The few colours of one picture, from the pigments of a text's emotions."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from practice.content.looks.colour import Lab, lab, lch, mix
from practice.content.looks.window.pigments import PIGMENTS, paper, pigment, shade, sun

# For texts without emotions: quiet families, as hue, chroma, lightness of three washes each.
_QUIET = (
    ((62, 0.034, 0.72), (128, 0.030, 0.70), (40, 0.040, 0.64)),  # oat, sage, clay
    ((236, 0.030, 0.66), (80, 0.036, 0.80), (262, 0.030, 0.58)),  # slate, straw, dusk
    ((332, 0.030, 0.66), (66, 0.034, 0.78), (306, 0.030, 0.57)),  # heather, linen, plum
    ((160, 0.028, 0.68), (96, 0.040, 0.80), (196, 0.028, 0.60)),  # lichen, butter, sea
    ((34, 0.040, 0.70), (76, 0.036, 0.80), (4, 0.034, 0.60)),  # terracotta, sand, rose
)


class Palette(NamedTuple):
    """Three washes and what they are laid on. `main` weighs most, `third` is the accent."""

    sky: Lab
    sun: Lab
    main: Lab
    second: Lab
    third: Lab
    shade: Lab
    night: bool

    def depth(self, near: float) -> Lab:
        """The wash of a plane: `near` 0 is far off, in haze, and 1 under our feet, deep."""
        base = mix(self.second, self.main, 0.15 if near < 0.5 else 0.85)
        if self.night:  # bright pigments would make a bright ground, and the light would be lost
            lightness, chroma, hue = lch(base)
            base = lab(min(lightness, 0.44), min(chroma, 0.054), hue)
        haze = 0.5 * max(0.0, 1 - near * 1.6)
        plane = deeper(mix(base, self.sky, haze), (0.11 if self.night else 0.15) * near)
        return lab(max(0.28, plane[0]), *lch(plane)[1:])

    def seen(self, colour: Lab) -> Lab:
        """A thing's colour, by night light enough to stand out from the ground."""
        lightness, chroma, hue = lch(colour)
        return lab(max(0.45, lightness + 0.03), chroma, hue) if self.night else colour

    def dark(self, colour: Lab) -> Lab:
        """What is thin and dark: stems, the inside of a bowl."""
        return mix(colour, self.shade, 0.05 if self.night else 0.45)

    def lit(self) -> Lab:
        """The light, tinted by the text. Mostly sun: half and half with a violet it is a grey coin."""
        return mix(self.sun, self.second, 0.15)


def deeper(colour: Lab, by: float) -> Lab:
    """Darker in its own hue; mixing with grey or black would make mud."""
    lightness, chroma, hue = lch(colour)
    return lab(lightness - by, chroma * (1 + by * 0.6), hue)


def palette(rng: Random, colours: Sequence[str], *, night: bool) -> Palette:
    """From names of pigments (unknown ones are passed over); one name or none is enough."""
    known = [_by_lamp(pigment(name, night=night), night) for name in colours if name in PIGMENTS]
    washes = known[:3] or _quiet(rng, night)
    if rng.random() < 0.5:
        washes = [*washes[1:], washes[0]]
    turn = rng.uniform(14, 25) * (1 if rng.random() < 0.5 else -1)
    main = washes[0]
    light = _neighbour(main, turn, 0.05 if night else 0.10)
    deep = _neighbour(main, -turn, -0.05 if night else -0.10)
    if len(washes) == 1:
        washes = [main, light, deep]
    elif len(washes) == 2:
        washes = [*washes, deep if lch(main)[0] > lch(washes[1])[0] else light]
    wall = mix(
        paper(night=night),
        mix(washes[0], washes[1], 0.6),
        rng.uniform(0.12, 0.42) * (0.6 if night else 1),
    )
    main, second, third = washes
    return Palette(wall, sun(night=night), main, second, third, shade(night=night), night)


def _by_lamp(colour: Lab, night: bool) -> Lab:
    """Yellows go amber by night: as dark as the others they would be olive."""
    lightness, chroma, hue = lch(colour)
    return lab(lightness, chroma, hue - 18) if night and 75 < hue < 115 else colour


def _neighbour(colour: Lab, turn: float, lift: float) -> Lab:
    lightness, chroma, hue = lch(colour)
    return lab(min(0.88, max(0.30, lightness + lift)), chroma * 0.92, hue + turn)


def _quiet(rng: Random, night: bool) -> list[Lab]:
    family = _QUIET[int(rng.random() * len(_QUIET))]
    return [
        lab(0.36 + (lightness - 0.5) * 0.62 if night else lightness, chroma, hue)
        for hue, chroma, lightness in family
    ]
