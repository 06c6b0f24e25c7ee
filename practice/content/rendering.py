"""The one way from Markdown to HTML that may stand on a page."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import nh3
from django.core.exceptions import ValidationError

from practice.content.habits import is_ours
from practice.content.images import figures
from practice.content.parser import ready
from practice.content.tangled import what_is_tangled

# Raise it when the output changes, and `manage.py up` renders every stored text again.
VERSION = 3  # 3: the plain words stand as they are read

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Only what Markdown itself writes; whatever else was typed as HTML is unwrapped to its text.
_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "a",
        "img",
    ),
    *("code", "pre", "table", "thead", "tbody", "tr", "th", "td", "sup", "abbr", "div"),
    *_HEADINGS[1:],
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "li": {"id"},
    "sup": {"id"},
    **{heading: {"id"} for heading in _HEADINGS[1:]},
}
_CLASSES = {
    "div": {"footnote", "admonition", "note", "warning", "tip"},
    "p": {"admonition-title"},
    "a": {"footnote-ref", "footnote-backref"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "sms"}


def _without_foreign_pictures(tag: str, attribute: str, value: str) -> str | None:
    """No page asks another host for a picture (PROMISES P4)."""
    if (tag, attribute) == ("img", "src") and not is_ours(value):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    attribute_filter=_without_foreign_pictures,
    url_schemes=_SCHEMES,
    link_rel=None,
)
_NO_TAGS = nh3.Cleaner(tags=set())


@dataclass(frozen=True)
class Rendered:
    """`html` is safe to print as it is, `text` its plain words, `contents` its h2s as {"id", "title"}.

    `missing` are the names of images the text asks for and nobody gave.
    """

    html: str
    contents: list[dict[str, str]] = field(default_factory=list)
    text: str = ""
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return len(self.text.split())


def renderable(text: str) -> None:
    """A field's validator: raise ValidationError for a text that cannot be rendered in fair time."""
    if tangled := what_is_tangled(text):
        raise ValidationError(tangled)
    try:
        render(text)
    except RecursionError:
        raise ValidationError(
            "Lists or quotes are nested too deeply here. Take some levels out."
        ) from None


@lru_cache(maxsize=8)  # a form checks a text and then saves it
def render(text: str, *images: figures.Picture) -> Rendered:
    """Safe HTML of a Markdown text that may show `images`.

    Headings start at h2, because the page has printed its h1, and carry ids; quotes become
    typographic; hard breaks, footnotes, tables and definition lists are kept. Raw HTML is unwrapped
    or removed, and links with any scheme but http(s), mailto, tel and sms lose their address.
    Takes up to 0.3 s for a very long text: call it when a text is saved, never while a visitor waits.
    """
    with ready(images) as (parser, habits):
        html = _CLEANER.clean(parser.convert(text.replace("\r\n", "\n")))
        tokens = parser.toc_tokens  # type: ignore[attr-defined]
    # After cleaning, and at a mark nobody can guess: HTML typed by hand never becomes a figure.
    html = figures.place(html, habits.mark, habits.images)
    contents = [
        {"id": token["id"], "title": _plain(token["name"])}
        for token in tokens
        if token["level"] == 2
    ]
    missing = tuple(habits.missing)
    return Rendered(html=html, contents=contents, text=_plain(html), missing=missing)


def _plain(html: str) -> str:
    """The words of a piece of HTML, without marks."""
    spaced = re.sub(r"</(p|li|h\d|td|th|dt|dd|div|figcaption)>|<br>", " ", html)
    text = _NO_TAGS.clean(spaced)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(text.split())


def plain(value: Any) -> str:
    """Words of rendered HTML as plain text, for search, mails and counting."""
    return _plain(str(value))
