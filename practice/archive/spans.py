"""The inline pieces of our Markdown, written so that python-markdown reads them back unchanged."""

from __future__ import annotations

import html
import re

from .notebook import HIDDEN_NEWLINE, KEPT_OPEN, RAW_BRACE

_MARKUP = re.compile(r"[\\`*\[\]{}]|(?<![^\W_])_|_(?![^\W_])")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY_START = re.compile(r"&(?=#?\w+;)")
# The site shows a link of any other kind without its address.
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_BREAKS = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly that text."""
    text = text.replace(RAW_BRACE, "{")
    text = _MARKUP.sub(lambda match: f"\\{match[0]}", text)
    text = _ENTITY_START.sub("&amp;", text)
    return _TAG_START.sub("&lt;", text)


def entity(written: str) -> str:
    """The character an entity stands for, safe in Markdown; unknown ones stay as written."""
    character = html.unescape(written)
    if character == written:
        return f"&amp;{written[1:]}"
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(character, escape(character))


def code(text: str) -> str:
    """An inline code span; "" for nothing. Backticks inside get a longer fence."""
    text = " ".join(text.replace(HIDDEN_NEWLINE, "").replace(RAW_BRACE, "{").split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    padded = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{padded}{fence}"


def wrapped(content: str, marks: str) -> str:
    """Emphasis (`*` or `**`) around content, white space kept outside where Markdown wants it."""
    inner = content.strip()
    if not inner:
        return content
    if "*" in inner.replace("\\*", ""):
        marks = "_" * len(marks)
    before = content[: len(content) - len(content.lstrip())]
    after = content[len(content.rstrip()) :]
    return f"{before}{marks}{inner}{marks}{after}"


def link(content: str, address: str, title: str = "") -> str:
    """A link; only its words where there is no address, or where the address is unknown to us."""
    address = address.strip()
    inner = content.strip()
    if KEPT_OPEN in address:
        return f"{content} ({address})"
    if not inner or not address:
        return content
    return content.replace(inner, f"[{inner}]({_address(address)}{_title(title)})")


def lost_address(address: str) -> str:
    """What to say about an address the site will not keep; "" for one it keeps."""
    found = _SCHEME.match(address)
    if found is None or found[1].lower() in _SCHEMES:
        return ""
    return f"a link of the kind {found[1].lower()}: is shown without its address"


def image(alt: str, address: str, title: str = "") -> str:
    """A picture; its description alone where there is no address or one we do not know."""
    description = escape(" ".join(alt.split()))
    if KEPT_OPEN in address:
        return f"{description} ({address})"
    if not address.strip():
        return description
    return f"![{description}]({_address(address.strip())}{_title(title)})"


def _address(address: str) -> str:
    for character, code_point in (("(", "%28"), (")", "%29"), (" ", "%20"), ("\n", "")):
        address = address.replace(character, code_point)
    return address.replace("<", "%3C").replace(">", "%3E").replace('"', "%22")


def _title(title: str) -> str:
    clean = " ".join(title.split()).replace('"', "”")
    return f' "{escape(clean)}"' if clean else ""


def one_line(text: str) -> str:
    """The text on one line, hard breaks turned into spaces: for headings and table cells."""
    return _BREAKS.sub(" ", text).strip()


def plain(text: str) -> str:
    """The words of an inline Markdown text, as a title shows them."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\\)(\*\*?|__?|`+)(\S.*?)\1", r"\2", text)
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    return " ".join(html.unescape(text).split())
