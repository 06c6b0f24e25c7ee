"""The HTML of a picture, the same in texts, on pages and in feeds."""

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ADDRESS = "/media/"
# How wide a column of text is: what a browser chooses a width by before it has the stylesheet.
_SIZES = "(min-width: 40rem) 34rem, 100vw"
_FALLBACK = 960  # what a program that reads no srcset gets, feed readers among them

# As nh3 writes it: a quote inside a value is always &quot;.
_IMG = r'<img(?: [a-z]+="[^"]*")*>'
_ALONE = re.compile(rf"<p>\s*(?:{_IMG}\s*(?:<br>\s*)?)+</p>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_SOURCE = re.compile(r'<source type="image/\w+" srcset="[^"]*" sizes="[^"]*">')


class Picture(NamedTuple):
    """What rendering must know of an image. Two that are equal give the same HTML."""

    name: str
    digest: str
    widths: tuple[int, ...]
    width: int
    height: int
    alt: str = ""
    caption: str = ""


def picture(shown: Picture, *, alt: str = "", at_once: bool = False) -> SafeString:
    """A <picture> in AVIF and WebP. It is fetched when it comes near, or `at_once` for one on top."""
    source = max((w for w in shown.widths if w <= _FALLBACK), default=shown.widths[0])
    return format_html(
        "<picture>{}{}"
        '<img src="{}{}-{}.webp" alt="{}" width="{}" height="{}"{} decoding="async"></picture>',
        *(_source(shown, kind) for kind in ("avif", "webp")),
        *(ADDRESS, shown.digest, source, alt or shown.alt, shown.width, shown.height),
        "" if at_once else SafeString(' loading="lazy"'),
    )


def _source(shown: Picture, kind: str) -> SafeString:
    files = format_html_join(
        ", ",
        "{}{}-{}.{} {}w",
        ((ADDRESS, shown.digest, width, kind, width) for width in shown.widths),
    )
    return format_html('<source type="image/{}" srcset="{}" sizes="{}">', kind, files, _SIZES)


def figure(
    shown: Picture, *, alt: str = "", caption: str = "", at_once: bool = False
) -> SafeString:
    """A picture with its caption; `alt` and `caption` stand in for the picture's own."""
    words = caption or shown.caption
    return format_html(
        "<figure>{}{}</figure>",
        picture(shown, alt=alt, at_once=at_once),
        format_html("<figcaption>{}</figcaption>", words) if words else "",
    )


def place(html: str, prefix: str, pictures: Mapping[str, Picture]) -> str:
    """Cleaned `html` with every <img> whose address is `prefix` and a picture's name made that picture.

    Alone in its paragraph it becomes a figure, fetched at once when it begins the text; among words it
    stands without its caption.
    """

    def one(match: re.Match[str]) -> str:
        given = _of(match[0], prefix, pictures)
        return picture(given[0], alt=given[1]) if given else match[0]

    def alone(match: re.Match[str]) -> str:
        found = [_of(img, prefix, pictures) for img in re.findall(_IMG, match[0])]
        if None in found:
            return match[0]
        return "\n".join(
            figure(each[0], alt=each[1], caption=each[2], at_once=match.start() + number == 0)
            for number, each in enumerate(found)
            if each
        )

    return re.sub(_IMG, one, _ALONE.sub(alone, html)) if prefix in html else html


def _of(img: str, prefix: str, pictures: Mapping[str, Picture]) -> tuple[Picture, str, str] | None:
    """The picture an <img> stands for, with the words and the caption typed beside its name."""
    typed = {name: unescape(value) for name, value in _ATTRIBUTE.findall(img)}
    if not typed.get("src", "").startswith(prefix):
        return None
    return pictures[typed["src"][len(prefix) :]], typed.get("alt", ""), typed.get("title", "")


def plain_images(html: str) -> str:
    """`html` with each <picture> as the one <img> in it, for readers that know no more."""
    return re.sub(r"</?picture>", "", _SOURCE.sub("", html))
