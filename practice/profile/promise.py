"""When an answer is due."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

_SATURDAY = 5


def reply_by(received: datetime, days: int, away: Iterable[tuple[date, date]] = ()) -> date:
    """The last day of the promise: `days` business days after the day it was received.

    `received` is in the practice's own zone. Monday to Friday count, except inside `away`, whose
    pairs are first and last day, both included. What comes at night or on a weekend counts from
    that same day, so nobody waits longer for having written late.
    """
    stretches = list(away)
    day = received.date()
    while days:
        day += timedelta(days=1)
        is_away = any(first <= day <= last for first, last in stretches)
        if day.weekday() < _SATURDAY and not is_away:
            days -= 1
    return day
