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
from practice.profile.models import Practice

_OWN_WORDS_FOR = timedelta(hours=1)

# Ways people say it. Rather one page too many with a number on it than one too few.
_CRISIS = re.compile(
    r"\b(suicid\w*|kill(ing)? my ?self|end(ing)? (my life|it all)|tak(e|ing) my (own )?life"
    r"|(want|wanting|going|wish(ing)?) (to die|to be dead|i was dead|i were dead)"
    r"|wish i (was|were) (dead|never born)|(don['’]?t|do not) want to (live|be alive|be here)"
    r"|better off (dead|without me)|no reason to live|hurt(ing)? my ?self|harm(ing)? my ?self"
    r"|self[- ]?harm\w*|cut(ting)? my ?self|overdos\w*|not safe at home|(hits|beats|hurts) me"
    r"|quiero morir|matarme|suicid\w*)\b",
    re.IGNORECASE,
)
# Twelve and over may agree to therapy themselves in California (Family Code 6924, AB 665).
_MINOR = re.compile(
    r"\b(i\s*['’]?\s*a?m|i am|im|i turned|i just turned) (only |just )?"
    r"(a )?(1[0-7]|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)\b(?! (weeks|months|minutes|days))",
    re.IGNORECASE,
)


def sounds_like_crisis(inquiry: Inquiry) -> bool:
    """Whether the words speak of dying or of being hurt."""
    return bool(_CRISIS.search(inquiry.message) or _CRISIS.search(inquiry.heard))


def may_be_a_minor(inquiry: Inquiry) -> bool:
    """Whether someone under eighteen writes for themself: they chose so, or say so."""
    return inquiry.who == Inquiry.Who.MINOR or (
        inquiry.who == Inquiry.Who.ME and bool(_MINOR.search(inquiry.message))
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
