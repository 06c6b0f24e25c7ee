"""What WordPress stores of a text, made into the HTML its pages showed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from .html_tags import BLOCKS


@dataclass(frozen=True)
class Site:
    """What is asked of the old site: where a link leads now, what a picture is called now, and the HTML
    of a picture by its number."""

    link: Callable[[str], str]
    picture: Callable[[str], str]
    numbered: Callable[[str], str]


Note = Callable[[int, str], None]

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.{0,20000}?-->", re.DOTALL)
_MORE = re.compile(r"<!--\s*(?:more|nextpage)\b[^>]{0,200}-->", re.IGNORECASE)
_LAZY = re.compile(r"<img\b[^<>]{0,5000}>", re.IGNORECASE)
_NOSCRIPT = re.compile(
    r"<noscript\b[^>]{0,200}>.{0,20000}?</noscript\s*>", re.DOTALL | re.IGNORECASE
)
_ADDRESS = re.compile(
    r"""(?P<before>\s(?P<name>href|src)\s*=\s*)(?P<quote>["'])(?P<address>.{0,4000}?)(?P=quote)""",
    re.DOTALL | re.IGNORECASE,
)
# A picture that leads to itself, larger: the larger one is what is taken in.
_LINKED_PICTURE = re.compile(
    r"""<a\b[^<>]{0,2000}\.(?:jpe?g|png|gif|webp|avif)["'][^<>]{0,2000}>\s*(<img\b[^<>]{0,5000}>)\s*</a>""",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(
    r"(?P<open>\[?)\[(?P<end>/?)(?P<name>[A-Za-z][\w-]{1,40})(?P<rest>(?:\s[^\[\]<>\n]{0,2000})?)(?P<void>/?)\](?P<shut>\]?)"
)
_KNOWN = frozenset(
    {
        "audio",
        "caption",
        "contact-form",
        "contact-form-7",
        "embed",
        "gallery",
        "gravityform",
        "playlist",
    }
    | {"video", "wp_caption", "wpforms", "ninja_form", "youtube", "vimeo"}
)
_CAPTION = re.compile(
    r"\[(?P<name>caption|wp_caption)\b[^\]]{0,2000}\](?P<inside>.{0,20000}?)\[/(?P=name)\]",
    re.DOTALL,
)
_NUMBERS = re.compile(r"\bids=[\"']?([\d, ]{1,2000})")
_DIGITS = re.compile(r"\d{1,20}")
_EMBED = re.compile(r"\[embed\b[^\]]{0,200}\]\s*(https?://[^\s\[\]<>\"]{1,2000})\s*\[/embed\]")
_PICTURE = re.compile(r"(?:<a\b[^>]{0,2000}>)?\s*<img\b[^<>]{0,5000}>\s*(?:</a>)?", re.IGNORECASE)
_STARTS_BLOCK = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS))})\b", re.IGNORECASE)
_PRE = re.compile(r"<(pre|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def shown_html(stored: str, line: int, note: Note, site: Site) -> str:
    """The HTML of a text; `note` is told what is not kept as it was."""
    text = stored.replace("\r\n", "\n").replace("\r", "\n")
    is_blocks = "<!-- wp:" in text
    text = _MORE.sub("", _BLOCK_COMMENT.sub("", text))
    text = _LAZY.sub(_with_source, _NOSCRIPT.sub("", text) if "data-src" in text else text)
    text = _without_shortcodes(text, line, note, site)
    text = text if is_blocks else _with_paragraphs(text)
    return _ADDRESS.sub(lambda found: _led(found, site), _LINKED_PICTURE.sub(r"\1", text))


def _led(found: re.Match[str], site: Site) -> str:
    address = html.unescape(found["address"]).strip()
    new = (site.picture if found["name"].lower() == "src" else site.link)(address)
    if new == address:
        return found[0]
    return f"{found['before']}{found['quote']}{html.escape(new)}{found['quote']}"


def _with_source(match: re.Match[str]) -> str:
    """Pictures that a script would have loaded, loaded plainly."""
    tag = match[0]
    if re.search(r"\ssrc\s*=", tag, re.IGNORECASE):
        return tag
    return re.sub(r"\sdata-src\s*=", " src=", tag, count=1, flags=re.IGNORECASE)


def _without_shortcodes(text: str, line: int, note: Note, site: Site) -> str:
    """Captions and embedded addresses as HTML; of all others the words inside are kept."""
    text = _CAPTION.sub(_figure, text)
    text = _EMBED.sub(r'<a href="\1">\1</a>', text)
    closed = {match["name"] for match in _SHORTCODE.finditer(text) if match["end"]}

    def one(match: re.Match[str]) -> str:
        if match["open"] and match["shut"]:  # WordPress's way to show a shortcode
            return match[0][1:-1]
        name = match["name"]
        if name not in _KNOWN and name not in closed and "=" not in match["rest"]:
            return match[0]  # brackets people write
        if not match["end"]:
            number = line + text.count("\n", 0, match.start())
            note(number, f"a shortcode was left out, words inside it are kept: {match[0].strip()}")
        numbers = _NUMBERS.search(match["rest"]) if name == "gallery" else None
        pictures = "\n\n".join(map(site.numbered, _DIGITS.findall(numbers[1]))) if numbers else ""
        return f"{match['open']}{pictures}{match['shut']}"

    return _SHORTCODE.sub(one, text)


def _figure(match: re.Match[str]) -> str:
    picture = _PICTURE.search(match["inside"])
    if picture is None:
        return match["inside"]
    words = (match["inside"][: picture.start()] + match["inside"][picture.end() :]).strip()
    words = words or html.escape(_caption_of(match[0]))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{picture[0]}{caption}</figure>\n\n"


def _caption_of(shortcode: str) -> str:
    """Old WordPress kept the words inside the brackets."""
    found = re.match(r'\[[^\]]*?\bcaption="([^"\]]*)"', shortcode)
    return html.unescape(found[1]) if found else ""


def _with_paragraphs(text: str) -> str:
    """Empty lines divide paragraphs and line ends break lines, as on WordPress's pages."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n\ufdd5{len(kept) - 1}\ufdd5\n\n"

    pieces = re.split(r"\n\s*\n", _PRE.sub(keep, text.replace("\ufdd5", "")))
    whole = "\n\n".join(_paragraph(piece.strip("\n")) for piece in pieces if piece.strip())
    return re.sub("\ufdd5(\\d+)\ufdd5", lambda match: kept[int(match[1])], whole)


def _paragraph(piece: str) -> str:
    if piece.startswith("\ufdd5") or _STARTS_BLOCK.search(piece):
        return piece
    return "<p>" + piece.replace("\n", "<br>\n") + "</p>"


def path_of(address: str, hosts: Collection[str]) -> str | None:
    """The path and query of an address on the old site; None for any other. `hosts` are its names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or (
        parts.netloc and parts.netloc.lower() not in hosts
    ):
        return None
    if not parts.netloc and not parts.path.startswith("/"):
        return None
    return unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
