"""A text's card: the picture other sites show beside a link to it, with its title set in our face.

Literata has the Latin letters the site is cut for. For all others, the first of these that has every
letter of the title stands in, if the machine has it: Noto Serif, Noto Naskh Arabic, Noto Serif CJK,
Noto Sans CJK (both in their Japanese shapes), any other Noto Serif, DejaVu Serif, any other Noto
Sans, DejaVu Sans. Writing from right to left and letters with marks are set only where Pillow can
shape them (Raqm). A title that cannot be set whole is left out, and the card is the drawing alone:
never empty boxes. Emoji are left out of the title.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from practice.content.looks.colour import hexed, lab, mix
from practice.content.looks.window.cover import cover
from practice.content.looks.window.pigments import PIGMENTS, paper, pigment

if TYPE_CHECKING:  # at run time they are imported where they are used: who never draws never pays
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_SIZE = (1200, 630)  # what the networks ask for
_PLANE = 510  # how wide the wall is that the title stands on
_MARGIN = 60
_MEASURE = _PLANE - 2 * _MARGIN + 16  # ragged lines leave more room at the right than they take
_HIGHEST = 480  # of all lines together
_SIZES = (68, 62, 56, 50, 45, 40, 36, 32, 29, 26)
_BREAKS_WORDS = 36  # larger letters would rather shrink than break a long word
_LEADING = 1.2
_WEIGHT = 450  # of Literata's 400 to 600: as the site's headings
_INK = lab(0.265, 0.030, 335)
_TINTS = 192  # colours in the file; the washes are flat, so few are enough

_FAMILIES = "NotoSerif NotoNaskhArabic NotoSerifCJK NotoSansCJK".split()
_KINDS = "NotoSerif DejaVuSerif NotoSans DejaVuSans".split()
_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts")

# Japanese and Chinese break anywhere, but no line begins with these, and none ends with those.
_NOT_FIRST = "、。，．・：；！？」』）］｝〉》】ー…々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NOT_LAST = "「『（［｛〈《【"
_WORD = re.compile(
    rf"[{_NOT_LAST}]*[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff][{_NOT_FIRST}]*\s*"
    r"|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+\s*"
)


def card(slug: str, colours: Sequence[str], *, title: str) -> bytes:
    """The day's cover of (`slug`, `colours`) with `title` beside it: PNG, 1200 × 630, 12 to 42 kB.

    Same arguments, same bytes, on machines that have the same fonts.
    """
    from PIL import Image  # noqa: PLC0415

    words = _settable(title)
    face = _face(words)
    svg = cover(slug, colours, night=False)
    if face:
        sheet = Image.new("RGB", _SIZE, _wall(colours))
        sheet.paste(_cut(_raster(svg, high=_SIZE[1]), _SIZE[0] - _PLANE), (_PLANE, 0))
        _set(sheet, words, face)
    else:
        sheet = _cut(_raster(svg, high=_SIZE[0] * 9 // 16), _SIZE[0])
    few = sheet.quantize(_TINTS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG")
    return out.getvalue()


def _raster(svg: str, *, high: int) -> "Image":
    import resvg_py  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    data = resvg_py.svg_to_bytes(svg_string=svg, height=high, skip_system_fonts=True)
    return Image.open(io.BytesIO(data)).convert("RGB")


def _cut(picture: "Image", wide: int) -> "Image":
    """The middle of a drawing, where a form keeps what matters, as high as the card."""
    left, top = (picture.width - wide) // 2, (picture.height - _SIZE[1]) // 2
    return picture.crop((left, top, left + wide, top + _SIZE[1]))


def _wall(colours: Sequence[str]) -> str:
    """Plaster, with a breath of the first emotion."""
    wall = paper(night=False)
    known = [name for name in colours if name in PIGMENTS]
    return hexed(mix(wall, pigment(known[0], night=False), 0.06) if known else wall)


# -- which face ---------------------------------------------------------------------------------------


def _settable(title: str) -> str:
    """The title without what no face of text has: emoji, and what is not seen anyway."""
    left_out = ("So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf")
    kept = "".join(
        " " if c.isspace() else c
        for c in title
        # joiners (Cf) make letters of Arabic and Indic scripts what they are
        if c.isspace() or c in "\u200c\u200d" or unicodedata.category(c) not in left_out
    )
    return re.sub(r"[\ufe00-\ufe0f]", "", " ".join(kept.split()))


def _face(words: str) -> Path | None:
    """The first face that has every letter, or None."""
    letters = frozenset(words) - frozenset(" \u200c\u200d")
    if not letters or (_needs_shaping(words) and not _shapes()):
        return None
    return next((path for path in (_own(), *_found()) if _has(path, letters)), None)


def _own() -> Path:
    return Path(settings.STATICFILES_DIRS[0]) / "looks/window/fonts/literata.woff2"


@cache
def _found() -> tuple[Path, ...]:
    """The machine's fonts that may stand in, best first."""
    ranked = []
    for place in _PLACES:
        for path in Path(place).expanduser().rglob("*.[to]t[fc]"):
            family, _, style = re.sub(r"[\[.].*", "", path.name).partition("-")
            if style in ("", "Regular", "VF"):
                ranked.append((_rank(family), path.name, path))
    return tuple(path for rank, _, path in sorted(ranked) if rank < 99)


