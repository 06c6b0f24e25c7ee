"""What our Markdown does besides the usual: where headings stand, what ids they have, which pictures show."""

import re
import secrets
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.treeprocessors import Treeprocessor

from practice.content.images import figures

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Ids that the pages around a text use themselves; a test compares them with the templates.
RESERVED_IDS = frozenset(
    "main contents related invite near lately offered then in-words beside help-first".split()
)


def heading_id(title: str, separator: str) -> str:
    found = slugify(title, separator) or "part"
    return f"{found}-part" if found in RESERVED_IDS else found


def is_ours(address: str) -> bool:
    # Browsers take a backslash for a slash and leave tabs out: /\\host and /<tab>/host are elsewhere.
    return re.fullmatch(r"/(?!/)[^\\\x00-\x20]*", address) is not None


class OurHabits(Extension):
    """Headings under the page's own title, backslash breaks, and pictures from this site only."""

    def __init__(self) -> None:
        super().__init__()
        self.begin(())

    def begin(self, images: Iterable[figures.Picture]) -> None:
        """Forget the last text; the next one may show these."""
        self.images: Mapping[str, figures.Picture] = {image.name: image for image in images}
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

    def __init__(self, habits: OurHabits) -> None:
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
            elif not is_ours(picture.get("src", "")):
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
