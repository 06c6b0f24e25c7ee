"""The mails the site owes, one function each; subjects and bodies are templates."""

import re
import uuid
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from intake.models import Inquiry, Notification
from intake.week import figures
from practice.content.seo import absolute
from practice.profile.models import Practice

WITHDRAWAL_SALT = "intake.withdrawal"
# What every mail server takes: no quotes, no comments, nothing that could be read as a second address.
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[^@\s,;<>\"()\[\]\\]+")


def new_message_id() -> str:
    """Made once and kept with the row, so that a mail sent twice is the same mail to its reader."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{uuid.uuid4().hex}@{domain}>"


def can_be_mailed(address: str) -> bool:
    """Whether an acknowledgement may go there: one plain address, and nothing else (PROMISES S3)."""
    return bool(_PLAIN_ADDRESS.fullmatch(address))


def withdrawal_link(inquiry: Inquiry) -> str:
    """The signed address by which a visitor takes a request back."""
    token = signing.Signer(salt=WITHDRAWAL_SALT).sign_object(str(inquiry.pk))
    return absolute(reverse("intake:withdraw", args=[token]))


def make(notification: Notification) -> EmailMessage:
    """The mail for this row."""
    return _MAKERS[Notification.Kind(notification.kind)](notification)


def _notify_practitioner(notification: Notification) -> EmailMessage:
    """A reference, a time and a link to the inbox: nothing the visitor wrote (PROMISES P2)."""
    return _mail(notification, "new_inquiry", to=settings.NOTIFY_EMAIL)


def _ask_for_erasure(notification: Notification) -> EmailMessage:
    return _mail(notification, "erasure_asked", to=settings.NOTIFY_EMAIL)


def _acknowledge(notification: Notification) -> EmailMessage:
    """That it arrived and when an answer comes; nothing the visitor wrote, from our own address."""
    inquiry = notification.inquiry
    if inquiry is None:  # only the weekly mail is about none
        raise ValueError("An acknowledgement without its inquiry")
    return _mail(
        notification,
        "acknowledgement",
        to=inquiry.email,
        reply_to=[address] if (address := Practice.load().email) else None,
        withdraw=withdrawal_link(inquiry),
    )


def _tell_the_week(notification: Notification) -> EmailMessage:
    return _mail(notification, "weekly", to=settings.NOTIFY_EMAIL, **figures())


def _mail(
    notification: Notification,
    template: str,
    *,
    to: str,
    reply_to: list[str] | None = None,
    **more: Any,
) -> EmailMessage:
    practice = Practice.load()
    context = {"practice": practice, "site": settings.SITE_URL, **more}
    if inquiry := notification.inquiry:
        context["inquiry"] = inquiry
        context["inbox"] = absolute(reverse("admin:intake_inquiry_change", args=[inquiry.pk]))
    with timezone.override(practice.zone):  # templates tell times in the zone in force
        subject = render_to_string(f"emails/{template}_subject.txt", context).strip()
        body = render_to_string(f"emails/{template}.txt", context)
    return EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        reply_to=reply_to,
        headers={
            # Made once, so that two copies of one mail are the same mail.
            "Message-ID": notification.message_id,
            "Date": format_datetime(notification.created_at),
            "Auto-Submitted": "auto-generated",
        },
    )


_MAKERS: dict[Notification.Kind, Callable[[Notification], EmailMessage]] = {
    Notification.Kind.PRACTITIONER: _notify_practitioner,
    Notification.Kind.ACKNOWLEDGEMENT: _acknowledge,
    Notification.Kind.ERASURE: _ask_for_erasure,
    Notification.Kind.WEEKLY: _tell_the_week,
}
