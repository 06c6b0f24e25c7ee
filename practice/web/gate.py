"""At most half the threads of a process may wait for the database."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from math import inf
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from practice import patience
from practice.web.types import GetResponse
from practice.web.uploads import PICTURES

# Seconds for one answer of the database. SQLite ends its own wait for a lock after twelve.
_PATIENCE = {"postgresql": 4.0}
_HEADWAY = 1.25  # a page of the site takes far less
_LONGEST = 4.0  # seconds in a line that moves


_WITH_FILES = "multipart/form-data"


class Full(OperationalError):
    """All that may wait for the database are waiting for it already."""


class Gate:
    """Lets `places` in at once. The others wait as long as those inside make headway, and no longer.

    `headway`: seconds within which, with the database well, somebody always leaves; `line`: how many may
    stand in it.
    """

    def __init__(self, places: int, *, headway: float | None = None, line: float = inf) -> None:
        self._free = places
        self._own_headway = headway
        self._room = line
        self._stuck = False
        self._headway = 0.0
        self._changed = threading.Condition()

    def enter(self) -> None:
        """Take a place; raises Full when nobody inside seems to be answered, or the line is full."""
        with self._changed:
            if not self._free and not self._room:
                raise Full("too many wait already")
            self._room -= 1
            try:
                self._stand_in_line(time.monotonic())
            finally:
                self._room += 1
            self._free -= 1

    def _stand_in_line(self, came: float) -> None:
        headway = self._own_headway or _HEADWAY
        while not self._free:
            until = min(max(came, self._headway) + headway, came + _LONGEST)
            left = until - time.monotonic()
            if self._stuck or left <= 0:
                self._stuck = True
                self._changed.notify_all()
                raise Full("nobody who waits for the database is answered")
            self._changed.wait(left)

    def leave(self, *, answered: bool) -> None:
        """Give the place back; `answered` when the database did its part."""
        with self._changed:
            self._free += 1
            if answered:
                self._stuck = False
                self._headway = time.monotonic()
            self._changed.notify()


# Apart, because a locked SQLite still reads: nobody who only reads stands behind those who write. And no
# visitor stands behind the desk, where one page asks for several things at once, a picture is taken in for as
# long as it needs, and a long text is rendered.
_EACH = patience.MAY_WAIT // 3
_DESK = Gate(_EACH, headway=_LONGEST, line=_EACH)
_WRITING = Gate(_EACH)
_READING = Gate(_EACH)


class DatabaseGate:
    """Pass through a gate with every request that may ask the database.

    What needs none goes past: /healthz here, static files before they come this far.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return self.get_response(request)
        _read(request)
        gate = _gate_for(request)
        gate.enter()
        answered = False
        try:
            response = self._in_time(request)
            answered = response.status_code != 503
            return response
        finally:
            gate.leave(answered=answered)

    def _in_time(self, request: HttpRequest) -> HttpResponseBase:
        limit = _PATIENCE.get(connection.vendor, 60.0)
        with patience.of(limit), connection.execute_wrapper(_unless_it_is_over):
            return self.get_response(request)


def _gate_for(request: HttpRequest) -> Gate:
    if request.path_info.startswith("/admin/"):
        return _DESK
    return _READING if request.method in {"GET", "HEAD"} else _WRITING


def _read(request: HttpRequest) -> None:
    """Take in what a visitor sends before a place is taken: a slow sender holds up nobody else's database,
    and a form that cannot be read is refused here. Pictures are read later, once it is known who sends them.
    """
    desks_file = request.path_info.startswith(PICTURES) and request.content_type == _WITH_FILES
    if request.method == "POST" and not desks_file:
        with suppress(UnreadablePostError):  # whoever sent it has gone
            request.POST  # noqa: B018  read for its effect


def _unless_it_is_over(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
) -> Any:
    # What is saved after the answer, such as a session, would wait for the same lock all over again.
    if patience.seconds() == 0:
        raise OperationalError("the database did not answer before")
    return execute(sql, params, many, context)
