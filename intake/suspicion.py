"""Signs that no person wrote a request. They mark it; they never turn it away."""

import secrets
import time
from typing import Any

from django.core import signing

_SALT = "intake.form"
FASTEST_HUMAN_SECONDS = 5  # six seconds and more are never suspicious (DESIGN §3)


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
    return reasons
