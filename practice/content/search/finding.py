"""From what was typed to the texts that answer it, nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from practice.content.search import mending
from practice.content.search.asked import Unit, endings_of, narrow, units_of, wide
from practice.content.search.index import backend
from practice.content.search.shape import MOST, Asked


@dataclass(frozen=True)
class Found:
    """Texts by their ids, nearest first.

    `some` says that no text holds all of the words, `more` that there are more than can be shown, and
    `suggestion` is another query that finds something, when this one does not.
    """

    pks: list[int] = field(default_factory=list)
    units: Sequence[Unit] = ()
    some: bool = False
    more: bool = False
    suggestion: str = ""

    @property
    def emotions(self) -> list[str]:
        """Which of the sixteen emotions were named, in the words of the one who asks."""
        return list(
            dict.fromkeys(each for unit in self.units for each in unit.emotions or unit.begun)
        )


def find(query: str) -> Found:
    """Public texts for a query, title first; the same on both databases, and never an error."""
    units = units_of(query)
    if not units:
        return Found()
    endings = endings_of(units)
    pks = _pks(narrow(units), wide(units, endings))
    if pks:
        return Found(pks[:MOST], units, more=len(pks) > MOST)
    suggestion = mending.mended(query, units, endings)
    if suggestion and not _has_texts(suggestion):
        suggestion = ""
    any_of = [[way for unit in wide(units, endings) for way in unit]]
    pks = _pks(any_of, any_of) if len(units) > 1 else []
    return Found(pks[:MOST], units, bool(pks), len(pks) > MOST, suggestion)


def _pks(said: Asked, more: Asked) -> list[int]:
    """The best tier and score of each text count; of two alike the newer one comes first."""
    hits = backend().hits(said, more, timezone.now())
    hits.sort(key=lambda hit: (hit.publish_at, hit.pk), reverse=True)
    hits.sort(key=lambda hit: (hit.tier, round(hit.score, 4)))
    return list(dict.fromkeys(hit.pk for hit in hits))


def _has_texts(query: str) -> bool:
    units = units_of(query)
    return bool(_pks(narrow(units), narrow(units)))
