"""From what was typed to the texts that answer it, nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from practice.content.search import mending
from practice.content.search.asked import Unit, endings_of, narrow, units_of, wide
from practice.content.search.index import backend
from practice.content.search.shape import MOST, Asked

_FEW = 4  # texts with all of the words; below them stand some with fewer


@dataclass(frozen=True)
class Found:
    """Texts by their ids, nearest first.

    The first `whole` of them hold all of the words, the others some. `more` says that there are more than
    can be shown, `suggestion` is another query that finds something when this one does not, and
    `emotions` are those of the sixteen that were named, in whatever words. `halves` are the words that
    were also taken for the beginning of others.
    """

    pks: list[int] = field(default_factory=list)
    units: Sequence[Unit] = ()
    whole: int = 0
    more: bool = False
    suggestion: str = ""
    emotions: Sequence[str] = ()
    halves: frozenset[str] = frozenset()


def find(query: str) -> Found:
    """Public texts for a query, title first; the same on both databases, and never an error."""
    units = units_of(query)
    if not units:
        return Found()
    endings = endings_of(units)
    pks = _pks(narrow(units), wide(units, endings))
    whole = min(len(pks), MOST)
    suggestion = "" if pks else mending.mended(query, units, endings)
    if suggestion and not _has_texts(suggestion):
        suggestion = ""
    if len(units) > 1 and whole < _FEW:
        any_of = [[way for unit in wide(units, endings) for way in unit]]
        pks = list(dict.fromkeys([*pks, *_pks(any_of, any_of)]))
    emotions = [each for unit in units for each in unit.emotions or unit.begun(endings)]
    halves = frozenset(unit.words[0] for unit in units if unit.endings(endings))
    return Found(pks[:MOST], units, whole, len(pks) > MOST, suggestion, emotions, halves)


def _pks(said: Asked, more: Asked) -> list[int]:
    """The best tier and score of each text count; of two alike the newer one comes first."""
    hits = backend().hits(said, more, timezone.now())
    hits.sort(key=lambda hit: (hit.publish_at, hit.pk), reverse=True)
    hits.sort(key=lambda hit: (hit.tier, round(hit.score, 4)))
    return list(dict.fromkeys(hit.pk for hit in hits))


def _has_texts(query: str) -> bool:
    units = units_of(query)
    return bool(_pks(narrow(units), narrow(units)))
