"""Reads a delivery report (RFC 3464) and marks the inquiry whose acknowledgement came back."""

from email import message_from_binary_file, policy
from email.message import Message
from typing import BinaryIO

from intake import actions
from intake.models import Notification


def take(file: BinaryIO) -> str:
    """The reference of the inquiry that was marked; empty when the mail is no report of that kind.

    Only the report's own fields and the Message-ID of the mail that came back are looked at: that
    Message-ID is random, so nobody can mark an inquiry whose mail they have not seen.
    """
    report = message_from_binary_file(file, policy=policy.default)
    if not _says_failed(report):
        return ""
    row = Notification.objects.filter(
        kind=Notification.Kind.ACKNOWLEDGEMENT, message_id__in=_came_back(report)
    ).first()
    if row is None or row.inquiry is None:
        return ""
    actions.note_bounce(notification=row)
    return row.inquiry.reference


def _says_failed(report: Message) -> bool:
    statuses = (
        part for part in report.walk() if part.get_content_type() == "message/delivery-status"
    )
    return any(
        "failed" in str(block.get("Action", "")).lower()
        for part in statuses
        for block in part.walk()
    )


def _came_back(report: Message) -> list[str]:
    """Message-IDs of the mails the report returns, whole or as headers only."""
    found = []
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            lines = str(part.get_payload()).splitlines()
            found += [
                line.partition(":")[2] for line in lines if line.lower().startswith("message-id:")
            ]
        elif part is not report and part.get("Message-ID"):
            found.append(str(part["Message-ID"]))
    return [name.strip() for name in found]
