"""The inline part of a paragraph: kramdown's spans and single HTML tags, as our Markdown.

One walk over the text. Code is put aside untouched; everything else is written out again.
"""

from __future__ import annotations

import html
import re

from . import liquid, spans
from .html_tags import (
    BLOCKS,
    CODE,
    DROPPED,
    EMBEDDED,
    EMPHASIS,
    FORM,
    PLAINED,
    SPANS,
    STRONG,
    VOID,
    attributes,
    embedded_link,
    embedded_remark,
)
from .notebook import Notebook, hidden, lines_before

# Nothing here is longer than 4000 characters: an opening without its end must not make every
# other one look through the whole text.
_TOKEN = re.compile(
    r"""
    (?P<hard>(?<![ ])[ ]*\\\\[ ]*(?=\n))
  | \\(?P<escaped>[\\.*_+`<>()\[\]{}\#!:|"'$=~&^-])
  | (?P<code>(?<!`)(?P<ticks>`+)(?!`).{1,4000}?(?<!`)(?P=ticks)(?!`))
  | (?P<ticked>`+)
  | (?P<math>\$\$.{1,4000}?\$\$)
  | (?P<element><(?P<raw>code|tt|kbd|samp|script|style)\b[^>]*>(?P<inside>.{0,4000}?)</(?P=raw)\s*>)
  | (?P<comment><!--.{0,4000}?-->)
  | (?P<auto><(?:https?|ftp|mailto|tel):[^\s<>]*>|<[^\s<>@/]+@[^\s<>/]+>)
  | (?P<tag><(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)
        (?P<attrs>(?:\s(?:"[^"]*"|'[^']*'|[^<>"'])*)?)/?>)
  | (?P<less><(?=[A-Za-z/!?]))
  | (?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z]\w*);)
  | (?P<extension>\{::(?P<ext>comment|nomarkdown)\}(?P<extended>.{0,4000}?)\{:/(?P=ext)?\})
  | (?P<ial>(?<=[\])*_`>\ufdd1])\{:(?!:)[^{}\n]*\})
  | (?P<brace>[{\ufdd3])   # U+FDD3 is notebook.RAW_BRACE
  | (?P<strike>~~(?=[^\s~])(?P<struck>.{1,4000}?)(?<=[^\s~])~~)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_KINDS = (
    "hard", "escaped", "code", "ticked", "math", "element", "comment", "auto", "tag", "less",
    "entity", "extension", "ial", "brace", "strike",
)  # fmt: skip
# What all of them begin with, or have in them: most paragraphs hold none.
_SIGN = re.compile(r"[\\`$<&{~\ufdd3]")
# python-markdown knows these escapes (core.ESCAPED_CHARS, tables, smarty); the others are written
# as the character, which has no meaning of its own in the middle of our dialect.
_ESCAPES = frozenset("\\`*_{}[]()>#+-.!|\"'")
# Where a link's address begins, as the walk writes it; code is put aside by then.
_LINK_TO = re.compile(
    r"(?:(?<!\\)\]\(\s{0,20}<?|<(?=ftp:))([A-Za-z][A-Za-z0-9+.-]{0,30}:)", re.IGNORECASE
)
# `<br>` until the end of the walk: its own newline is not the source's, and two of them divide.
_BREAK = "\ufdd4"
_BREAKS = re.compile(rf"(?<![ \n])[ \n]*{_BREAK}[ \n{_BREAK}]*")


def convert(text: str, line: int, notebook: Notebook) -> str:
    """A paragraph's source as Markdown without HTML; `line` is where it begins, for remarks."""
    resolved = liquid.resolve_tags(text, line, notebook)
    written = _Walk(line, notebook).over(resolved)
    _remark_on_lost_addresses(written, line, notebook)
    broken = _BREAKS.sub(lambda m: "\n\n" if m[0].count(_BREAK) > 1 else "  \n", written)
    return broken.strip(" \t\n")


def _remark_on_lost_addresses(written: str, line: int, notebook: Notebook) -> None:
    for match in _LINK_TO.finditer(written):
        if lost := spans.lost_address(match[1]):
            notebook.note(line + lines_before(written, match.start()), lost)


class _Walk:
    """One walk over one text; open tags are frames that gather what stands in them."""

    def __init__(self, line: int, notebook: Notebook) -> None:
        self.line = line
        self.notebook = notebook
        self.frames: list[tuple[str, dict[str, str], list[str]]] = [("", {}, [])]
        self.text = ""

    def over(self, text: str) -> str:
        if not _SIGN.search(text):
            return text
        self.text = text
        position = 0
        for match in _TOKEN.finditer(text):
            self.put(text[position : match.start()])
            kind = next(kind for kind in _KINDS if match[kind] is not None)
            self.put(getattr(self, f"_{kind}")(match))
            position = match.end()
        self.put(text[position:])
        while len(self.frames) > 1:
            self._close_frame()
        return "".join(self.frames[0][2])

    def put(self, piece: str) -> None:
        self.frames[-1][2].append(piece)

    def note(self, match: re.Match[str], text: str) -> None:
        self.notebook.note(self.line + lines_before(self.text, match.start()), text)

    def _hard(self, match: re.Match[str]) -> str:
        return "  "

    def _escaped(self, match: re.Match[str]) -> str:
        character = match["escaped"]
        if character in _ESCAPES:
            return f"\\{character}"
        return {"<": "&lt;", "&": "&amp;", ":": "&#58;"}.get(character, character)

    def _code(self, match: re.Match[str]) -> str:
        return self.notebook.keep(match[0]) + hidden(match[0])

    def _ticked(self, match: re.Match[str]) -> str:
        return match[0].replace("`", "\\`")

    def _math(self, match: re.Match[str]) -> str:
        return spans.escape(match[0])

    def _element(self, match: re.Match[str]) -> str:
        name = match["raw"].lower()
        if name in DROPPED:
            self.note(match, f"<{name}> was left out")
            return hidden(match[0])
        inside = html.unescape(re.sub(r"<[^>]*>", "", match["inside"]))
        return self.notebook.keep(spans.code(inside)) + hidden(match[0])

    def _comment(self, match: re.Match[str]) -> str:
        if match[0].strip("<!- >").casefold() != "more":
            self.note(match, "an HTML comment was left out")
        return hidden(match[0])

    def _auto(self, match: re.Match[str]) -> str:
        if match[0].startswith("<tel:"):
            return spans.link(spans.escape(match[0][5:-1]), match[0][1:-1])
        return match[0]

    def _less(self, match: re.Match[str]) -> str:
        return "&lt;"

    def _entity(self, match: re.Match[str]) -> str:
        return spans.entity(match[0])

    def _extension(self, match: re.Match[str]) -> str:
        if match["ext"].lower() == "comment":
            self.note(match, "a kramdown comment was left out")
            return hidden(match[0])
        return convert(match["extended"], self.line, self.notebook)

    def _ial(self, match: re.Match[str]) -> str:
        self.note(match, f"attributes left out: {match[0]}")
        return ""

    def _brace(self, match: re.Match[str]) -> str:
        return "\\{"

    def _strike(self, match: re.Match[str]) -> str:
        self.note(match, "crossed-out text is shown plainly")
        return _Walk(self.line, self.notebook).over(match["struck"])

    def _tag(self, match: re.Match[str]) -> str:
        name = match["name"].lower()
        if name not in SPANS | BLOCKS | FORM:
            self.note(match, f"<{name}> is no HTML we know and is shown as text")
            return "&lt;" + spans.escape(match[0][1:])
        if match["close"]:
            self._close(name, match)
            return ""
        self._remark_on(name, match)
        found = attributes(match["attrs"])
        if name == "br":
            return _BREAK
        if name == "img":
            values = {key: html.unescape(value) for key, value in found.items()}
            return spans.image(
                values.get("alt", ""), values.get("src", ""), values.get("title", "")
            )
        if name in EMBEDDED:
            address = found.get("src") or found.get("data", "")
            return embedded_link(name, html.unescape(address)) + " "
        if name not in VOID and name not in BLOCKS:
            self.frames.append((name, found, []))
        return ""

    def _remark_on(self, name: str, match: re.Match[str]) -> None:
        if name in EMBEDDED:
            self.note(match, embedded_remark(name))
        elif name in FORM:
            self.note(match, f"<{name}> was left out, its words are kept")
        elif name in PLAINED:
            self.note(match, "crossed-out text is shown plainly")
        elif name in BLOCKS:
            self.note(match, f"a lone <{name}> was left out, its words are kept")

    def _close(self, name: str, match: re.Match[str]) -> None:
        if name not in (frame[0] for frame in self.frames):
            if name not in EMBEDDED | FORM:
                self.note(match, f"a lone </{name}> was left out")
            return
        while self._close_frame() != name:
            pass

    def _close_frame(self) -> str:
        name, found, pieces = self.frames.pop()
        content = "".join(pieces)
        self.put(self._wrapped(name, found, content))
        return name

    def _wrapped(self, name: str, found: dict[str, str], content: str) -> str:
        if name in EMPHASIS:
            return spans.wrapped(content, "*")
        if name in STRONG:
            return spans.wrapped(content, "**")
        if name in CODE:
            return self.notebook.keep(spans.code(spans.plain(content)))
        if name == "q":
            return f"“{content}”"
        if name == "a":
            address, title = (html.unescape(found.get(key, "")) for key in ("href", "title"))
            return spans.link(content, address, title)
        return content
