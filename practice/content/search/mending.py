"""A word that nobody used, mended to one that somebody did."""

from collections.abc import Iterable, Mapping, Sequence

from practice.content.search import feelings, sayings
from practice.content.search.asked import Unit
from practice.content.search.index import first_column
from practice.content.search.words import words_of

_SHORTEST = 4  # letters; nearly every shorter word is one letter from another
_SHORTEST_HALF = 5  # the same of half a word
_LONGEST = 30
_MOST_WORDS = 4  # mended in one query
_MOST_NEAR = 4000  # words looked at for each

# A slip is seldom in the first letter, unless it was swapped with the second; so two ranges of the index do.
_NEAR = """
SELECT DISTINCT word FROM content_search_word
WHERE (word >= %s AND word < %s OR word >= %s AND word < %s) AND length(word) >= %s LIMIT %s
"""
_BEGUN = """
SELECT word FROM content_search_word WHERE word >= %s AND word < %s ORDER BY length(word), word LIMIT 1
"""


def mended(query: str, units: Sequence[Unit], endings: Mapping[str, Sequence[str]]) -> str:
    """The query with its unknown words replaced by the nearest known ones; empty when there are none."""
    unknown = [
        unit.words[0]
        for unit in units
        if len(unit.words) == 1
        and not (unit.emotions or unit.ours)
        and not endings.get(unit.words[0])
        and _SHORTEST <= len(unit.words[0]) <= _LONGEST
    ]
    better = {word: nearest(word) for word in unknown[:_MOST_WORDS]}
    if len(units) == 1 and unknown and not better[unknown[0]]:
        return _kin(unknown[0])  # of another form, which among others would be no sentence
    if not any(better.values()):
        return ""
    return " ".join(better.get(word) or word for word in words_of(query))


def nearest(word: str) -> str:
    """The known word with the fewest slips from this one, a word of feeling before others; else one that
    begins nearly so; or nothing."""
    most = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    ranges = [value for begun in word[:2] for value in (begun, f"{begun}\U0010ffff")]
    known = first_column(_NEAR, [*ranges, len(word) - most, _MOST_NEAR])
    felt = [*feelings.all_words(), *sayings.all_words()]
    # Of the few words of feeling a far one may be meant; of all others some word is always two slips away.
    near = [*_near(word, felt, most, 0), *_near(word, known, max(1, most - 1), 1)]
    best = min(near, default=(most + 1, 0, ""))
    return best[-1] if best[0] == 1 else _nearest_half(word, [*felt, *known]) or best[-1]


def _near(word: str, others: Iterable[str], most: int, rank: int) -> Iterable[tuple[int, int, str]]:
    letters = set(word)
    for each in others:
        # Most are far off, which is seen at once.
        maybe = each[0] in word[:2] and len(letters ^ set(each)) <= 2 * most
        if maybe and (found := slips(word, each, most)) <= most:
            yield found, rank, each


def _nearest_half(word: str, others: Iterable[str]) -> str:
    """The shortest word of which this is the beginning, but for a slip, as conect is of connection."""
    if len(word) < _SHORTEST_HALF:
        return ""
    longer = (each for each in others if each[0] in word[:2] and len(each) > len(word))
    found = (
        each for each in longer if any(slips(word, begun, 1) == 1 for begun in _begun(each, word))
    )
    return min(found, key=lambda each: (len(each), each), default="")


def _begun(other: str, word: str) -> Iterable[str]:
    return (other[: len(word) + more] for more in (-1, 0, 1))


def _kin(word: str) -> str:
    """The shortest known word that begins like at least half of this one, as teens do like a teenager."""
    half = word[: max(_SHORTEST, (len(word) + 1) // 2)]
    found = first_column(_BEGUN, [half, f"{half}\U0010ffff"])
    return found[0] if found else ""


def slips(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, taken for another or swapped with the next; `most` + 1 stands
    for any greater number."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, above, row = row, before, [at]
        for to, wanted in enumerate(other, 1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and wanted == one[at - 2]:
                cost = min(cost, above[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
