"""Liquid, as far as a text uses it: what has an equal in Markdown is turned into it.

What has none stays readable: the tag is kept as inline code, with a remark. Source of the names:
jekyllrb.com/docs/liquid and /docs/variables. Code in the text is not touched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime

from django.utils.text import slugify

from .jekyll import dated_name
from .notebook import RAW_BRACE, Notebook, hidden, lines_before
from .spans import code, escape

_FENCE = r"^[ ]*(?P<{0}>`{{3,}}|~{{3,}})[^\n]*\n.*?^[ ]*(?P={0})[`~]*[ \t]*$"
_CODE_SPAN = r"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)"
_PAIR = r"\{{%-?\s*{0}\b(?P<{0}_info>[^%]*?)-?%\}}(?P<{0}>.*?)\{{%-?\s*end{0}\s*-?%\}}"

_BLOCKS = re.compile(
    "|".join(
        (
            _FENCE.format("fence"),
            _CODE_SPAN,
            *(_PAIR.format(name) for name in ("highlight", "raw", "comment")),
        )
    ),
    re.DOTALL | re.MULTILINE,
)
_INLINE = re.compile(
    _CODE_SPAN
    + r"|\{%-?\s*(?P<tag>\w+)\b(?P<rest>.{0,4000}?)-?%\}|\{\{-?(?P<output>.{0,4000}?)-?\}\}",
    re.DOTALL,
)
ALONE = re.compile(r"^\s*(?:\{%(?:(?!%\}).)*%\}\s*)+$")
_RAW_TAG = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_LIQUID_BRACE = re.compile(r"\{(?=[{%])")
_QUOTED = re.compile(r"""^(["'])(.*)\1$""", re.DOTALL)
_MARKDOWN_FILE = re.compile(r"\.(?:md|markdown|mkd|mkdn|mkdown|html?)$")


def resolve_blocks(text: str, first_line: int, notebook: Notebook, *, as_html: bool = False) -> str:
    """`highlight`, `raw` and `comment`, which may hold anything, before the text is read."""
    if "{%" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        line = first_line + lines_before(text, match.start())
        if match["highlight"] is not None:
            return _preformatted(match) if as_html else _fenced(match)
        if match["raw"] is not None:
            return _protected(match["raw"])
        if match["comment"] is not None:
            notebook.note(line, "a Liquid comment was left out")
            return hidden(match[0])
        return _RAW_TAG.sub("", match[0])

    return _BLOCKS.sub(one, text)


def _fenced(match: re.Match[str]) -> str:
    """A fence on lines of its own, indented like the tag (it may stand in a list)."""
    start = match.string.rfind("\n", 0, match.start()) + 1
    before = match.string[start : match.start()]
    indent = before if not before.strip() else ""
    content = _RAW_TAG.sub("", match["highlight"]).strip("\n")
    language = (match["highlight_info"].split() or [""])[0]
    fence = "~" * max(3, 1 + max((len(run) for run in re.findall("~+", content)), default=0))
    lines = [f"{fence}{language}", *content.split("\n"), fence]
    body = "\n".join(line if i == 0 else indent + line.removeprefix(indent)
                     for i, line in enumerate(lines))  # fmt: skip
    return body if not before.strip() else f"\n\n{body}\n"


def _preformatted(match: re.Match[str]) -> str:
    """The same in a text that is HTML."""
    language = (match["highlight_info"].split() or [""])[0]
    content = html.escape(_RAW_TAG.sub("", match["highlight"]))
    return f'<pre><code class="language-{language}">{_protected(content)}</code></pre>'


def _protected(text: str) -> str:
    """What `raw` holds is text, so a Liquid tag in it must not be read as one."""
    return _LIQUID_BRACE.sub(RAW_BRACE, text)


def resolve_tags(text: str, line: int, notebook: Notebook) -> str:
    """Single tags and outputs in a piece of text that is not code."""
    if "{" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        if match["ticks"] is not None:
            return match[0]
        if match["tag"] is not None:
            found = _tag(match["tag"], match["rest"].strip())
            if found is not None and not _is_known(match["rest"].strip(" \n\"'"), notebook):
                notebook.note(
                    line + lines_before(text, match.start()),
                    f"a link to a file that is not part of this import: {match['rest'].strip()}",
                )
        else:
            found = _output(match["output"].strip(), notebook)
        if found is not None:
            return found
        short = " ".join(match[0].split())
        notebook.note(
            line + lines_before(text, match.start()),
            f"Liquid kept as text, please replace: {short}",
        )
        return notebook.keep(code(short)) + hidden(match[0])

    return _INLINE.sub(one, text)


def _tag(name: str, rest: str) -> str | None:
    target = rest.strip("\"'")
    if name == "post_url" and target and "{" not in target:
        return _journal_address(target)
    if name == "link" and target and "{" not in target:
        return _file_address(target.lstrip("/"))
    return None


def _is_known(target: str, notebook: Notebook) -> bool:
    """Whether the file a tag names is read in the same import (a post is named without folder)."""
    name = _MARKDOWN_FILE.sub("", target.rsplit("/", 1)[-1])
    dated = name if dated_name(name)[0] else ""
    return notebook.files is None or not {target.lstrip("/"), dated}.isdisjoint(notebook.files)


def _journal_address(target: str) -> str:
    stem = _MARKDOWN_FILE.sub("", target).rsplit("/", 1)[-1]
    return f"/journal/{slugify(dated_name(stem)[1])}/"


def _file_address(target: str) -> str | None:
    folder, _, name = target.rpartition("/")
    if "_posts" in folder.split("/"):
        return _journal_address(name)
    if target.startswith("_"):
        return None
    if not _MARKDOWN_FILE.search(name):
        return f"/{target}"
    stem = _MARKDOWN_FILE.sub("", name)
    return f"/{slugify(stem)}/" if stem != "index" else f"/{folder}/".replace("//", "/")


def _output(expression: str, notebook: Notebook) -> str | None:
    head, *filters = (part.strip() for part in expression.split("|"))
    quoted = _QUOTED.match(head)
    value = quoted[2] if quoted else notebook.values.get(head)
    for one in filters:
        name, _, argument = (part.strip() for part in one.partition(":"))
        change = _FILTERS.get(name)
        if value is None or change is None:
            return None
        value = change(value, argument.strip("\"'"))
    if value is None or quoted or head in _SITE_ADDRESSES:
        return value
    return escape(value)


_SITE_ADDRESSES = ("site.baseurl", "site.url")


def _address(value: str, _: str) -> str:
    return value if re.match(r"[a-z]+:", value) else f"/{value.lstrip('/')}"


def _same(value: str, _: str) -> str:
    return value


def _dated(form: str) -> Callable[[str, str], str | None]:
    def change(value: str, argument: str) -> str | None:
        try:
            return datetime.fromisoformat(value).strftime(form or argument)
        except ValueError:
            return None

    return change


_FILTERS: dict[str, Callable[[str, str], str | None]] = {
    "relative_url": _address,
    "absolute_url": _address,
    "prepend": lambda value, argument: value if argument.startswith("site.") else argument + value,
    "append": lambda value, argument: value + argument,
    "escape": _same,
    "xml_escape": _same,
    "strip": lambda value, _: value.strip(),
    "date": _dated(""),
    "date_to_string": _dated("%d %b %Y"),
    "date_to_long_string": _dated("%d %B %Y"),
}
