"""What the weekly mail says, so that silence is noticed (PROMISES O3)."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from intake.ledger import ERASED, RECEIVED, references
from intake.models import Inquiry, Notification
from practice.content.seo import absolute
from practice.desk.registry import warnings


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
