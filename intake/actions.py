"""The only writers of inquiries. Each is one transaction and leaves an event."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from intake import rates, sameness, wakeup
from intake.emails import can_be_mailed, new_message_id
from intake.models import Inquiry, Notification
from practice.audit.log import record
from practice.profile.models import Notice, Practice

# No vowels, so no words; no 0, 1, I, O, so it can be read out on the telephone.
_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
_PRACTITIONERS = {"state", "notes"}
TOO_MANY = f"more than {rates.REQUESTS} requests came from the same place within a day"

State = Inquiry.State
Kind = Notification.Kind


def receive(**how: Any) -> Inquiry:
    """Store a consultation request with its mails and its event, in one durable transaction.

    Takes what `receive_within` takes. When this returns, the commit has reached the disk (R6).
    """
    # Read before, so that nobody else's request waits for it.
    terms = _terms(how["practice"])
    with transaction.atomic(durable=True):
        return receive_within(**how, terms=terms)


def receive_within(  # noqa: PLR0913  each is said by name
    *,
    request: Mapping[str, Any],
    form_key: str,
    practice: Practice,
    suspicions: Sequence[str] = (),
    address: str = "",
    terms: Mapping[str, Any] | None = None,
) -> Inquiry:
    """The same inside the caller's transaction, for the self-check, which rolls it back.

    `request` is the form's cleaned data; `form_key` names the copy of the form it was written in;
    `address` is where it came from, kept only as a keyed hash, for a day; `terms`: see `_terms`.
    The same words from the same form, or again within a day, are the same request: the first inquiry
    is returned and nothing is added. Suspicious requests are stored and marked; their mail is withheld.
    """
    digest = sameness.digest_of(request)
    digests = {"digest": digest, "form_digest": sameness.form_digest_of(form_key, digest)}
    sameness.one_at_a_time(digest)
    if first := sameness.already_received(**digests):
        if not suspicions:
            _clear_of_suspicion(first, address)
        return first
    reasons = list(suspicions) or ([TOO_MANY] if _sent_enough(address) else [])
    inquiry = _store({**request, **digests, **(terms or _terms(practice))}, reasons)
    _owe_mails(inquiry, withheld=bool(reasons))
    record("inquiry received", actor="visitor", references=[inquiry.reference])
    return inquiry


def _owe_mails(inquiry: Inquiry, *, withheld: bool) -> None:
    _owe(inquiry, Kind.PRACTITIONER, withheld=withheld)
    if inquiry.acknowledge and can_be_mailed(inquiry.email):
        _owe(inquiry, Kind.ACKNOWLEDGEMENT, withheld=withheld or _mailed_enough(inquiry.email))


def note_view(*, inquiry: Inquiry, by: str, answers: bool = True) -> None:
    """Record that somebody opened the inquiry; a new one becomes read, by someone who `answers`."""
    with transaction.atomic():
        # Two tabs, or a withdrawal in between: the row as it is now decides.
        current = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        if answers and not current.read_at:
            state = State.READ if current.state == State.NEW else current.state
            _save(current, read_at=timezone.now(), state=state)
            inquiry.refresh_from_db(fields=["read_at", "state", "changed_at"])
        record("inquiry opened", actor=by, references=[inquiry.reference])


def note_list(*, references: Sequence[str], by: str) -> None:
    """Record which inquiries a list, or a search, showed."""
    if references:
        record("inbox listed", actor=by, references=references)


def note_export(*, references: Sequence[str], by: str) -> None:
    """Record which inquiries were written to a file."""
    record("inquiries exported", actor=by, references=references)


def update(*, inquiry: Inquiry, by: str, **changes: str) -> None:
    """Set the state or the notes. Taking an inquiry out of spam sends the mail that was withheld."""
    if unknown := changes.keys() - _PRACTITIONERS:
        raise ValueError(f"Visitors’ words are never changed: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        was = Inquiry.objects.select_for_update().values_list("state", flat=True).get(pk=inquiry.pk)
        extra = {}
        if changes.get("state") in Inquiry.ANSWERED and not inquiry.answered_at:
            extra["answered_at"] = timezone.now()
        _save(inquiry, **changes, **extra)
        if was == State.SPAM and changes.get("state", was) != State.SPAM:
            _send_what_was_withheld(inquiry)
        record("inquiry changed", actor=by, references=[inquiry.reference], fields=sorted(changes))


def hold_mails(mails: type[Model] = Notification) -> int:
    """Send nothing by itself that waited when a restored backup was made: it may have been sent since.

    How many are held. Each waits for somebody's word, but a week that is over needs no mail.
    `mails` is the model of the table as it is, where that is not today's yet.
    """
    waiting = mails._base_manager.filter(state=Notification.State.WAITING)
    free = {"lease": None, "leased_until": None}
    with transaction.atomic():
        weekly = waiting.filter(kind=Kind.WEEKLY)
        weekly.update(state=Notification.State.WITHHELD, **free)
        held = Notification.State.HELD
        return waiting.update(state=held, last_error=Notification.HELD_BACK, **free)


def send_again(*, inquiry: Inquiry, by: str) -> int:
    """Make every mail about the inquiry that was not taken due now, also one given up; how many."""
    with transaction.atomic():
        mails = inquiry.notifications.filter(state__in=Notification.MAY_GO)
        # What was given up, or held for days, gets its whole time again.
        late = mails.exclude(state=Notification.State.WAITING)
        late.update(created_at=timezone.now(), last_error="")
        count = mails.update(
            state=Notification.State.WAITING, due_at=timezone.now(), tried_at=None, refused=False
        )
        record("mail sent again", actor=by, references=[inquiry.reference])
        transaction.on_commit(wakeup.wake)
    return count


def owe_weekly_mail() -> None:
    """Owe the practitioner this week's mail; it goes the way every other mail goes."""
    _owe(None, Kind.WEEKLY)


