"""A Markdown text taken apart: headings, blocks of words, links and pictures, as they were typed."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import markdown
from django.core.exceptions import ValidationError

from practice.content.rendering import render, renderable

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_BLOCKS = {"p", "li", "td", "th", "dt", "dd", *_HEADINGS}
_CODE = {"pre", "code"}


@dataclass
class Text:
    """`headings` are (level, words), `links` (address, words), `pictures` (address, alt).

    `blocks` are the words of paragraphs, items and headings; `paragraphs` those of paragraphs alone, `quotes`
    those of block quotes; `ids` what a link within the text may lead to. Code is in none of them.
    """

    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    ids: frozenset[str] = frozenset()


def read(body: str) -> Text:
    """Take a text apart. One that cannot be rendered, which saving it will say, has nothing in it."""
    try:
        renderable(body)
        html = markdown.markdown(body, extensions=["extra", "sane_lists"], output_format="html")
        ids = frozenset(re.findall(r' id="([^"]+)"', render(body).html))
    except (RecursionError, ValidationError):
        return Text()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.text.ids = ids
    return reader.text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = Text()
        self.open: list[
            tuple[str, list[str]]
        ] = []  # blocks and links not yet closed, with their words
        self.quoted = self.in_code = 0
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.in_code += tag in _CODE
        self.quoted += tag == "blockquote"
        if tag == "img":
            self.text.pictures.append((given.get("src", ""), given.get("alt", "")))
            for _, words in self.open:
                words.append(given.get("alt", ""))
        elif tag == "br":
            self.handle_data(" ")
        elif tag == "a" and "href" in given:
            self.address = given["href"]
            self.open.append((tag, []))
        elif tag in _BLOCKS:
            self.open.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        self.in_code -= tag in _CODE and self.in_code > 0
        self.quoted -= tag == "blockquote" and self.quoted > 0
        if not any(name == tag for name, _ in self.open):
            return
        name, pieces = self.open.pop()
        while name != tag:
            name, pieces = self.open.pop()
        self._keep(tag, " ".join("".join(pieces).split()))

    def handle_data(self, data: str) -> None:
        if self.in_code:
            return
        for name, words in reversed(self.open):
            words.append(data)
            if name != "a":  # an item that holds a paragraph does not say its words twice
                break

    def _keep(self, tag: str, words: str) -> None:
        if tag == "a":
            self.text.links.append((self.address, words))
            return
        if tag in _HEADINGS:
            self.text.headings.append((int(tag[1]), words))
        if not words:
            return
        self.text.blocks.append(words)
        if tag == "p":
            self.text.paragraphs.append(words)
        if self.quoted:
            self.text.quotes.append(words)
