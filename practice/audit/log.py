"""The only writer of events."""

import logging
from collections.abc import Iterable
from functools import partial

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from practice.audit import chain, head
from practice.audit.models import Event

log = logging.getLogger(__name__)

NO_PERSON = frozenset({"site", "visitor", "someone"})  # actors whose name nobody may have
_LOCK_NUMBER = 7_083_202  # any number nobody else uses on this database


def record(
    action: str, *, actor: str, references: Iterable[str] = (), fields: Iterable[str] = ()
) -> Event:
    """Append an event, inside the caller's transaction when there is one.

    `action` is a short phrase such as "inquiry received"; `actor` a sign-in name, "visitor" or "site".
    Best called last: from here to the commit no other event can be written.
    """
    before, event = _append(action, actor, references, fields)
    line = head.Noted(event.number, event.seal)
    transaction.on_commit(partial(_note, line, before), robust=True)
    return event


def step_back(reason: str, *, actor: str = "site") -> Event:
    """Accept that the log now ends earlier than it once did, and say why in an event that stays.

    `reason` is a few words such as "restored from a backup". Raises OSError when it cannot be noted.
    """
    noted = head.read()
    was = f" from {noted.number}" if noted else ""
    _, event = _append(f"log stepped back{was}: {reason}", actor, (), ())
    transaction.on_commit(partial(head.reset, head.Noted(event.number, event.seal)))
    return event


def _append(
    action: str, actor: str, references: Iterable[str], fields: Iterable[str]
) -> tuple[head.Noted, Event]:
    """The line before, and the new one."""
    # A line that cannot be written takes the caller's transaction with it, so no savepoint is needed.
    with transaction.atomic(savepoint=False):
        _one_at_a_time()
        before = chain.last()
        said = (action, actor, list(references), list(fields))
        line = chain.Line(before.number + 1, timezone.now(), *said)
        event = Event.objects.create(**line._asdict(), seal=chain.seal(before.seal, line))
    return before, event


def _one_at_a_time() -> None:
    """Let nobody else append until the commit. SQLite's transactions have one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])


def _note(line: head.Noted, before: head.Noted) -> None:
    """Note the end of the log outside the database. What was done stands even where this fails."""
    try:
        begun = head.advance(line, lambda noted: noted == before or _is_in_the_log(noted))
        if begun and line.number > 1:
            # Whoever removes the note must not be able to have it made anew unseen.
            record("note of the log’s end begun anew", actor="site")
    except LookupError:
        log.error("the event log does not go on from the line in audit.head: its end was cut off")
    except (OSError, DatabaseError):
        log.warning("the end of the event log could not be noted in audit.head")


def _is_in_the_log(noted: head.Noted) -> bool:
    return Event.objects.filter(number=noted.number, seal=noted.seal).exists()
