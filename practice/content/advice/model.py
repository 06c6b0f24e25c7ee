from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Advice:
    """One thing to look at: what it is, a sentence why, and where it stands (empty: the whole text)."""

    text: str
    why: str
    where: str = ""


class Answer(Enum):
    """What a visitor gets who follows a link."""

    THERE = "there"
    NOT_YET = "not yet"  # a draft, or scheduled
    NO_PART = "no part"  # the page is there, the part of it is not
    GONE = "gone"


def excerpt(words: str, at: int = 0, length: int = 60) -> str:
    """Some words of a text around a place in it."""
    begin = words.rfind(" ", 0, max(0, at - length // 3)) + 1 if at > length // 3 else 0
    piece = words[begin : begin + length]
    if begin + length < len(words):
        piece = piece.rpartition(" ")[0] or piece
    return f"{'…' if begin else ''}{piece}{'…' if begin + len(piece) < len(words) else ''}"
