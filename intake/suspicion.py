"""Signs that no person wrote a request. They mark it; they never turn it away."""

import re
import secrets
import time
import unicodedata
from typing import Any

from django.core import signing

_SALT = "intake.form"
FASTEST_HUMAN_SECONDS = 5  # six seconds and more are never suspicious (DESIGN §3)
_MOST_LINKS = 2  # a person may point to a page or two
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_MARKUP = re.compile(r"<(script|a|iframe|img)\b|\[(url|link)[=\]]", re.IGNORECASE)
_SHORT_ANSWERS = ("name", "pronouns", "phone", "times")
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK"}


def new_form_key() -> str:
    """A signed name for one copy of the form, with the second it was handed out."""
    return signing.dumps([secrets.token_urlsafe(9), int(time.time())], salt=_SALT)


def suspicions(data: Any) -> list[str]:
    """Reasons, in words for the inbox; empty for what looks like a person.

    `data` is the posted form. Old forms are fine: slow readers and tabs left open are people.
    """
    reasons = []
    if data.get("website"):
        reasons.append("the field that people cannot see was filled in")
    try:
        _, handed_out = signing.loads(data.get("opened", ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        reasons.append("the form was not one of ours")
    else:
        if time.time() - handed_out < FASTEST_HUMAN_SECONDS:
            reasons.append(f"it was filled in within {FASTEST_HUMAN_SECONDS} seconds")
    return [*reasons, *_in_the_words(data)]


def _in_the_words(data: Any) -> list[str]:
    """What advertisers write and people hardly do. The writing system alone is never a reason."""
    reasons = []
    message = data.get("message", "")
    if (links := len(_LINK.findall(message))) > _MOST_LINKS:
        reasons.append(f"the message holds {links} links")
    if any(_LINK.search(data.get(name, "")) for name in _SHORT_ANSWERS):
        reasons.append("there is a link where none is asked for")
    if _MARKUP.search(message):
        reasons.append("the message holds code for links or scripts")
    if any(_mixes_alphabets(word) for word in message.split()):
        reasons.append("letters of two alphabets are mixed within a word")
    return reasons


def _mixes_alphabets(word: str) -> bool:
    """Look-alike letters hide a word from filters; nobody types them by hand."""
    letters = [unicodedata.name(c, "").partition(" ")[0] for c in word[:50] if c.isalpha()]
    return len(letters) > 4 and len(_ALPHABETS & set(letters)) > 1
