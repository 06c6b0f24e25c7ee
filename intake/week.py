"""The weekly mail, so that silence is noticed (PROMISES O3)."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from intake import outbox
from intake.emails import new_message_id
from intake.models import Inquiry, Notification
from practice.content.seo import absolute
from practice.desk.registry import warnings


def owe_mail() -> str:
    """Owe the practitioner this week's mail; it goes the way every other mail goes."""
    Notification.objects.create(kind=Notification.Kind.WEEKLY, message_id=new_message_id())
    transaction.on_commit(outbox.wake)
    return ""


def figures() -> dict[str, Any]:
    """What the mail says: the last seven days in numbers, and what is wrong now."""
    now = timezone.now()
    since = now - timedelta(days=7)
    received = Inquiry.objects.filter(received_at__gt=since)
    mails = Notification.objects.filter(kind=Notification.Kind.PRACTITIONER)
    return {
        "first": since,
        "last": now,
        "received": received.count(),
        "spam": received.filter(state=Inquiry.State.SPAM).count(),
        "notified": mails.filter(sent_at__gt=since).count(),
        "waiting": mails.filter(state=Notification.State.WAITING).count(),
        "open": Inquiry.objects.filter(state__in=Inquiry.OPEN).count(),
        "warnings": warnings(),
        "desk": absolute(reverse("admin:index")),
    }
