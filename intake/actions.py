"""The only writers of inquiries. Each is one transaction and leaves an event."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intake import outbox
from intake.emails import new_message_id
from intake.models import Inquiry, Notification
from practice.audit.log import record
from practice.profile.models import NoticeVersion, Practice

# No vowels, so no words; no 0, 1, I, O, so it can be read out on the telephone.
_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
_SAME_WITHIN = timedelta(hours=24)


def receive(
    *,
    request: Mapping[str, Any],
    form_key: str,
    practice: Practice,
    consent_version: NoticeVersion | None,
    suspicions: Sequence[str] = (),
) -> Inquiry:
    """Store a consultation request with its notification and its event, in one durable transaction.

    `request` is the form's cleaned data; `form_key` names the copy of the form it was written in.
    The same words from the same form, or again within a day, are the same request: the first inquiry
    is returned and nothing is added. Suspicious requests are stored and marked; their mail is withheld.
    """
    digest = _digest("words", *(f"{name}={request[name]}" for name in sorted(request)))
    form_digest = _digest("form", form_key, digest)
    with transaction.atomic(durable=True):
        _one_at_a_time(digest)
        if first := _already_received(digest, form_digest):
            return first
        inquiry = _store(
            **request,
            reply_by=practice.reply_by(timezone.now()),
            consent_version=consent_version,
            suspicions=list(suspicions),
            digest=digest,
            form_digest=form_digest,
        )
        transaction.on_commit(outbox.wake)
    return inquiry


def _store(*, suspicions: list[str], **fields: Any) -> Inquiry:
    """The inquiry, its notification and its event."""
    now = timezone.now()
    inquiry = Inquiry.objects.create(
        **fields,
        suspicions=suspicions,
        state=Inquiry.State.SPAM if suspicions else Inquiry.State.NEW,
        reference=_new_reference(),
        token=secrets.token_urlsafe(32),
        received_at=now,
        changed_at=now,
    )
    Notification.objects.create(
        inquiry=inquiry,
        message_id=new_message_id(),
        state=Notification.State.WITHHELD if suspicions else Notification.State.WAITING,
    )
    record("inquiry received", actor="visitor", references=[inquiry.reference])
    return inquiry


def note_view(*, inquiry: Inquiry, by: str) -> None:
    """Record that somebody opened the inquiry; a new one becomes read."""
    with transaction.atomic():
        if inquiry.state == Inquiry.State.NEW:
            _save(inquiry, state=Inquiry.State.READ)
        record("inquiry opened", actor=by, references=[inquiry.reference])


def note_list(*, references: Sequence[str], by: str) -> None:
    """Record which inquiries a list showed."""
    if references:
        record("inbox listed", actor=by, references=references)


def update(*, inquiry: Inquiry, by: str, **changes: str) -> None:
    """Set the state or the notes. Taking an inquiry out of spam sends the mail that was withheld."""
    if unknown := changes.keys() - {"state", "notes"}:
        raise ValueError(f"Visitors’ words are never changed: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        _save(inquiry, **changes)
        record("inquiry changed", actor=by, references=[inquiry.reference], fields=sorted(changes))
        if changes.get("state", Inquiry.State.SPAM) != Inquiry.State.SPAM:
            withheld = inquiry.notifications.filter(state=Notification.State.WITHHELD)
            if withheld.update(state=Notification.State.WAITING, due_at=timezone.now()):
                transaction.on_commit(outbox.wake)


def _save(inquiry: Inquiry, **changes: str) -> None:
    for name, value in changes.items():
        setattr(inquiry, name, value)
    inquiry.changed_at = timezone.now()
    inquiry.save(update_fields=[*changes, "changed_at"])


def _already_received(digest: str, form_digest: str) -> Inquiry | None:
    if same_form := Inquiry.objects.filter(form_digest=form_digest).first():
        return same_form
    recent = timezone.now() - _SAME_WITHIN
    return Inquiry.objects.filter(digest=digest, received_at__gt=recent).last()


def _one_at_a_time(digest: str) -> None:
    """Let two copies of one request pass one after the other. SQLite's transactions do so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Signed 64 bits are what the lock takes; two digests meeting there only wait for each other.
            key = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _digest(salt: str, *parts: str) -> str:
    # Lengths keep "a", "bc" and "ab", "c" apart.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac(f"intake.{salt}", text, algorithm="sha256").hexdigest()


def _new_reference() -> str:
    """Eight characters of 28: a second one alike among 10,000 has odds of 1 in 38 million, and is refused."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
