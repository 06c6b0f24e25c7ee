"""Cuts Literata to the letters we use: `make fonts`.

The uncut face comes from npm by name and version; the same version gives the same bytes. Optical size is
pinned, weight runs from text to bold. Letters most pages never hold go into files of their own, which a
browser fetches only for a page that holds one (`unicode-range` in `css/base/faces.css`).
"""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "static/looks/window/fonts"
BUILD = ROOT / "build/fonts"
PACKAGE = "@fontsource-variable/literata@5.3.0"

OPTICAL_SIZE = 22
ROMAN = {"opsz": OPTICAL_SIZE, "wght": (400, 600)}
ITALIC = {"opsz": OPTICAL_SIZE, "wght": 400}

LETTERS = "".join(
    (
        *map(chr, range(0x20, 0x7F)),
        "\u00a0 £§©«°·»½¿×÷‐‑–—‘’‚“”•…′″",
        "ÀÁÂÄÅÇÈÉÊËÍÑÓÖÚÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüœ",
    )
)
# The source has no U+2010 and U+2011; they are its hyphen.
HYPHENS = {0x2010: "hyphen", 0x2011: "hyphen"}
# What Western Europe needs besides, and rarely: names such as Østergaard, São João in capitals.
REST = "¡¢¥ª®±²³µ¶¹º¼¾ÃÆÌÎÏÐÒÔÕØÙÛÝÞðýþÿıŒ„‹›€™↑↓−"
EXTENDED = "".join(
    chr(code)
    for code in (*range(0x100, 0x17F), *range(0x218, 0x21C))
    if code not in {0x131, 0x152, 0x153}
)
VIETNAMESE = "".join(map(chr, (0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA))))
# File: which part of the source, the axes, the letters.
CUTS = {
    "literata": ("latin-opsz-normal", ROMAN, LETTERS),
    "literata-italic": ("latin-opsz-italic", ITALIC, LETTERS),
    "literata-rest": ("latin-opsz-normal", ROMAN, REST),
    "literata-rest-italic": ("latin-opsz-italic", ITALIC, REST),
    "literata-ext": ("latin-ext-opsz-normal", ROMAN, EXTENDED),
    "literata-ext-italic": ("latin-ext-opsz-italic", ITALIC, EXTENDED),
    "literata-viet": ("vietnamese-opsz-normal", ROMAN, VIETNAMESE),
    "literata-viet-italic": ("vietnamese-opsz-italic", ITALIC, VIETNAMESE),
}


def unpacked(package: str) -> Path:
    """The folder of an npm package, fetched by name once."""
    folder = BUILD / package.replace("/", "-").lstrip("@")
    if not folder.is_dir():
        if not (npm := shutil.which("npm")):
            sys.exit("npm is needed to fetch the uncut face: apt-get install npm")
        BUILD.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", "--silent", "--pack-destination", str(BUILD), package]
        packed = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        with tarfile.open(BUILD / packed.stdout.split()[-1]) as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


def cut(source: Path, axes: dict, letters: str) -> TTFont:
    """The face in `source` at these axes with these letters."""
    # Without this the file would say when it was cut, and differ each time.
    font = TTFont(source, recalcTimestamp=False)
    for table in font["cmap"].tables if ord("a") in font.getBestCmap() else ():
        table.cmap.update(HYPHENS)
    options = Options()
    options.layout_features = ["kern", "liga", "ccmp", "locl", "mark"]
    options.drop_tables += ["VVAR", "vhea", "vmtx", "STAT"]
    options.name_IDs = [0, 1, 2, 13, 14]
    options.desubroutinize = True
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, axes)
    font.flavor = "woff2"
    return font


def main() -> None:
    """Write every file and say what it weighs and what the source lacks."""
    folder = unpacked(PACKAGE)
    shutil.copy(folder / "LICENSE", OUT / "OFL.txt")
    for name, (part, axes, letters) in CUTS.items():
        font = cut(folder / f"files/literata-{part}.woff2", axes, letters)
        lacking = "".join(sorted(set(letters) - {chr(code) for code in font.getBestCmap()}))
        path = OUT / f"{name}.woff2"
        font.save(path)
        note = f"  lacks {lacking}" if lacking else ""
        print(f"{path.stat().st_size:7,d}  {os.path.relpath(path, ROOT)}{note}")


if __name__ == "__main__":
    main()
