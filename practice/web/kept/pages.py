"""The pages a process keeps, within so many bytes; whoever was asked for longest ago goes first."""

import threading
from collections import OrderedDict

from practice.web.kept.asked import Asked
from practice.web.kept.page import Page


class Pages:
    """Pages of one turn of the content; a later turn begins with none."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._turn = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Asked, Page] = OrderedDict()
        self._sizes: dict[Asked, int] = {}
        self._taken = 0

    @property
    def taken(self) -> int:
        """Bytes in use, never more than there is room for."""
        return self._taken

    def get(self, asked: Asked, turn: int) -> Page | None:
        with self._lock:
            self._begin(turn)
            if (page := self._kept.get(asked)) is not None:
                self._kept.move_to_end(asked)
            return page

    def keep(self, asked: Asked, page: Page, turn: int) -> None:
        """Keep a page whose making began in `turn`, or count anew what one takes that is kept already."""
        with self._lock:
            self._begin(turn)
            if not turn or turn != self._turn:
                return  # nobody has looked yet, or it may hold what is over
            self._taken += page.size - self._sizes.get(asked, 0)
            self._kept[asked], self._sizes[asked] = page, page.size
            page.has_grown = False
            while self._taken > self._room:
                oldest, _ = self._kept.popitem(last=False)
                self._taken -= self._sizes.pop(oldest)

    def _begin(self, turn: int) -> None:
        if turn > self._turn:
            self._turn, self._taken = turn, 0
            self._kept.clear()
            self._sizes.clear()
