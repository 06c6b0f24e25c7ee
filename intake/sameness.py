"""When two posts are the same consultation request."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intake.models import Inquiry

_SAME_WITHIN = timedelta(hours=24)
# Asked at every press of the button: putting the question together anew took a seventh of the answer.
_SAME = """
SELECT * FROM intake_inquiry WHERE form_digest = %s OR (digest = %s AND received_at > %s) ORDER BY received_at
"""


def digest_of(request: Mapping[str, Any]) -> str:
    """A keyed digest of all fields; two requests have the same one only when every word is the same."""
    return _digest("words", *(f"{name}={request[name]}" for name in sorted(request)))


def form_digest_of(form_key: str, digest: str) -> str:
    """A keyed digest of one copy of the form with these words in it."""
    return _digest("form", form_key, digest)


def already_received(digest: str, form_digest: str) -> Inquiry | None:
    """The inquiry stored for these very words: from this copy of the form, or within a day."""
    since = timezone.now() - _SAME_WITHIN
    found = list(Inquiry.objects.raw(_SAME, [form_digest, digest, since]))
    same_form = [each for each in found if each.form_digest == form_digest]
    return next(iter([*same_form, *found]), None)


def one_at_a_time(digest: str) -> None:
    """Let those with one digest pass one after the other. SQLite's transactions do so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Signed 64 bits are what the lock takes; two digests meeting there only wait for each other.
            key = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _digest(salt: str, *parts: str) -> str:
    # Lengths keep "a", "bc" and "ab", "c" apart.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac(f"intake.{salt}", text, algorithm="sha256").hexdigest()
