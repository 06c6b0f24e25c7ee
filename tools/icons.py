"""Draws the icons of a look from its mark: `python -m tools.icons window`.

From `static/looks/<name>/img/mark.svg` come, beside it, icon-180.png (iOS, which fills what is clear
with black, so it has a ground), icon-192.png and icon-512.png (the manifest's) and favicon.ico.
"""

import io
import sys
from pathlib import Path

import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
GROUNDED = (180, 192, 512)
SMALL = (16, 32, 48)
PART = 0.62  # of the side: what a round cut leaves of a picture, and some air


def mark(path: Path, wide: int) -> Image.Image:
    svg = path.read_text()
    data = resvg_py.svg_to_bytes(svg_string=svg, width=wide, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(data))).convert("RGBA")


def centred(path: Path, side: int, *, part: float, ground: str | None) -> Image.Image:
    sheet = Image.new("RGBA", (side, side), ground or (0, 0, 0, 0))
    drawn = mark(path, round(side * part))
    sheet.alpha_composite(drawn, ((side - drawn.width) // 2, (side - drawn.height) // 2))
    return sheet


def main(look: str, ground: str = "#2c232c") -> None:
    """`ground` is what the mark lies on in icons; by itself, the wall of the first look by night."""
    folder = ROOT / "static/looks" / look / "img"
    path = folder / "mark.svg"
    for side in GROUNDED:
        icon = centred(path, side, part=PART, ground=ground).convert("RGB").quantize(32)
        icon.save(folder / f"icon-{side}.png", optimize=True)
    *others, largest = (centred(path, side, part=1, ground=None) for side in SMALL)
    sizes = [(side, side) for side in SMALL]
    largest.save(folder / "favicon.ico", sizes=sizes, append_images=others, bitmap_format="png")


if __name__ == "__main__":
    main(*sys.argv[1:])
