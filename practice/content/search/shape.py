"""What goes into the index, what is asked of it and what comes back: the same on both databases."""

from dataclasses import dataclass
from typing import Any

MOST = 120  # texts, ten pages: nobody reads further, and a word that every text holds stays quick
LONGEST_BODY = 20_000  # words; a book. PostgreSQL refuses more than a megabyte of them.

# All of some units, and of each unit one of its ways to say it; a way is words that must all be there.
Way = tuple[str, ...]
Asked = list[list[Way]]


@dataclass(frozen=True)
class Row:
    """One text, its parts as words with single spaces."""

    pk: int
    title: str
    marks: str
    description: str
    body: str


@dataclass(frozen=True)
class Hit:
    """A text that was found: in a lower tier, and within it with a lower score, it is nearer."""

    pk: int
    tier: int
    publish_at: Any
    score: float


def filed_under(emotion: str) -> str:
    """The word that stands in the index of each text about one of the sixteen emotions. Nobody types it."""
    return f"felt0{emotion}"
