"""What a visitor should know at once because of what they wrote, so that no request ends nowhere.

Worked out when a page is shown, from the opened inquiry; never stored, because it would say in clear
what the message says sealed.
"""

import re
from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from intake.models import Inquiry
from intake.sealing import SealingError
from practice import crisis
from practice.profile.models import Practice

_OWN_WORDS_FOR = timedelta(hours=1)

# Twelve and over may agree to therapy themselves in California (Family Code 6924, AB 665).
_AGE = r"(1[0-7]|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_MINOR = re.compile(
    rf"\b(i am|im|i just turned|i turned) (only |just )?(a )?{_AGE}\b(?! (weeks|months|minutes|days"
    rf"|years (?!old)))|\b{_AGE} (yo|years? old)\b",
    re.IGNORECASE,
)


def sounds_like_crisis(inquiry: Inquiry) -> bool:
    """Whether the words speak of dying or of being hurt."""
    return any(crisis.is_said_in(text) for text in (inquiry.message, inquiry.heard))


def may_be_a_minor(inquiry: Inquiry) -> bool:
    """Whether someone under eighteen writes for themself: they chose so, or say so."""
    return inquiry.who == Inquiry.Who.MINOR or (
        inquiry.who == Inquiry.Who.ME and bool(_MINOR.search(crisis.plainly(inquiry.message)))
    )


def for_visitor(inquiry: Inquiry, practice: Practice) -> dict[str, bool]:
    """Which of the lines of `intake/next_steps.html` this visitor needs.

    What follows from their own words is said for an hour only: the address of the page stays in the
    browser's history, and others may open it later (PROMISES P3).
    """
    own = dict.fromkeys(("crisis", "minor", "elsewhere"), False)
    if timezone.now() - inquiry.received_at < _OWN_WORDS_FOR:
        with suppress(SealingError):  # whoever wrote is thanked all the same
            own = _from_own_words(inquiry, practice.licensed_in)
    return {
        **own,
        "full": practice.accepting == Practice.Accepting.FULL,
        "waiting_list": practice.accepting == Practice.Accepting.WAITING,
    }


def _from_own_words(inquiry: Inquiry, licensed: list[str]) -> dict[str, bool]:
    return {
        "crisis": sounds_like_crisis(inquiry),
        "minor": may_be_a_minor(inquiry),
        "elsewhere": bool(licensed) and inquiry.place not in licensed,
    }
