"""Colours as numbers: mixed in OKLab, where halfway looks like halfway, and written as plain hex.

Plain hex, because `oklch()` in a drawing is not understood by everything that shows one.
"""

import math

Lab = tuple[float, float, float]


def lab(lightness: float, chroma: float, hue: float) -> Lab:
    """A colour from CSS's oklch(): lightness 0 to 1, chroma from 0, hue in degrees."""
    turn = math.radians(hue)
    return lightness, chroma * math.cos(turn), chroma * math.sin(turn)


def lch(colour: Lab) -> tuple[float, float, float]:
    """Lightness, chroma and hue in degrees (0 to 360): what lab() was given."""
    lightness, a, b = colour
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def mix(one: Lab, other: Lab, part: float) -> Lab:
    """`one` with `part` (0 to 1) of `other` in it."""
    a, b, c = (x + (y - x) * part for x, y in zip(one, other, strict=True))
    return a, b, c


def hexed(colour: Lab) -> str:
    """As "#rrggbb"; what a screen cannot show is cut to what it can."""
    lightness, a, b = colour
    # Björn Ottosson's matrices, https://bottosson.github.io/posts/oklab/
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(value):02x}" for value in linear)


def _byte(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    value = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(value * 255)
