"""What one conversion gathers on its way: remarks, and pieces put aside until the end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .documents import Remark

# A piece put aside is written "<open>number<close>" in the text; noncharacters, see text_files.
KEPT_OPEN, KEPT_CLOSE = "\ufdd0", "\ufdd1"
# Stands for a newline that was taken away, so that line numbers stay right.
HIDDEN_NEWLINE = "\ufdd2"
# Stands for a brace that Liquid's `raw` protects: text, whatever follows it.
RAW_BRACE = "\ufdd3"

_KEPT = re.compile(f"{KEPT_OPEN}(\\d+){KEPT_CLOSE}")


@dataclass
class Notebook:
    """Remarks of one file, the values Liquid may ask for, and the finished pieces put aside.

    `files` are the names of all the files read with it, None where they are not known.
    `hard_wrap` is kramdown's option of that name: every line break in a paragraph is shown.
    """

    path: str
    values: Mapping[str, str] = field(default_factory=dict)
    files: Collection[str] | None = None
    hard_wrap: bool = False
    remarks: dict[Remark, None] = field(default_factory=dict)  # each once, in order
    kept: list[str] = field(default_factory=list)

    def note(self, line: int, text: str) -> None:
        """Remember a remark, once."""
        self.remarks[Remark(self.path, line, text)] = None

    def keep(self, finished: str) -> str:
        """Put a finished piece aside; what is returned stands for it and is plain text to all."""
        self.kept.append(finished)
        return f"{KEPT_OPEN}{len(self.kept) - 1}{KEPT_CLOSE}"

    def restored(self, text: str) -> str:
        """The text with every piece back in its place and all our marks gone."""
        while _KEPT.search(text):
            text = _KEPT.sub(lambda match: self.kept[int(match[1])], text)
        return text.replace(HIDDEN_NEWLINE, "").replace(RAW_BRACE, "{")


def hidden(text: str) -> str:
    """The newlines of a text that is taken away."""
    return HIDDEN_NEWLINE * (text.count("\n") + text.count(HIDDEN_NEWLINE))


def lines_before(text: str, position: int) -> int:
    """How many lines of the file lie before a position, with those taken away."""
    return bisect_left(_line_ends(text), position)


@lru_cache(maxsize=8)
def _line_ends(text: str) -> tuple[int, ...]:
    """Kept for a while, because a text full of remarks asks again and again."""
    return tuple(match.start() for match in re.finditer(f"[\n{HIDDEN_NEWLINE}]", text))
