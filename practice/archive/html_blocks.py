"""HTML that stands as a block of its own, as blocks of our Markdown.

html5lib reads it the way a browser would; nothing of it is run or kept as HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib

from . import spans
from .blocks import (
    Block,
    Code,
    Definitions,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
    paragraphs,
)
from .html_tags import (
    BLOCKS,
    CODE,
    DROPPED,
    EMBEDDED,
    EMPHASIS,
    FORM,
    PLAINED,
    STRONG,
    embedded_link,
    embedded_remark,
)
from .notebook import HIDDEN_NEWLINE, Notebook, lines_before

Element = Any  # xml.etree's Element, which html5lib does not type

_SPACE = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight)-([\w+#.-]+)")


def convert(html: str, line: int, notebook: Notebook) -> list[Block]:
    """The blocks an HTML text shows; `line` is where it begins."""
    return _Reader(html, line, notebook).read()


class _Reader:
    def __init__(self, html: str, line: int, notebook: Notebook) -> None:
        self.html = html.replace(HIDDEN_NEWLINE, "")
        self.original = html
        self.line = line
        self.notebook = notebook
        self.seen: Counter[str] = Counter()

    def read(self) -> list[Block]:
        tree = html5lib.parseFragment(self.html, treebuilder="etree", namespaceHTMLElements=False)
        return self.blocks(tree)

    def note(self, name: str, text: str) -> None:
        """A remark on the next element of that name; html5lib keeps no line numbers."""
        starts = [m.start() for m in re.finditer(rf"<{name}\b", self.original, re.IGNORECASE)]
        start = starts[min(self.seen[name], len(starts) - 1)] if starts else 0
        self.seen[name] += 1
        self.notebook.note(self.line + lines_before(self.original, start), text)

    def blocks(self, element: Element) -> list[Block]:
        """The children of an element: runs of inline text become paragraphs."""
        found: list[Block] = []
        run = _text(element.text)
        for child in element:
            if self._is_block(child):
                found += self._paragraphs(run)
                found += self.block(child)
                run = _text(child.tail)
            else:
                run += self.inline(child) + _text(child.tail)
        return found + self._paragraphs(run)

    def _is_block(self, element: Element) -> bool:
        name = _name(element)
        return name in BLOCKS or any(_name(child) in BLOCKS for child in element.iter())

    def _paragraphs(self, run: str) -> list[Block]:
        run = re.sub(r"[ \t]*\n[ \t]*", "  \n", re.sub(r"(?: *\n *){2,}", "\n\n", run).strip(" \n"))
        return paragraphs(run.replace("  \n  \n", "\n\n"))

    def block(self, element: Element) -> list[Block]:
        name = _name(element)
        special = getattr(self, f"_{name}", None) if name else None
        if special is not None and name in _SPECIAL:
            return list(special(element))
        if re.fullmatch("h[1-6]", name):
            text = spans.one_line(self.inside(element))
            return [Heading(int(name[1]), text, element.get("id", ""))] if text else []
        if name in DROPPED:
            self.note(name, f"<{name}> was left out")
            return []
        if name in EMBEDDED:
            return self._embedded(element, name)
        if name in FORM:
            self.note(name, f"<{name}> was left out, its words are kept")
        return self.blocks(element)

    def _hr(self, element: Element) -> list[Block]:
        return [Rule()]

    def _blockquote(self, element: Element) -> list[Block]:
        children = self.blocks(element)
        return [Quote(tuple(children))] if children else []

    def _pre(self, element: Element) -> list[Block]:
        inner = element.find("code")
        classes = f"{element.get('class', '')} {'' if inner is None else inner.get('class', '')}"
        language = _LANGUAGE.search(classes)
        return [Code("".join(element.itertext()).strip("\n"), language[1] if language else "")]

    def _ul(self, element: Element) -> list[Block]:
        return self._list(element, ordered=False)

    def _ol(self, element: Element) -> list[Block]:
        return self._list(element, ordered=True)

    def _list(self, element: Element, *, ordered: bool) -> list[Block]:
        """The items; text between them, which a browser shows too, becomes an item."""
        items = [tuple(self._paragraphs(_text(element.text)))]
        for child in element:
            items.append(tuple(self.block(child)) if _name(child) else ())
            items.append(tuple(self._paragraphs(_text(child.tail))))
        filled = tuple(item for item in items if item)
        start = element.get("start", "1")
        first = int(start) if start.isdecimal() else 1
        return [ListBlock(filled, ordered=ordered, start=first)] if filled else []

    def _dl(self, element: Element) -> list[Block]:
        entries: list[tuple[tuple[str, ...], tuple[tuple[Block, ...], ...]]] = []
        stray: list[Block] = []
        for child in _definition_parts(element):
            terms, meanings = entries[-1] if entries else ((), ())
            if _name(child) == "dt":
                term = spans.one_line(self.inside(child))
                entries[-1:] = (
                    [((*terms, term), ())]
                    if entries and not meanings
                    else [*entries[-1:], ((term,), ())]
                )
            elif _name(child) == "dd" and entries:
                entries[-1] = (terms, (*meanings, tuple(self.blocks(child))))
            else:
                stray += self.block(child)
        return [*([Definitions(tuple(entries))] if entries else []), *stray]

    def _figcaption(self, element: Element) -> list[Block]:
        text = spans.one_line(self.inside(element))
        return [Paragraph(spans.wrapped(text, "*"))] if text else []

    _caption = _figcaption

    def _table(self, element: Element) -> list[Block]:
        captions = [self._caption(one) for one in element.iter("caption")]
        rows = [(row, self._cells(row)) for row in element.iter("tr")]
        has_header = bool(rows) and all(_name(cell) == "th" for cell in rows[0][0])
        header = rows[0][1] if has_header else ()
        body = tuple(cells for _, cells in rows[has_header:])
        table = [Table(header, body)] if rows else []
        return [block for caption in captions for block in caption] + table

    def _cells(self, row: Element) -> tuple[str, ...]:
        return tuple(spans.one_line(self.inside(c)) for c in row if _name(c) in ("td", "th"))

    def _embedded(self, element: Element, name: str) -> list[Block]:
        self.note(name, embedded_remark(name))
        source = element.find("source")
        address = element.get("src") or element.get("data") or ""
        if not address and source is not None:
            address = source.get("src", "")
        return [*paragraphs(embedded_link(name, address)), *self.blocks(element)]

    def inside(self, element: Element) -> str:
        """The contents of an element as one inline text."""
        text = _text(element.text)
        for child in element:
            text += self.inline(child) + _text(child.tail)
        return text.strip(" \n")

    def inline(self, element: Element) -> str:
        name = _name(element)
        if not name:
            if (element.text or "").strip().casefold() != "more":
                self.note("!--", "an HTML comment was left out")
            return ""
        if name == "br":
            return "\n"
        if name == "img":
            return spans.image(*(element.get(key, "") for key in ("alt", "src", "title")))
        if name in CODE:
            return self.notebook.keep(spans.code("".join(element.itertext())))
        if name in BLOCKS | FORM:
            return self._flattened(element, name)
        return self._marked(element, name)

    def _marked(self, element: Element, name: str) -> str:
        content = _text(element.text)
        for child in element:
            content += self.inline(child) + _text(child.tail)
        if name in PLAINED:
            self.note(name, "crossed-out text is shown plainly")
        if name in EMPHASIS | STRONG:
            return spans.wrapped(content, "*" if name in EMPHASIS else "**")
        if name == "a":
            address = element.get("href", "")
            self._note_address(address)
            return spans.link(content, address, element.get("title", ""))
        return f"“{content}”" if name == "q" else content

    def _note_address(self, address: str) -> None:
        if lost := spans.lost_address(address):
            start = max(self.original.find(address), 0)
            self.notebook.note(self.line + lines_before(self.original, start), lost)

    def _flattened(self, element: Element, name: str) -> str:
        """A block where only a line of text fits: a table cell, a heading."""
        if name in DROPPED:
            self.note(name, f"<{name}> was left out")
            return ""
        if name in EMBEDDED:
            self.note(name, embedded_remark(name))
            return embedded_link(name, element.get("src", "")) + " " + self.inside(element)
        if name in FORM:
            self.note(name, f"<{name}> was left out, its words are kept")
        return f" {self.inside(element)} "


_SPECIAL = frozenset(
    {"hr", "blockquote", "pre", "ul", "ol", "dl", "figcaption", "caption", "table"}
)


def _definition_parts(element: Element) -> list[Element]:
    """The terms and definitions of a list; HTML lets a div stand around a group of them."""
    parts: list[Element] = []
    for child in element:
        parts += list(child) if _name(child) == "div" else [child]
    return parts


def _name(element: Element) -> str:
    """The element's name in lower case; "" for a comment."""
    if not isinstance(element.tag, str):
        return ""
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _text(text: str | None) -> str:
    return spans.escape(_SPACE.sub(" ", text or ""))
