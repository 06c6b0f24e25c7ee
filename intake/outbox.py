"""Sends the mails that are owed, and goes on trying while the mail server does not take them.

A row is leased before it is sent and written again only while the lease is still ours, so that several
senders share the work and none sends what another has. Sending happens outside every transaction.
"""

import logging
import smtplib
import threading
import uuid
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from intake.emails import MAKERS
from intake.models import Notification

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)  # longer than any one mail may take (settings.EMAIL_TIMEOUT a step)
RETRY = timedelta(seconds=20)  # a server that is back is noticed within half a minute
REFUSED_RETRY = timedelta(hours=1)  # a 5xx is about this one message: asking often changes nothing
GIVE_UP = timedelta(hours=120)
POLL_SECONDS = 2.0  # how soon another process's commit, or a due retry, is noticed

_woken = threading.Event()


def wake() -> None:
    """Tell this process's sender that something was committed."""
    _woken.set()


def run(stop: threading.Event) -> None:
    """Send what is due, again and again, until `stop` is set."""
    while not stop.is_set():
        _woken.clear()
        try:
            while not stop.is_set() and send_next():
                pass
        except Exception:
            # Whatever happened, the next round may find the database back; the row is still owed.
            log.exception("the outbox stumbled")
        close_old_connections()
        _woken.wait(POLL_SECONDS)


def send_next() -> bool:
    """Send the mail that is due the longest. False when none is."""
    notification = _claim(timezone.now())
    if notification is None:
        return False
    try:
        _deliver(notification)
    except Exception as problem:  # any failure of a mail is recorded with it, and it is tried again
        _failed(notification, problem)
    else:
        _finish(notification, state=Notification.State.SENT, sent_at=timezone.now(), last_error="")
    return True


def _claim(now: datetime) -> Notification | None:
    with transaction.atomic():
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        due = Notification.objects.filter(free, state=Notification.State.WAITING, due_at__lte=now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        notification = due.order_by("due_at", "pk").first()
        if notification is None:
            return None
        notification.lease = uuid.uuid4()
        notification.leased_until = now + LEASE
        notification.attempts += 1
        notification.save(update_fields=["lease", "leased_until", "attempts"])
    return Notification.objects.select_related("inquiry").get(pk=notification.pk)


def _deliver(notification: Notification) -> None:
    message = MAKERS[Notification.Kind(notification.kind)](notification)
    get_connection().send_messages([message])


def _failed(notification: Notification, problem: Exception) -> None:
    now = timezone.now()
    refused = isinstance(problem, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused)
    permanent = _code(problem) >= 500 and (refused or isinstance(problem, smtplib.SMTPDataError))
    given_up = now - notification.created_at > GIVE_UP
    _finish(
        notification,
        state=Notification.State.FAILED if given_up else Notification.State.WAITING,
        due_at=now + (REFUSED_RETRY if permanent else RETRY),
        last_error=describe(problem),
    )
    log.warning("a notification was not taken: %s", describe(problem))


def _finish(notification: Notification, **changes: object) -> None:
    """Write the outcome, unless the lease ran out and another sender has the row by now."""
    Notification.objects.filter(pk=notification.pk, lease=notification.lease).update(
        lease=None, leased_until=None, **changes
    )


def describe(problem: Exception) -> str:
    """The kind of failure and its code. The server's own words are left out: they echo addresses."""
    code = _code(problem)
    return f"{type(problem).__name__} {code}".strip() if code else type(problem).__name__


def _code(problem: Exception) -> int:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in problem.recipients.values()), default=0)
    return problem.smtp_code if isinstance(problem, smtplib.SMTPResponseException) else 0
