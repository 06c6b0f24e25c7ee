"""The mails about an inquiry, one function each; subjects and bodies are templates."""

import uuid
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from intake.models import Notification
from practice.content.seo import absolute
from practice.profile.models import Practice


def new_message_id() -> str:
    """Made once and kept with the row, so that a mail sent twice is the same mail to its reader."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{uuid.uuid4().hex}@{domain}>"


def notify_practitioner(notification: Notification) -> EmailMessage:
    """A reference, a time and a link to the inbox: nothing the visitor wrote (PROMISES P2)."""
    inquiry = notification.inquiry
    practice = Practice.load()
    context = {
        "reference": inquiry.reference,
        "received_at": inquiry.received_at,
        "reply_by": inquiry.reply_by,
        "inbox": absolute(reverse("admin:intake_inquiry_change", args=[inquiry.pk])),
        "practice": practice,
    }
    with timezone.override(practice.zone):  # templates tell times in the zone in force
        subject = render_to_string("emails/new_inquiry_subject.txt", context).strip()
        body = render_to_string("emails/new_inquiry.txt", context)
    return EmailMessage(
        subject=subject,
        body=body,
        to=[settings.NOTIFY_EMAIL],
        headers={
            # Made once, so that two copies of one mail are the same mail.
            "Message-ID": notification.message_id,
            "Date": format_datetime(notification.created_at),
            "Auto-Submitted": "auto-generated",
        },
    )


MAKERS = {Notification.Kind.PRACTITIONER: notify_practitioner}
