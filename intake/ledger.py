"""Whether everything that arrived is accounted for (PROMISES O4).

    received = open + answered + spam + erased

What was received and what was erased is read from the event log, what is stored from the inquiries: two
sources that only agree when nothing was lost. Each stored inquiry was notified, or waits with a reason.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from intake.models import Inquiry, Notification
from intake.sealed_rows import sealed_models
from intake.sealing import opened_or_reason
from practice.audit.models import Event

RECEIVED = "inquiry received"
ERASED = ("inquiry erased", "inquiry withdrawn", "inquiry purged")


@dataclass
class Ledger:
    """The counts of `reconcile`, every stored reference, and what does not add up, in sentences."""

    received: int = 0
    open: int = 0
    answered: int = 0
    spam: int = 0
    erased: int = 0
    notified: int = 0
    waiting: int = 0
    references: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)


def settle() -> Ledger:
    """Read events and inquiries as they were at one moment, and compare them."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        received = Counter(references(RECEIVED))
        erased = set(references(*ERASED))
        stored = dict(Inquiry.objects.order_by("received_at").values_list("reference", "state"))
        mails = _mails()
    ledger = Ledger(received=len(received), erased=len(erased), references=list(stored))
    ledger.open = sum(state in Inquiry.OPEN for state in stored.values())
    ledger.answered = sum(state in Inquiry.ANSWERED for state in stored.values())
    ledger.spam = sum(state == Inquiry.State.SPAM for state in stored.values())
    ledger.problems = [
        *_of_no_known_state(stored),
        *_unaccounted(received, erased, set(stored)),
        *(text for reference in stored if (text := _owed(reference, stored, mails))),
    ]
    owed = [mails[reference] for reference in stored if reference in mails]
    still = (Notification.State.WAITING, Notification.State.HELD)
    waiting = [error for state, error in owed if state in still]
    ledger.notified = sum(state == Notification.State.SENT for state, _ in owed)
    ledger.waiting = len(waiting)
    ledger.reasons = dict(Counter(error or "not tried yet" for error in waiting))
    return ledger


def references(*actions: str, since: datetime | None = None) -> Iterator[str]:
    """The references that events of these kinds name."""
    events = Event.objects.filter(action__in=actions)
    if since:
        events = events.filter(at__gt=since)
    for named in events.values_list("references", flat=True).iterator():
        yield from named


def _mails() -> dict[str, tuple[str, str]]:
    """State and last error of each inquiry's mail to the practitioner."""
    rows = Notification.objects.filter(kind=Notification.Kind.PRACTITIONER)
    return {
        reference: (state, error)
        for reference, state, error in rows.values_list("inquiry__reference", "state", "last_error")
    }


def _unaccounted(received: Counter[str], erased: set[str], stored: set[str]) -> Iterator[str]:
    for reference in sorted(name for name, times in received.items() if times > 1):
        yield f"{reference} was received more than once."
    for reference in sorted(set(received) - stored - erased):
        yield f"{reference} was received, and is neither stored nor erased."
    for reference in sorted(stored - set(received)):
        yield f"{reference} is stored, and no event tells that it was received."
    for reference in sorted(stored & erased):
        yield f"{reference} is stored, although an event tells that it was erased."
    for reference in sorted(erased - set(received)):
        yield f"{reference} was erased, and no event tells that it was received."


def _of_no_known_state(stored: dict[str, str]) -> Iterator[str]:
    for reference, state in stored.items():
        if state not in Inquiry.State.values:
            yield f"{reference} has a state that no inquiry can have."


def closed_values() -> Iterator[str]:
    """The inquiries that hold something the key ring does not open, as sentences."""
    fields = sealed_models()[Inquiry]
    for inquiry in Inquiry.objects.order_by("received_at").iterator(chunk_size=500):
        names = [name for name in fields if opened_or_reason(inquiry, name)[1]]
        if names:
            yield f"{inquiry.reference} holds what cannot be opened: {', '.join(names)}."


def _owed(reference: str, stored: dict[str, str], mails: dict[str, tuple[str, str]]) -> str:
    """What is wrong with the mail about a stored inquiry; empty when nothing is."""
    if reference not in mails:
        return f"{reference} has no notification."
    state, error = mails[reference]
    if state == Notification.State.FAILED:
        return f"{reference} was never notified: its mail was given up ({error})."
    if state == Notification.State.WITHHELD and stored[reference] != Inquiry.State.SPAM:
        return f"{reference} is not spam, and its mail is withheld."
    return ""
