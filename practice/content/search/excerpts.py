"""Where in a text the words stand that were looked for, marked."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from practice.content.search.asked import Unit
from practice.content.search.words import FILLER, root, words_of
from practice.content.templatetags.typography import curly

_AROUND = 90  # characters before the first word that is marked
_LENGTH = 240
# Letters that a reader types without their accents.
_ACCENTED = {
    **{"a": "aàáâãäåāăą", "c": "cçćč", "e": "eèéêëēėęě", "i": "iìíîïīı", "n": "nñńň"},
    **{"o": "oòóôõöøō", "s": "sšś", "u": "uùúûüūů", "y": "yýÿ", "z": "zžźż"},
}


@dataclass(frozen=True)
class Marked:
    """A text's title and a passage of it, safe, with what was looked for in <mark>."""

    title: SafeString
    words: SafeString


class Marker:
    """Marks, in texts as they are read, what some units of a query stand for."""

    def __init__(self, units: Sequence[Unit], halves: Collection[str]) -> None:
        words = [word for unit in units for word in (*unit.words, *unit.ours)]
        self._halves = tuple(halves)
        small = all(word in FILLER for word in words)
        self._words = [word for word in words if small or word not in FILLER]
        self._roots = {root(word) for word in self._words}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._words:
            return None
        stems = (_beginning(word) for word in self._words)
        return re.compile(rf"(?<![\w'’])(?:{'|'.join(map(_spelled, stems))})[\w'’]*", re.IGNORECASE)

    def of(self, title: str, description: str, text: str) -> Marked:
        """What search shows of one text."""
        return Marked(self.marked(curly(title)), self.excerpt(curly(description), text))

    def marked(self, text: str) -> SafeString:
        """The text, safe, with every word that meets the query in <mark>."""
        parts, end = [], 0
        for begin, until in self._places(text):
            parts += [escape(text[end:begin]), f"<mark>{escape(text[begin:until])}</mark>"]
            end = until
        return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  each part is escaped

    def excerpt(self, *texts: str) -> SafeString:
        """What meets the query in the first text that does, or how the first that is not empty begins."""
        for text in texts:
            if places := list(self._places(text)):
                return self.marked(_cut(text, _richest(places)))
        return self.marked(_cut(next((text for text in texts if text), ""), 0))

    def _places(self, text: str) -> Iterable[tuple[int, int]]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            if any(self._meets(word) for word in words_of(match[0])):
                yield match.span()

    def _meets(self, found: str) -> bool:
        return found.startswith(self._halves) or root(found) in self._roots


def _beginning(word: str) -> str:
    """What all forms of a word begin with."""
    stem = root(word)
    return stem[:-1] if len(stem) > 3 and stem[-1] in "iey" else stem


def _spelled(stem: str) -> str:
    """A pattern for a stem however it is accented, with an apostrophe anywhere."""
    return "['’]?".join(
        f"[{_ACCENTED[each]}]" if each in _ACCENTED else re.escape(each) for each in stem
    )


def _richest(places: Sequence[tuple[int, int]]) -> int:
    """Where the passage begins that has most to mark."""
    return max(
        (begin for begin, _ in places[:50]),
        key=lambda begin: sum(begin <= each < begin + _LENGTH - _AROUND for each, _ in places),
    )


def _cut(text: str, at: int) -> str:
    """A passage around a place, from word to word."""
    begin = max(0, at - _AROUND)
    if begin:
        begin = text.find(" ", begin, at) + 1 or at
    end = begin + _LENGTH
    if end < len(text):
        end = text.rfind(" ", begin + 1, end)
        end = end if end > at else begin + _LENGTH
    words = " ".join(text[begin:end].split())
    return f"{'… ' if begin else ''}{words}{' …' if end < len(text) else ''}"