def _rank(family: str) -> int:
    if family in _FAMILIES:
        return _FAMILIES.index(family)
    return next((9 + i for i, kind in enumerate(_KINDS) if family.startswith(kind)), 99)


def _has(path: Path, letters: frozenset[str]) -> bool:
    """Whether the font draws each letter as something else than what it draws for none."""
    from PIL import ImageFont  # noqa: PLC0415

    try:
        # Unshaped: one letter, one lookup, without the dotted circles that shaping would add.
        font = ImageFont.truetype(path, 24, layout_engine=ImageFont.Layout.BASIC)
        nothing = bytes(font.getmask("\uffff"))  # a code point no font may give a shape
        return all(bytes(font.getmask(letter)) not in (nothing, b"") for letter in letters)
    except OSError:
        return False


def _needs_shaping(words: str) -> bool:
    return any(
        unicodedata.category(c) in ("Mn", "Mc") or unicodedata.bidirectional(c) in ("R", "AL")
        for c in words
    )


def _shapes() -> bool:
    from PIL import features  # noqa: PLC0415

    return bool(features.check("raqm"))


# -- setting the title --------------------------------------------------------------------------------


def _set(sheet: "Image", words: str, face: Path) -> None:
    from PIL import ImageDraw  # noqa: PLC0415

    size, font, lines = _composed(words, face)
    pen = ImageDraw.Draw(sheet)
    step = size * _LEADING
    backwards = next(
        (unicodedata.bidirectional(c) in ("R", "AL") for c in words if c.isalpha()), False
    )
    x, anchor = (_PLANE - _MARGIN, "rs") if backwards else (_MARGIN, "ls")
    # Centred by what is seen: from the first line's capitals to the last line's foot.
    y = (_SIZE[1] - step * (len(lines) - 1) + size * 0.68) / 2
    for i, line in enumerate(lines):
        way = "rtl" if backwards else None
        pen.text((x, y + i * step), line, hexed(_INK), font, anchor, direction=way)


def _composed(words: str, face: Path) -> "tuple[int, FreeTypeFont, list[str]]":
    """The largest size at which the title stands on the plane, and its lines, about equally long."""
    for size in _SIZES:
        font = _font(face, size)
        pieces = _pieces(words, font, breaking=size <= _BREAKS_WORDS)
        lines = _lines(pieces, font, _MEASURE)
        if len(lines) * size * _LEADING <= _HIGHEST and _widest(lines, font) <= _MEASURE:
            break
    return size, font, _balanced(pieces, font, lines)


def _balanced(pieces: list[str], font: "FreeTypeFont", lines: list[str]) -> list[str]:
    """As few lines as before, as narrow as they can be."""
    for percent in range(96, 50, -4):
        narrower = _lines(pieces, font, _MEASURE * percent / 100)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _font(face: Path, size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415

    font = ImageFont.truetype(face, size)
    if face == _own():
        font.set_variation_by_axes([_WEIGHT])
    return font


def _pieces(words: str, font: "FreeTypeFont", *, breaking: bool) -> list[str]:
    """The parts lines may break between; `breaking` cuts a word that is wider than the plane."""
    pieces: list[str] = []
    for word in _WORD.findall(words) or [words]:
        pieces.append("")
        for letter in word:
            marks = unicodedata.category(letter).startswith("M")
            full = (
                breaking and not marks and font.getlength((pieces[-1] + letter).strip()) > _MEASURE
            )
            if full:
                pieces.append("")
            pieces[-1] += letter
    return pieces


def _lines(pieces: list[str], font: "FreeTypeFont", measure: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and font.getlength((lines[-1] + piece).strip()) > measure:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _widest(lines: list[str], font: "FreeTypeFont") -> float:
    return max(font.getlength(line) for line in lines)
