"""How much is written about which emotions, and which stand together: counted in one question."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Count

from practice.content.models import Emotion, Entry
from practice.content.standing import made_once


@dataclass(frozen=True)
class Tally:
    """`texts`: public texts about an emotion, by its name; `pairs`: about two, by their names in order."""

    texts: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def beside(self, name: str, most: int) -> list[str]:
        """The emotions that stand most often in one text with this one."""
        shared: Counter[str] = Counter()
        for pair, texts in self.pairs.items():
            if name in pair:
                shared[pair[0] if pair[1] == name else pair[1]] = texts
        return sorted(shared, key=lambda other: (-shared[other], other))[:most]


def tally() -> Tally:
    """Of what is public at this moment."""
    return made_once("tally", _counted)


def emotions() -> list[Emotion]:
    """All of them by name, those without a text too."""
    return made_once("emotions", lambda: list(Emotion.objects.order_by("name")))


def _counted() -> Tally:
    """An index holds all that is asked, so no text is touched."""
    groups = (
        Entry.objects.published()
        .under_emotions()
        .values_list("kind", "felt")  # in the order of the index, so that nothing is sorted
        .annotate(number=Count("*"))
        .order_by()
    )
    texts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for _, felt, number in groups:
        names = felt.split("\n") if felt else []
        texts.update(dict.fromkeys(names, number))
        pairs.update(dict.fromkeys(combinations(names, 2), number))
    return Tally(texts, pairs)
