"""The WSGI application in front of Django's: answers with kept pages, and lets each be made once."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from practice.web.kept.asked import Asked, asked_in
from practice.web.kept.freshness import Freshness
from practice.web.kept.page import Page, StartResponse
from practice.web.kept.pages import Pages

Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

ROOM = 24 * 2**20  # bytes a process keeps; a page takes some ten thousand
_LARGEST = 4 * 2**20  # bytes of one page; what is longer goes out as it is made
# Seconds from the beginning of somebody else's making of the same page; the database's gate gives more. From
# the beginning, so that a making that hangs holds those who come later not at all.
_WAIT = 1.0

_HIT = "practice; hit"
# RFC 9211, section 2.6, gives a page a negative time to live when nobody could say that it still holds.
_UNSURE = "practice; hit; ttl=-1; detail=database-away"


class _Making:
    """A page that one visitor has made, for all who ask for it meanwhile."""

    def __init__(self) -> None:
        self.is_done = threading.Event()
        self._until = time.monotonic() + _WAIT
        self.page: Page | None = None

    def wait(self) -> Page | None:
        """The page; None when it is too long in the making."""
        self.is_done.wait(max(0, self._until - time.monotonic()))
        return self.page


class KeptPages:
    """Answers what a kept page may answer; hands Django everything else as it came."""

    def __init__(self, django: Application, freshness: Freshness, room: int = ROOM) -> None:
        self._django = django
        self._freshness = freshness
        self.pages = Pages(room)
        # By turn too: who asks after a change does not get what was begun before it.
        self._makings: dict[tuple[Asked, int], _Making] = {}

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        asked = asked_in(environ)
        if asked is None:
            return self._djangos(environ, start)
        self._freshness.begin()
        turn = self._freshness.turn()
        if (page := self.pages.get(asked, turn)) is not None:
            said = _HIT if self._freshness.is_sure else _UNSURE
        else:
            page, said = self._made_once(asked, turn, environ), ""
            if page is None or page.is_personal:
                return self._django(environ, start)
        answer = page.answer(environ, start, said)
        if page.has_grown and page.may_be_kept:
            self.pages.keep(asked, page, turn)
        return answer

    def _djangos(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        answer = self._django(environ, start)
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith("/admin/"):
            self._freshness.look_soon()  # who saved and looks at once sees what was saved
        return answer

    def _made_once(self, asked: Asked, turn: int, environ: dict[str, Any]) -> Page | None:
        making = _Making()
        first = self._makings.setdefault((asked, turn), making)
        if first is not making:
            return first.wait()
        try:
            making.page = self._make(asked.environ(environ))
            return making.page
        finally:
            del self._makings[asked, turn]
            making.is_done.set()

    def _make(self, environ: dict[str, Any]) -> Page | None:
        """What Django answers to nobody; None when that is too long to be held."""
        begun: list[Any] = []
        parts = self._django(environ, lambda *status_and_headers: begun.extend(status_and_headers))
        body = bytearray()
        try:
            for part in parts:
                body += part
                if len(body) > _LARGEST:
                    return None
        finally:
            if close := getattr(parts, "close", None):
                close()
        return Page(begun[0], begun[1], bytes(body))
