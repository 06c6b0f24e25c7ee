"""Finds inquiries by what is in them. What is sealed cannot be indexed, so all of it is opened and read.

Opening 10,000 inquiries takes a fraction of a second, and nothing of what is looked for is kept anywhere.
"""

import re
import unicodedata

from intake.inbox import lists
from intake.inbox.opening import given
from intake.models import Inquiry

MOST = 100
_READ = ("name", "email", "message", "notes")
_NUMBER = re.compile(r"[\d\s()+./–-]+")
# Marks that people leave out when they type: of Latin, Greek and Cyrillic letters, of Hebrew, of Arabic.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f]")
_FEWEST_DIGITS = 3
_WHOLE_NUMBER = 7  # digits from which a number is somebody's, not a part of one


def find(looked_for: str) -> tuple[list[Inquiry], int]:
    """The first MOST inquiries, in the order of the lists, and how many there are in all."""
    query = _Query(looked_for)
    if not query.terms:
        return [], 0
    everything = lists.in_order(Inquiry.objects.all()).only("reference", "phone", *_READ)
    found = [inquiry.pk for inquiry in everything.iterator(chunk_size=500) if query.fits(inquiry)]
    shown = lists.lean(lists.in_order(Inquiry.objects.filter(pk__in=found[:MOST])))
    return list(shown), len(found)


class _Query:
    """What somebody typed, made comparable once."""

    def __init__(self, looked_for: str) -> None:
        self.terms = folded(looked_for).split()
        self.reference = "".join(c for c in looked_for if c.isalnum()).upper()
        number = _NUMBER.fullmatch(looked_for.strip())
        self.digits = _digits(looked_for) if number else ""

    def fits(self, inquiry: Inquiry) -> bool:
        if self.reference and self.reference in inquiry.reference.replace("-", ""):
            return True
        if len(self.digits) >= _FEWEST_DIGITS and self._is_number(_digits(given(inquiry, "phone"))):
            return True
        text = " ".join(folded(given(inquiry, field)) for field in _READ)
        return all(term in text for term in self.terms)

    def _is_number(self, phone: str) -> bool:
        """The number or a part of it; also when only one of the two was written with its country."""
        return self.digits in phone or (len(phone) >= _WHOLE_NUMBER and phone in self.digits)


def folded(text: str) -> str:
    """Without case, accents and the width of letters, so that `jose` finds José."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
