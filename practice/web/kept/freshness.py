"""Whether what was made still holds: the content's generation, asked for over and over, and the clock."""

import logging
import threading
import time
from datetime import datetime, timedelta
from math import inf
from zoneinfo import ZoneInfo

from django.db import Error, connection
from django.utils import timezone

from practice import patience
from practice.content import generation
from practice.content.models import Entry
from practice.profile.models import Practice

log = logging.getLogger(__name__)

EVERY = 0.4  # seconds between two looks at the generation
_LONGEST = 2.0  # seconds for one answer
SURE = 1.0  # seconds for which the last look holds; what the promise to be seen everywhere allows


class Freshness:
    """A turn: a number that is higher whenever something visitors see may be another.

    A thread asks the database, never a request: a kept page costs no query, and goes out while the database
    is away.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = 0
        self._stamp: int | None = None
        self._until = inf  # when something appears by the clock, in seconds since 1970
        self._looked = -inf
        self._begun = False
        self._due = threading.Event()

    def begin(self) -> None:
        """Start looking, once in each process."""
        with self._lock:
            if not self._begun:
                self._begun = True
                threading.Thread(target=self._keep_looking, name="freshness", daemon=True).start()

    def look_soon(self) -> None:
        """Something was written in this process, perhaps: do not wait for the next look."""
        self._due.set()

    @property
    def is_sure(self) -> bool:
        """Whether the database said lately that nothing has changed."""
        return time.monotonic() - self._looked < SURE

    def turn(self) -> int:
        """The turn of this moment. While the database is away the clock ends none: an old page that nobody
        can make anew is better than no page."""
        if time.time() >= self._until and self.is_sure:
            self._next(self._stamp, inf)  # the thread finds out what comes then
        return self._turn

    def look(self) -> None:
        """Ask the database once. Raises Error when it does not answer."""
        began = time.monotonic()  # an answer that was long on its way is as old as that
        stamp = generation.current()
        if stamp != self._stamp or time.time() >= self._until or self._until == inf:
            # Asked after the number: what changes in between gives another number at the next look.
            until = _next_change()
            if stamp != self._stamp or time.time() >= self._until:
                self._next(stamp, until)
            self._until = until
        self._looked = began

    def _next(self, stamp: int | None, until: float) -> None:
        with self._lock:
            self._turn += 1
            self._stamp, self._until = stamp, until

    def _keep_looking(self) -> None:
        while True:
            self._look_in_time()
            self._due.wait(EVERY)
            self._due.clear()

    def _look_in_time(self) -> None:
        try:
            # No request ends in this thread, after which Django would ask this. A connection kept for ever
            # would go on seeing the file, or the server, that another took the place of.
            connection.close_if_unusable_or_obsolete()
            with patience.of(_LONGEST):
                self.look()
        except Error:
            connection.close()  # a broken one would never answer again
        except Exception:
            log.exception("the look at the generation broke")
            connection.close()


def _next_change() -> float:
    """When the next text appears, or the practice's day is over: notices and days away go by days."""
    now = timezone.now()
    later = Entry.objects.filter(status=Entry.Status.PUBLIC, publish_at__gt=now)
    first = later.order_by("publish_at").values_list("publish_at", flat=True).first()
    zone = Practice.objects.values_list("time_zone", flat=True).first()
    tomorrow = _midnight_after(now, ZoneInfo(zone or "UTC"))
    # A little later, because seconds as a fraction are rounded: who asks then certainly finds it.
    return (min(first, tomorrow) if first else tomorrow).timestamp() + 0.001


def _midnight_after(now: datetime, zone: ZoneInfo) -> datetime:
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)
