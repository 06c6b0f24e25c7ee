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
    r"\b(suicid\w*|unalive|kms|kill(ing)? my ?self|end(ing)? (my (own )?life|it all|it tonight)"
    r"|tak(e|ing) my (own )?life|(want|wanting|wanna|going|wish(ing)?|rather|ready) (to )?(die|be dead)"
    r"|wish i (was|were) (dead|never born)|wish i (did not|didnt) exist|thoughts? of (dying|death)"
    r"|think(ing)? (about|of) (dying|death|ending)"
    r"|(dont|do not) (want to|wanna|wish to) (live|be alive|be here|exist|wake up)"
    r"|(cant|cannot|dont want to) go on (living|like this|any ?more)"
    r"|better off (dead|without me|if i)|(no reason|no point in|tired of) (to )?liv(e|ing)"
    r"|want to disappear|(hurt|harm|cut)(ting|ing)? my ?self|self harm\w*|overdos\w*"
    r"|took (all |the |some )?pills"
    r"|have a plan|(not|un)safe at home|feel unsafe|(hits|beats|hurts|chokes|choked|raped|rapes) me"
    r"|(quiero|queria) morir|no quiero vivir|matarme)\b",
    re.IGNORECASE,
)
# Twelve and over may agree to therapy themselves in California (Family Code 6924, AB 665).
_AGE = r"(1[0-7]|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_MINOR = re.compile(
    rf"\b(i am|im|i just turned|i turned) (only |just )?(a )?{_AGE}\b(?! (weeks|months|minutes|days"
    rf"|years (?!old)))|\b{_AGE} (yo|years? old)\b",
    re.IGNORECASE,
)


def sounds_like_crisis(inquiry: Inquiry) -> bool:
    """Whether the words speak of dying or of being hurt."""
    return any(_CRISIS.search(_plainly(text)) for text in (inquiry.message, inquiry.heard))


def _plainly(text: str) -> str:
    """Without apostrophes, hyphens, line ends and double spaces, which people set as they like."""
    return " ".join(re.sub(r"[’‘'`´]", "", text).replace("-", " ").split())


def may_be_a_minor(inquiry: Inquiry) -> bool:
    """Whether someone under eighteen writes for themself: they chose so, or say so."""
    return inquiry.who == Inquiry.Who.MINOR or (
        inquiry.who == Inquiry.Who.ME and bool(_MINOR.search(_plainly(inquiry.message)))
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
