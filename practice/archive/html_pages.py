"""Which `.html` files of a Jekyll site hold a text of their own."""

from __future__ import annotations

import re
from pathlib import Path

from .documents import Unreadable
from .front_matter import split
from .limits import refuse_endless
from .text_files import read_text

HTML = (".html", ".htm")
THEME = "a page of the theme, not a text"
_MAKES_A_LIST = re.compile(r"\{%-?\s*(?:for|tablerow|paginate)\b")
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_NO_WORDS = re.compile(
    r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL | re.IGNORECASE,
)


def why_left(file: Path, *, is_post: bool) -> str:
    """Why an HTML file is left out; "" when it is a text to read, or reading it must complain."""
    try:
        text = read_text(file)
    except Unreadable:
        return "" if is_post else THEME
    if not text.startswith("---"):
        return "HTML without front matter" if is_post else THEME
    return _why_no_text(text, file, is_post)


def _why_no_text(text: str, file: Path, is_post: bool) -> str:
    try:
        body = split(text, str(file)).body
        refuse_endless(body, str(file), 1)
    except Unreadable:
        return ""  # reading it says what is wrong
    if _WHOLE_PAGE.search(body):
        return "a whole HTML page of its own; copy its text by hand"
    if file.stem == "404":
        return "the old site's page for what is not found; this site makes its own"
    if not is_post and _MAKES_A_LIST.search(body):
        return "a page of the theme that lists others, not a text"
    return "" if re.search(r"\w", _NO_WORDS.sub("", body)) else THEME