def erase(*, inquiries: Iterable[Inquiry], by: str, action: str = "inquiry erased") -> list[str]:
    """Delete inquiries with all their mails; only references stay, in the event. Returns those.

    `action` is the event's phrase: erased, withdrawn or purged. Whoever calls this sees to the bytes
    that a database keeps of deleted rows (`intake.traces`).
    """
    with transaction.atomic():
        ids = [inquiry.pk for inquiry in inquiries]
        rows = Inquiry.objects.select_for_update().filter(pk__in=ids)
        references = list(rows.order_by("received_at").values_list("reference", flat=True))
        if references:
            Inquiry.objects.filter(pk__in=ids).delete()
            record(action, actor=by, references=references)
    return references


def note_bounce(*, notification: Notification) -> None:
    """Mark the inquiry whose acknowledgement reached nobody, once."""
    with transaction.atomic():
        rows = Inquiry.objects.select_for_update(of=("self",))
        inquiry = rows.filter(notifications=notification, bounced_at=None).first()
        if inquiry:
            inquiry.bounced_at = timezone.now()
            inquiry.save(update_fields=["bounced_at"])
            record("acknowledgement came back", actor="site", references=[inquiry.reference])


def withdraw(*, inquiry: Inquiry) -> bool:
    """The visitor takes a request back: erased when nobody has read it, asked for otherwise.

    True when it is gone.
    """
    with transaction.atomic():
        current = Inquiry.objects.select_for_update().filter(pk=inquiry.pk).first()
        if current is None:
            return True
        if not current.read_at:
            erase(inquiries=[current], by="visitor", action="inquiry withdrawn")
            return True
        if not current.erasure_asked_at:
            # Not a change that the time of retention begins anew from.
            current.erasure_asked_at = timezone.now()
            current.save(update_fields=["erasure_asked_at"])
            _owe(current, Kind.ERASURE)
            record("erasure asked for", actor="visitor", references=[current.reference])
    return False


def _terms(practice: Practice) -> dict[str, Any]:
    """What the visitor is promised and agrees to."""
    return {
        "reply_by": practice.reply_by(timezone.now()),
        "consent_version": Notice.privacy_in_force(),
    }


def _store(fields: Mapping[str, Any], suspicions: list[str]) -> Inquiry:
    now = timezone.now()
    return Inquiry.objects.create(
        **fields,
        suspicions=suspicions,
        state=State.SPAM if suspicions else State.NEW,
        reference=_new_reference(),
        token=secrets.token_urlsafe(32),
        received_at=now,
        changed_at=now,
    )


def _owe(inquiry: Inquiry | None, kind: Notification.Kind, *, withheld: bool = False) -> None:
    Notification.objects.create(
        inquiry=inquiry,
        kind=kind,
        message_id=new_message_id(),
        state=Notification.State.WITHHELD if withheld else Notification.State.WAITING,
    )
    transaction.on_commit(wakeup.wake)


def _sent_enough(address: str) -> bool:
    """Whether as many requests as are notified in a day came from there. Marked ones do not count, so
    that nobody is marked for a machine in the same house."""
    # Without an address, as on a socket file, all visitors would be one.
    return bool(address) and rates.note("request", rates.visitor_place(address)) >= rates.REQUESTS


def _mailed_enough(email: str) -> bool:
    return rates.note("mail", rates.mail_place(email)) >= rates.ACKNOWLEDGEMENTS


def _clear_of_suspicion(inquiry: Inquiry, address: str) -> None:
    """The same words came again, this time as a person sends them."""
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if inquiry.state != State.SPAM or not inquiry.suspicions or _sent_enough(address):
        return
    _save(inquiry, state=State.NEW, suspicions=[])
    _send_what_was_withheld(inquiry)
    record("inquiry cleared of suspicion", actor="site", references=[inquiry.reference])


def _send_what_was_withheld(inquiry: Inquiry) -> None:
    """Its mails become due; the visitor's counts like any other, or marking would be a way round."""
    withheld = inquiry.notifications.filter(state=Notification.State.WITHHELD)
    to_visitor = withheld.filter(kind=Kind.ACKNOWLEDGEMENT)
    if to_visitor.exists() and _mailed_enough(inquiry.email):
        withheld = withheld.exclude(kind=Kind.ACKNOWLEDGEMENT)
    now = timezone.now()
    if withheld.update(state=Notification.State.WAITING, created_at=now, due_at=now):
        transaction.on_commit(wakeup.wake)


def _save(inquiry: Inquiry, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(inquiry, name, value)
    inquiry.changed_at = timezone.now()
    inquiry.save(update_fields=[*changes, "changed_at"])


def _new_reference() -> str:
    """Eight characters of 28: a second one alike among 10,000 has odds of 1 in 38 million, and is refused."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
