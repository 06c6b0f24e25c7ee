"""What somebody typed, as units that must all be met, and the ways to meet each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from practice.content.search import feelings, sayings
from practice.content.search.index import first_column
from practice.content.search.shape import Asked, Way, filed_under
from practice.content.search.words import FILLER, STOP, words_of

LONGEST_QUERY = 200  # characters; what is typed beyond helps nobody find anything
MOST_UNITS = 12
_MOST_ENDINGS = 30  # of half a word
_SHORTEST_HALF = 2
_SHORTEST_HALF_FEELING = (
    4  # and of a word that is one by itself: "light" may be half of one, "per" is not
)


@dataclass(frozen=True)
class Unit:
    """A word, or a few that name a feeling together."""

    words: Way
    emotions: tuple[str, ...] = ()

    @property
    def ours(self) -> tuple[str, ...]:
        """What the practice calls it that a reader calls so."""
        return sayings.ours_for(self.words[0]) if len(self.words) == 1 else ()

    @property
    def ways(self) -> list[Way]:
        filed = (filed_under(each) for each in self.emotions)
        return [self.words, *((each,) for each in (*filed, *self.ours))]

    def endings(self, endings: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """The words it may be the beginning of; a small word, or a short one that is used, is only itself."""
        half = self.words[0]
        found = endings.get(half, ())
        if len(half) < _SHORTEST_HALF_FEELING and (half in found or half in FILLER):
            return ()
        return () if len(self.words) > 1 or half in STOP else found

    def begun(self, endings: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        """The emotions that half a word may become; none for a word that is one by itself."""
        half = self.words[0]
        if len(self.words) > 1 or self.emotions or len(half) < _SHORTEST_HALF_FEELING:
            return ()
        return () if half in endings.get(half, ()) else feelings.beginning_with(half)


def units_of(query: str) -> list[Unit]:
    """The units of a query: without small words, unless there is nothing else."""
    words = words_of(query[:LONGEST_QUERY].replace("\0", " "))
    units = list(dict.fromkeys(_units(words)))
    for too_small in (FILLER, STOP):
        if wanted := [
            each for each in units if len(each.words) > 1 or each.words[0] not in too_small
        ]:
            return wanted[:MOST_UNITS]
    return units[:MOST_UNITS]


def _units(words: list[str]) -> Iterable[Unit]:
    at = 0
    while at < len(words):
        for length in range(feelings.LONGEST_PHRASE, 0, -1):
            phrase = tuple(words[at : at + length])
            emotions = feelings.emotions_of(" ".join(phrase))
            if emotions or length == 1:
                yield Unit(phrase, emotions)
                at += len(phrase)
                break


def narrow(units: Iterable[Unit]) -> Asked:
    """Every unit, as it was typed."""
    return [unit.ways for unit in units]


def wide(units: Iterable[Unit], endings: Mapping[str, Sequence[str]]) -> Asked:
    """The same, where each single word may also be the beginning of another."""
    return [list(dict.fromkeys([*unit.ways, *_more_ways(unit, endings)])) for unit in units]


def _more_ways(unit: Unit, endings: Mapping[str, Sequence[str]]) -> Iterable[Way]:
    yield from ((word,) for word in unit.endings(endings))
    yield from ((filed_under(each),) for each in unit.begun(endings))


_BEGINNING = """
SELECT * FROM (SELECT DISTINCT word FROM content_search_word WHERE word >= %s AND word < %s LIMIT {most})
AS begun{number}
"""


def endings_of(units: Iterable[Unit]) -> dict[str, list[str]]:
    """For each word of some units those that somebody used and that begin so, in one question."""
    halves = [
        unit.words[0]
        for unit in units
        if len(unit.words) == 1 and len(unit.words[0]) >= _SHORTEST_HALF
    ]
    if not halves:
        return {}
    parts = [_BEGINNING.format(most=_MOST_ENDINGS, number=at) for at in range(len(halves))]
    values = [value for half in halves for value in (half, f"{half}\U0010ffff")]
    known = first_column(" UNION ALL ".join(parts), values)
    return {half: [word for word in known if word.startswith(half)] for half in halves}
