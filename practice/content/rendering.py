"""The one way from Markdown to HTML that may stand on a page."""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

# Raise it when the output changes, and `manage.py up` renders every stored text again.
VERSION = 1

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
# Ids that the page around the text uses itself.
_RESERVED_IDS = {"main", "menu", "contents", "related", "search", "help"}


@dataclass(frozen=True)
class Rendered:
    """`html` is safe to print as it is; `contents` lists the h2 headings as {"id", "title"}."""

    html: str
    contents: list[dict[str, str]] = field(default_factory=list)
    words: int = 0


def render(text: str) -> Rendered:
    """Safe HTML of a Markdown text.

    Headings start at h2, because the page has printed its h1, and carry ids; quotes become
    typographic; hard breaks, footnotes, tables and definition lists are kept. Raw HTML is unwrapped
    or removed, and links with any scheme but http(s), mailto, tel and sms lose their address.
    Takes up to 0.3 s for a very long text: call it when a text is saved, never while a visitor waits.
    """
    parser = _parser()
    html = nh3.clean(
        parser.convert(text.replace("\r\n", "\n")),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    contents = [
        {"id": token["id"], "title": _plain(token["name"])}
        for token in parser.toc_tokens  # type: ignore[attr-defined]
        if token["level"] == 2
    ]
    return Rendered(html=html, contents=contents, words=len(_plain(html).split()))


def _parser() -> markdown.Markdown:
    return markdown.Markdown(
        extensions=["extra", "toc", "sane_lists", "smarty", "admonition", _HeadingsUnderTheTitle()],
        extension_configs={
            "footnotes": {"UNIQUE_IDS": True},
            "tables": {"use_align_attribute": True},
            "toc": {"slugify": lambda value, separator: slugify(value, separator) or "part"},
        },
        output_format="html",
    )


class _HeadingsUnderTheTitle(Extension):
    """One h1 a page, and it is the entry's title: a text that uses h1 has all headings moved down."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # After attribute lists (8), before the contents list gives out ids (5).
        md.treeprocessors.register(_MoveDown(md), "headings_under_the_title", 6)


class _MoveDown(Treeprocessor):
    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        if any(heading.tag == "h1" for heading in headings):
            for heading in headings:
                heading.tag = f"h{min(int(heading.tag[1]) + 1, 6)}"
        for heading in headings:
            if heading.get("id") in _RESERVED_IDS:
                del heading.attrib["id"]


def _plain(html: str) -> str:
    """The words of a piece of HTML, without marks."""
    spaced = re.sub(r"</(p|li|h\d|td|th|dt|dd|div)>|<br>", " ", html)
    text = nh3.clean(spaced, tags=set())
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(text.split())


def plain(value: Any) -> str:
    """Words of rendered HTML as plain text, for search, mails and counting."""
    return _plain(str(value))
