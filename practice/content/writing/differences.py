"""Two versions of a text side by side, so that a person can read what differs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Comparing takes time that grows with the product of both lengths, so it has an end.
_PARAGRAPHS = 400
_WORDS_OF_ONE = 300_000
_WORDS_OF_ALL = 3_000_000
_ALIKE = 0.3  # paragraphs that share less are two different ones
_AROUND = 1  # unchanged paragraphs shown beside a changed one

_GONE = '<del><span class="visually-hidden">taken out: </span>{}</del>'
_CAME = '<ins><span class="visually-hidden">put in: </span>{}</ins>'


_NOTHING = SafeString()


@dataclass(frozen=True)
class Row:
    """A paragraph before and after; `skipped` stands for so many that are the same in both."""

    old: SafeString = _NOTHING
    new: SafeString = _NOTHING
    changed: bool = False
    skipped: int = 0


@dataclass
class _Budget:
    left: int = _WORDS_OF_ALL

    def allows(self, cost: int) -> bool:
        if cost > min(_WORDS_OF_ONE, self.left):
            return False
        self.left -= cost
        return True


def side_by_side(old: str, new: str) -> list[Row]:
    """The rows of both texts, paragraph by paragraph; empty when they are the same."""
    before, after = _paragraphs(old), _paragraphs(new)
    if before == after:
        return []
    budget = _Budget()
    rows: list[Row] = []
    for same, left, right in _blocks(before, after):
        if same:
            rows += [Row(_plain(each), _plain(each)) for each in left]
        else:
            rows += _changed(left, right, budget)
    return list(_folded(rows))


def _paragraphs(text: str) -> list[str]:
    return [
        each.strip("\n")
        for each in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
        if each.strip()
    ]


def _blocks(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Stretches that are the same in both, and stretches that are not, in order."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    yield True, old[:head], new[:head]
    if max(len(left), len(right)) > _PARAGRAPHS:
        yield False, left, right
    else:
        for what, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield what == "equal", left[i:j], right[k:m]
    yield True, old[len(old) - tail :], new[len(new) - tail :]


def _changed(left: Sequence[str], right: Sequence[str], budget: _Budget) -> Iterator[Row]:
    for old, new in zip_longest(left, right):
        if old is None:
            yield Row(new=_came(new), changed=True)
        elif new is None:
            yield Row(old=_gone(old), changed=True)
        else:
            yield from _within(old, new, budget)


def _within(old: str, new: str, budget: _Budget) -> Iterator[Row]:
    """One paragraph that became another, word by word when they are alike."""
    before, after = re.findall(r"\S+\s*|^\s+", old), re.findall(r"\S+\s*|^\s+", new)
    if not budget.allows(len(before) * len(after)):
        yield Row(_gone(old), _came(new), changed=True)
        return
    match = SequenceMatcher(None, before, after, autojunk=False)
    if match.ratio() < _ALIKE:
        yield Row(old=_gone(old), changed=True)
        yield Row(new=_came(new), changed=True)
        return
    left, right = [], []
    for what, i, j, k, m in match.get_opcodes():
        gone, came = "".join(before[i:j]), "".join(after[k:m])
        left.append(_plain(gone) if what == "equal" else _gone(gone))
        right.append(_plain(came) if what == "equal" else _came(came))
    yield Row(_joined(left), _joined(right), changed=True)


def _folded(rows: list[Row]) -> Iterator[Row]:
    """Long stretches of what is the same, as a number."""
    near = {
        place
        for number, row in enumerate(rows)
        if row.changed
        for place in range(number - _AROUND, number + _AROUND + 1)
    }
    skipped = 0
    for number, row in enumerate(rows):
        if number not in near:
            skipped += 1
            continue
        if skipped:
            yield Row(skipped=skipped)
            skipped = 0
        yield row
    if skipped:
        yield Row(skipped=skipped)


def _plain(text: str) -> SafeString:
    return conditional_escape(text)


def _gone(text: str) -> SafeString:
    return format_html(_GONE, text) if text else _NOTHING


def _came(text: str) -> SafeString:
    return format_html(_CAME, text) if text else _NOTHING


def _joined(pieces: list[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308  each is escaped
