"""Sends the mails that are owed, and goes on trying while the mail server does not take them.

A row is leased before it is sent and written again only while the lease is still ours, so that several
senders share the work and none sends what another has. Sending happens outside every transaction.

Backing off belongs to the server, not to the row (PROMISES R2): while it fails, one message is tried
every PROBE, and the first one taken makes all others due. What was tried longest ago goes first, so that
one message the server chokes on stands in nobody's way; what was never tried need not wait for a probe.
"""

import logging
import threading
import time
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone

from intake import actions, wakeup
from intake.emails import make
from intake.models import MailServer, Notification
from intake.smtp import NotTaken, deliver

log = logging.getLogger(__name__)

PROBE = timedelta(seconds=settings.EMAIL_PROBE_SECONDS)  # from one try's beginning to the next
LEASE = timedelta(seconds=settings.EMAIL_SESSION_SECONDS + 20)
RETRY = timedelta(hours=1)  # for what is about one message: asking more often changes nothing
GIVE_UP = timedelta(hours=120)
LATE = timedelta(minutes=15)  # what has waited for so long is said aloud (PROMISES O3)
NOT_MADE = "made"  # the step at which a mail fails that cannot even be written
POLL_SECONDS = 0.5  # how soon another process's commit, or a due retry, is noticed

State = Notification.State
_ACKNOWLEDGEMENTS_LAST = Case(When(kind=Notification.Kind.ACKNOWLEDGEMENT, then=1), default=0)


def run(stop: threading.Event) -> None:
    """Send what is due, again and again, until `stop` is set."""
    while not stop.is_set():
        wakeup.forget()
        try:
            while not stop.is_set() and send_next():
                pass
        except Exception:
            # Whatever happened, the next round may find the database back; the row is still owed.
            log.exception("the outbox stumbled")
            stop.wait(1)
        close_old_connections()
        wakeup.wait(POLL_SECONDS)


def send_next() -> bool:
    """Try the mail whose turn it is. False when none is."""
    began = timezone.now()
    notification = _claim(began)
    if notification is None:
        return False
    try:
        deliver(make(notification))
    except NotTaken as problem:
        _failed(notification, problem, began)
    except Exception as problem:  # a mail that cannot even be made must not hold up the rest
        log.exception("a mail could not be made")
        _failed(notification, NotTaken(NOT_MADE, kind=type(problem).__name__), began)
    else:
        now = timezone.now()
        _finish(notification, state=State.SENT, sent_at=now, last_error="", refused=False)
        _server_takes_mail(now)
    return True


def _due(now: datetime) -> QuerySet[Notification]:
    # What waits longer than anything ever does was told to by a clock that has been put right since.
    due = Q(due_at__lte=now) | Q(due_at__gt=now + 2 * RETRY)
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * LEASE)
    return Notification.objects.filter(due, free, state=State.WAITING)


def _claim(now: datetime) -> Notification | None:
    """Lease the row whose turn it is; None when there is none, or the server is resting."""
    if not _due(now).exists():  # without a lock: this is asked twice a second
        return None
    with transaction.atomic():
        due = _due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        order = (F("tried_at").asc(nulls_first=True), "created_at", "pk")
        failing = MailServer.objects.filter(pk=1, failing_since__isnull=False).first()
        if failing and now < failing.next_probe_at < now + 2 * PROBE:
            due = due.filter(tried_at=None)
        # After an outage the practitioner hears of everyone first; while it lasts each has its turn.
        notification = due.order_by(*order if failing else (_ACKNOWLEDGEMENTS_LAST, *order)).first()
        if notification is None:
            return None
        if notification.tried_at:
            _take_the_probe(now)
        notification.lease = uuid.uuid4()
        notification.leased_until = now + LEASE
        notification.tried_at = now
        notification.attempts += 1
        notification.save(update_fields=["lease", "leased_until", "tried_at", "attempts"])
    # Gone by now when its inquiry was erased in between.
    return Notification.objects.select_related("inquiry").filter(pk=notification.pk).first()


def _take_the_probe(now: datetime) -> None:
    MailServer.objects.filter(pk=1, failing_since__isnull=False).update(next_probe_at=now + PROBE)


def _give_back_the_probe(now: datetime) -> None:
    """What was only about one message told nothing about the server: the next one may ask at once."""
    MailServer.objects.filter(pk=1, failing_since__isnull=False).update(next_probe_at=now)


def _failed(notification: Notification, problem: NotTaken, began: datetime) -> None:
    now = timezone.now()
    changes: dict[str, object] = {"last_error": str(problem), "refused": problem.refused}
    about_one = _is_about_this_one(notification, problem)
    if about_one:
        pause = min(PROBE * 2 ** min(notification.attempts - 1, 10), RETRY)
        changes |= {"due_at": now + (RETRY if problem.refused else pause)}
    if now - notification.created_at > GIVE_UP:
        changes["state"] = State.FAILED
    _finish(notification, **changes)
    if about_one:
        _give_back_the_probe(now)
    else:
        _server_fails(str(problem), began)
    if problem.refused and problem.about_the_recipient and _is_to_visitor(notification):
        actions.note_bounce(notification=notification)
    log.warning("a %s mail was not taken: %s", notification.kind, problem)


def _is_about_this_one(notification: Notification, problem: NotTaken) -> bool:
    """Whether the next mail may fare better: this one is refused, cannot be made, or goes to a stranger
    whose address says nothing about our own server (greylisting, a full mailbox)."""
    put_off = problem.about_the_recipient and _is_to_visitor(notification)
    return problem.refused or put_off or problem.step == NOT_MADE


def _is_to_visitor(notification: Notification) -> bool:
    return notification.kind == Notification.Kind.ACKNOWLEDGEMENT


def _finish(notification: Notification, **changes: object) -> None:
    """Write the outcome, unless the lease ran out and another sender has the row by now.

    A database that is away for a moment is waited for: what was sent and not written would be sent again.
    """
    ours = Notification.objects.filter(pk=notification.pk, lease=notification.lease)
    since = timezone.now()
    while True:
        try:
            ours.update(lease=None, leased_until=None, **changes)
            return
        except OperationalError:
            if timezone.now() - since > LEASE:
                raise
            connection.close()
            time.sleep(1)


def _server_fails(problem: str, began: datetime) -> None:
    MailServer.objects.get_or_create(pk=1)
    server = MailServer.objects.filter(pk=1)
    server.filter(failing_since=None).update(failing_since=began)
    server.update(next_probe_at=began + PROBE, last_error=problem)


def _server_takes_mail(now: datetime) -> None:
    if not MailServer.objects.filter(pk=1, failing_since__isnull=False).exists():
        return
    with transaction.atomic():
        MailServer.objects.filter(pk=1).update(failing_since=None, last_error="")
        waiting = Notification.objects.filter(state=State.WAITING, refused=False)
        if connection.features.has_select_for_update_skip_locked:
            # Whoever is erasing or sending one of them has it for now.
            free = waiting.select_for_update(skip_locked=True, of=("self",))
            waiting = Notification.objects.filter(pk__in=list(free.values_list("pk", flat=True)))
        waiting.update(due_at=now)
