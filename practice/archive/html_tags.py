"""What an HTML element means for a text; shared by the reader of tags and the reader of blocks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .spans import escape, link

EMPHASIS = frozenset({"em", "i", "cite", "dfn", "var"})
STRONG = frozenset({"strong", "b"})
CODE = frozenset({"code", "kbd", "samp", "tt"})
DROPPED = frozenset({"script", "style", "template"})
EMBEDDED = frozenset({"iframe", "video", "audio", "embed", "object"})
FORM = frozenset(
    {"form", "input", "button", "select", "option", "textarea", "label", "fieldset", "legend"}
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr", "param"}
)
# What these show is lost without the tag, though their words are not.
PLAINED = frozenset({"del", "s", "strike"})
SPANS = frozenset(
    {"a", "abbr", "acronym", "bdi", "bdo", "big", "br", "data", "font", "img", "ins", "mark"}
    | {"nobr", "picture", "q", "rb", "rp", "rt", "ruby", "small", "source", "span", "sub", "sup"}
    | {"time", "track", "u", "wbr", "input", "button", "select", "option", "label", "textarea"}
    | EMPHASIS
    | STRONG
    | CODE
    | PLAINED
)
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup"}
    | {"dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "li"}
    | {"iframe", "legend", "link", "main", "map", "menu", "meta", "nav", "noscript", "ol", "p"}
    | {"pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"title", "tr", "ul", "svg", "math", "area", "param"}
    | DROPPED
    | EMBEDDED
)

_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


def attributes(written: str) -> dict[str, str]:
    """The attributes written in a tag, names in lower case."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), double or single or bare)
    return found


def embedded_link(name: str, address: str) -> str:
    """A link to what was embedded; "" when it names no address."""
    if not address.strip():
        return ""
    full = f"https:{address}" if address.startswith("//") else address
    host = urlsplit(full).hostname if "[" not in full else ""
    return link(escape(f"Embedded {name}" + (f": {host}" if host else "")), full)


def embedded_remark(name: str) -> str:
    """What a person is told about an embedded thing."""
    return f"<{name}> cannot be embedded here; a link stands in its place"
