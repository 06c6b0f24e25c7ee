"""The chain: each event carries a keyed hash over itself and the one before, so a changed log shows.

No trigger in the database guards the log: whoever can change rows can drop triggers too (and SQLite drops
them when a table is rebuilt). The chain does not prevent, it finds. Its key stays outside the database.
"""

import json
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from practice.audit import head
from practice.audit.models import Event

_CHUNK = 2000  # rows read at a time


class Line(NamedTuple):
    """What an event says, in the order it is sealed."""

    number: int
    at: datetime
    action: str
    actor: str
    references: list[str]
    fields: list[str]


def seal(previous: str, line: Line) -> str:
    """The seal of a line, `previous` being the seal of the one before; empty before the first.

    The encoding never changes: every line ever written is checked by it.
    """
    moment = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps([previous, line.number, moment, *line[2:]], separators=(",", ":"))
    return salted_hmac("audit", text, secret=settings.AUDIT_KEY, algorithm="sha256").hexdigest()


def last() -> head.Noted:
    """Number and seal of the newest line; 0 and none of an empty log."""
    newest = Event.objects.order_by("-number").values_list("number", "seal").first()
    return head.Noted(*newest) if newest else head.Noted(0, "")


def verify() -> list[str]:
    """What does not add up in the log, as sentences; none when every line is there and unchanged.

    Not to be called inside a transaction: the note outside is read first, the lines after it, because
    lines may be written meanwhile and the note follows them.
    """
    noted = head.read()
    return [*_in_the_lines(), *_at_the_end(noted)]


def _in_the_lines() -> list[str]:
    """The first line that breaks the chain; after it no other can be judged."""
    rows = Event.objects.order_by("number").values_list(*Line._fields, "seal")
    expected, previous = 1, ""
    try:
        for *said, sealed in rows.iterator(chunk_size=_CHUNK):
            line = Line(*said)
            if line.number != expected:
                return [
                    f"Line {expected} of the event log is missing; line {line.number} is in its place."
                ]
            if not constant_time_compare(seal(previous, line), sealed):
                return [
                    f"Line {line.number} of the event log does not fit the one before: it was changed, "
                    "moved or added afterwards, or sealed with another AUDIT_KEY."
                ]
            expected, previous = line.number + 1, sealed
    except (ValueError, TypeError, AttributeError):  # no time, or no list, where one must stand
        return [
            f"Line {expected} of the event log cannot be read: it was changed after it was written."
        ]
    return []


def _at_the_end(noted: head.Noted | None) -> list[str]:
    """Whether the log still reaches the line noted outside the database, and that line is the same."""
    newest = last().number
    if noted is None:
        return (
            [f"{head.NAME} is missing: nothing shows where the event log ended."] if newest else []
        )
    if not noted.number:
        return [f"{head.NAME} cannot be read: nothing shows where the event log ended."]
    if newest < noted.number:
        return [
            f"The event log ends at line {newest}, but {head.NAME} knows {noted.number} lines: "
            "its end was cut off, or an older database put in place."
        ]
    if not Event.objects.filter(number=noted.number, seal=noted.seal).exists():
        return [
            f"Line {noted.number} of the event log is not the one {head.NAME} knows: "
            "the end was cut off, or an older database put in place, and the log written on."
        ]
    return []
