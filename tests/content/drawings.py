"""What is seen on a drawing."""

import io
from xml.etree import ElementTree

from PIL import Image

from practice.content.looks import window


def cover(slug="post/rain", colours=("calm",), night=False):
    return window.cover(slug, colours, night=night)


def opened(card):
    return Image.open(io.BytesIO(card))


def paints(svg):
    """The colours of a drawing, the wall first."""
    found = [element.get("fill") for element in ElementTree.fromstring(svg).iter()]
    return [fill for fill in dict.fromkeys(found) if fill]


def lines(svg):
    return [element.get("d") for element in ElementTree.fromstring(svg).iter() if element.get("d")]


def opened_svg(svg):
    import resvg_py

    return opened(resvg_py.svg_to_bytes(svg_string=svg, width=96, skip_system_fonts=True))


def brightness(picture):
    grey = picture.convert("L").resize((1, 1), Image.Resampling.BOX)
    return grey.getpixel((0, 0))


def ink(card):
    """How many pixels are as dark as the title."""
    return sum(opened(card).convert("L").histogram()[:60])
