"""Run as a program: decode the picture on standard input and write it anew into the current folder.

It is the only code that decodes a picture, and it runs in a process of its own, under limits it sets
itself before it reads the first byte: a picture that breaks a decoder ends this process and nothing
else. It runs as the same user, so it is no wall against code that takes a decoder over. It knows
neither Django nor the site. Its argument is a JSON object of limits; its answer, on standard output,
a JSON object: what was made, or {"refused": why}.
"""

import errno
import io
import json
import os
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageCms, UnidentifiedImageError
from PIL.Image import Resampling, Transpose

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_LOSSY = {"JPEG", "MPO", "WEBP", "AVIF"}
# What EXIF's orientation asks to be done (CIPA DC-008, 4.6.4).
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ORIENTATION = 0x0112
# Beginnings of files people take for pictures a page can show.
_SIGNS = (
    (rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF.{4}WEBP|.{4}ftypavi[fs]", "damaged"),
    (rb".{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", "heic"),
    (rb"II\*\0|MM\0\*|BM|8BPS|.{4}jP  |\xff\x0a|.{4}JXL |II\xbc\x01|.{4}ftypcrx", "format"),
    (rb"%PDF", "document"),
    (rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI ", "film"),
)


class Refused(Exception):
    """The picture is not taken; the argument is the reason's short name."""


def main() -> None:
    limits = json.loads(sys.argv[1])
    _confine(limits)
    try:
        answer = make(open(0, "rb"), limits)  # noqa: SIM115  standard input has no path
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "heavy"}
    except Image.DecompressionBombError:
        answer = {"refused": "pixels"}
    except OSError as problem:
        answer = {"refused": "full" if problem.errno in _NO_ROOM else "damaged"}
    except Exception:  # decoders fail in many ways, and all of them say the same about the file
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout)


def _confine(limits: dict[str, Any]) -> None:
    """No more memory, time or disk than a picture within the limits needs."""
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, 128 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # the machine's own limit is lower, or it has none
            resource.setrlimit(what, (most, most))
    # When the machine runs out of memory, this process goes first and the site stays.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def make(file: BinaryIO, limits: dict[str, Any]) -> dict[str, Any]:
    """Write `kept.jpg` or `kept.png` and `<width>.avif`, `<width>.webp`; what was written, and how large.

    Raises Refused for what is no still picture within the limits, and whatever Pillow raises for a
    damaged one.
    """
    Image.MAX_IMAGE_PIXELS = limits["pixels"]
    picture, lossy = _decoded(file, limits)
    suffix = "jpg" if lossy and picture.mode != "RGBA" else "png"
    picture.save(f"kept.{suffix}", quality=92)
    widest = min(picture.width, limits["widths"][-1])
    widths = [*(width for width in limits["widths"] if width < widest), widest]
    for width in reversed(widths):
        # Each from the one before: a third of the work, and no eye sees it.
        picture = _scaled(picture, width / picture.width)
        if width == widest:
            height = picture.height
        picture.save(f"{width}.avif", quality=58, speed=8, max_threads=2)
        picture.save(f"{width}.webp", quality=78, method=4)
    return {"suffix": suffix, "widths": widths, "width": widest, "height": height}


def _decoded(file: BinaryIO, limits: dict[str, Any]) -> tuple[Image.Image, bool]:
    """The picture upright, in sRGB, no longer than the kept side, with its pixels and nothing else."""
    picture = _opened(file)
    if picture.width * picture.height > limits["pixels"]:
        raise Refused("pixels")
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise Refused("moves")
    lossy, profile = picture.format in _LOSSY, picture.info.get("icc_profile")
    turn = _orientation(picture)
    side = limits["side"]
    picture.draft(picture.mode, (side, side))  # a JPEG can be decoded at a half or a quarter
    picture = _plain_mode(picture)
    picture = _scaled(picture, side / max(picture.size))
    if turn in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[turn])
    picture = _in_srgb(picture, profile)
    # A picture made anew has no place to carry along what the old one told.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare, lossy


def _opened(file: BinaryIO) -> Image.Image:
    beginning = file.read(4096)
    file.seek(0)
    if not beginning:
        raise Refused("empty")
    try:
        return Image.open(file, formats=FORMATS)
    except UnidentifiedImageError:
        raise Refused(_what_it_is(beginning)) from None


def _what_it_is(beginning: bytes) -> str:
    for sign, name in _SIGNS:
        if re.match(sign, beginning, re.DOTALL):
            return name
    return "drawing" if b"<svg" in beginning.replace(b"\0", b"").lower() else "text"


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # notes that cannot be read must not cost the picture
        return 1


def _plain_mode(picture: Image.Image) -> Image.Image:
    """Eight bits a channel: RGB, RGBA when something shows through, L, or CMYK for its profile to read."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey; Pillow's own way cuts everything above 255 to white.
        return picture.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        lowest = picture.getchannel("A").getextrema()[0]
        return picture if lowest != 255 else picture.convert("RGB")
    return picture if picture.mode in {"RGB", "L", "CMYK"} else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as screens show them without being told: the profile itself is not kept."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a profile of another kind
            told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            colours = ImageCms.profileToProfile(colours, told, srgb, outputMode="RGB") or colours
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _scaled(picture: Image.Image, factor: float) -> Image.Image:
    """Smaller by `factor`; never larger."""
    if factor >= 1:
        return picture
    size = tuple(max(1, round(side * factor)) for side in picture.size)
    return picture.resize(size, Resampling.LANCZOS, reducing_gap=3)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # tidying up hundreds of megabytes would only take time
