"""The sixteen pigments of models.COLOURS, and the few other colours a drawing of this look has.

The same numbers stand in static/looks/window/css/tokens.css, for what stylesheets paint.
"""

from practice.content.looks.colour import Lab, hexed, lab

# hue, chroma and lightness on a wall by day
PIGMENTS = {
    "loneliness": (248, 0.060, 0.60),
    "sadness": (264, 0.062, 0.58),
    "grief": (288, 0.058, 0.52),
    "fear": (306, 0.055, 0.56),
    "longing": (334, 0.066, 0.64),
    "shame": (8, 0.070, 0.64),
    "tenderness": (22, 0.075, 0.75),
    "anger": (33, 0.110, 0.60),
    "courage": (48, 0.098, 0.67),
    "joy": (70, 0.100, 0.79),
    "hope": (92, 0.092, 0.84),
    "tiredness": (76, 0.024, 0.68),
    "acceptance": (128, 0.058, 0.70),
    "calm": (162, 0.050, 0.70),
    "trust": (190, 0.052, 0.64),
    "worry": (216, 0.056, 0.66),
}


def pigment(name: str, *, night: bool) -> Lab:
    """The pigment of that name, one of PIGMENTS; by night deeper, and closer to the others."""
    hue, chroma, lightness = PIGMENTS[name]
    if night:
        return lab(0.36 + (lightness - 0.5) * 0.62, chroma * 0.92, hue)
    return lab(lightness, chroma, hue)


def swatch(colour: str) -> tuple[str, str]:
    """A pigment as it is, by day and by night."""
    return hexed(pigment(colour, night=False)), hexed(pigment(colour, night=True))


def paper(*, night: bool) -> Lab:
    """The wall everything is laid on: plaster by day, aubergine by night."""
    return lab(0.270, 0.020, 325) if night else lab(0.950, 0.014, 78)


def sun(*, night: bool) -> Lab:
    """The one light: late sun, or a lamp or the moon."""
    return lab(0.760, 0.070, 80) if night else lab(0.955, 0.058, 92)


def shade(*, night: bool) -> Lab:
    """What a shadow is mixed with. Never black: aubergine."""
    return lab(0.13, 0.03, 320) if night else lab(0.30, 0.06, 320)
