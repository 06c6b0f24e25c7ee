"""The one way from Markdown to HTML that may stand on a page."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import nh3
from django.core.exceptions import ValidationError
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor

from practice.content.images import figures
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
# Ids that the pages around a text use themselves; a test compares them with the templates.
RESERVED_IDS = frozenset(
    "main contents related invite near lately offered then in-words beside help-first".split()
)


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
    habits = _OurHabits({image.name: image for image in images})
    parser = _parser(habits)
    html = nh3.clean(
        parser.convert(text.replace("\r\n", "\n")),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_without_foreign_pictures,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    # After cleaning, and at a mark nobody can guess: HTML typed by hand never becomes a figure.
    html = figures.place(html, habits.mark, habits.images)
    contents = [
        {"id": token["id"], "title": _plain(token["name"])}
        for token in parser.toc_tokens  # type: ignore[attr-defined]
        if token["level"] == 2
    ]
    missing = tuple(habits.missing)
    return Rendered(html=html, contents=contents, text=_plain(html), missing=missing)


def _parser(habits: Extension) -> markdown.Markdown:
    parser = markdown.Markdown(
        extensions=["extra", "toc", "sane_lists", "smarty", "admonition", habits],
        extension_configs={
            "extra": {
                "tables": {"use_align_attribute": True},  # its other way is an inline style
            },
            "toc": {"slugify": _heading_id},
        },
        output_format="html",
    )
    for each in parser.treeprocessors:
        if isinstance(each, InlineProcessor):
            # Asked for a thousand times a text, and sorted anew by each asking: a sixth of all the time.
            each.inlinePatterns = list(each.inlinePatterns)  # type: ignore[assignment]
    return parser


def _heading_id(title: str, separator: str) -> str:
    found = slugify(title, separator) or "part"
    return f"{found}-part" if found in RESERVED_IDS else found


def _is_ours(address: str) -> bool:
    # Browsers take a backslash for a slash and leave tabs out: /\\host and /<tab>/host are elsewhere.
    return re.fullmatch(r"/(?!/)[^\\\x00-\x20]*", address) is not None


def _without_foreign_pictures(tag: str, attribute: str, value: str) -> str | None:
    """No page asks another host for a picture (PROMISES P4)."""
    if (tag, attribute) == ("img", "src") and not _is_ours(value):
        return None
    return value


class _OurHabits(Extension):
    """Headings under the page's own title, backslash breaks, and pictures from this site only."""

    def __init__(self, images: Mapping[str, figures.Picture]) -> None:
        super().__init__()
        self.images = images
        self.mark = f"/{secrets.token_hex(8)}/"
        self.missing: list[str] = []

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # After attribute lists (8), before the contents list gives out ids (5).
        md.treeprocessors.register(_Headings(md), "our_headings", 6)
        md.treeprocessors.register(_Pictures(self), "our_pictures", 7)
        # After code spans (190), before escapes (180), which would eat the backslash.
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash", 185)


class _Headings(Treeprocessor):
    """One h1 a page, and it is the entry's title: a text that uses h1 has all headings moved down.

    An id typed by hand stays when nothing else has it; otherwise the contents list gives a new one.
    """

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        if any(heading.tag == "h1" for heading in headings):
            for heading in headings:
                heading.tag = f"h{min(int(heading.tag[1]) + 1, 6)}"
        taken = set(RESERVED_IDS)
        for heading in headings:
            if (typed := heading.get("id")) in taken:
                del heading.attrib["id"]
            elif typed:
                taken.add(typed)


class _Pictures(Treeprocessor):
    """An image gets its mark; a picture that lies elsewhere gives way to the words that describe it."""

    def __init__(self, habits: _OurHabits) -> None:
        super().__init__()
        self.habits = habits

    def run(self, root: Element) -> None:
        # A heading goes into the list of contents, where there is no room for a picture.
        in_headings = {
            picture
            for heading in root.iter()
            if heading.tag in _HEADINGS
            for picture in heading.iter("img")
        }
        for picture in root.iter("img"):
            name = self._name(picture)
            if name and picture not in in_headings:
                picture.set("src", f"{self.habits.mark}{name}")
            elif not _is_ours(picture.get("src", "")):
                description = picture.get("alt", "")
                picture.tag = "span"
                picture.attrib.clear()
                picture.text = description

    def _name(self, picture: Element) -> str:
        """The name of the image that is meant; empty when none is, or there is no such image."""
        scheme, _, name = picture.get("src", "").partition(":")
        if scheme.lower() != "image":
            return ""
        if name.lower() in self.habits.images:
            return name.lower()
        self.habits.missing.append(name)
        return ""


def _plain(html: str) -> str:
    """The words of a piece of HTML, without marks."""
    spaced = re.sub(r"</(p|li|h\d|td|th|dt|dd|div|figcaption)>|<br>", " ", html)
    text = nh3.clean(spaced, tags=set())
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(text.split())


def plain(value: Any) -> str:
    """Words of rendered HTML as plain text, for search, mails and counting."""
    return _plain(str(value))
