"""The weekly mail, so that silence is noticed (PROMISES O3)."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from intake import wakeup
from intake.emails import new_message_id
from intake.ledger import ERASED, RECEIVED, references
from intake.models import Inquiry, Notification
from practice.content.seo import absolute
from practice.desk.registry import warnings


def owe_mail() -> str:
    """Owe the practitioner this week's mail; it goes the way every other mail goes."""
    Notification.objects.create(kind=Notification.Kind.WEEKLY, message_id=new_message_id())
    transaction.on_commit(wakeup.wake)
    return ""


def figures() -> dict[str, Any]:
    """What the mail says: the last seven days in numbers, and what is wrong now."""
    now = timezone.now()
    since = now - timedelta(days=7)
    # From the log: what was taken back or erased since was received all the same.
    received = set(references(RECEIVED, since=since))
    marked = Inquiry.objects.filter(received_at__gt=since, state=Inquiry.State.SPAM)
    mails = Notification.objects.filter(kind=Notification.Kind.PRACTITIONER)
    return {
        "first": since,
        "last": now,
        "received": len(received),
        "spam": marked.count(),
        "erased": len(set(references(*ERASED, since=since))),
        "notified": mails.filter(sent_at__gt=since).count(),
        "waiting": mails.filter(state=Notification.State.WAITING).count(),
        "open": Inquiry.objects.filter(state__in=Inquiry.OPEN).count(),
        "warnings": warnings(),
        "desk": absolute(reverse("admin:index")),
    }
