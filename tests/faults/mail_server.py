"""An SMTP server that can misbehave at every step, on purpose and on time.

`MailServer().fault = Fault("dot", "hang")` changes what it does from the next reply on; `None` makes it
good again. The tests of sending (tests/intake) break one session with it, the fault tests a whole evening.
It keeps every mail it has taken and every session it was asked for, with monotonic times.
"""

import random
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from tests.faults.mail_session import STEPS, Conversation, Fault, Habits, Over, Session, Taken
from tests.running_site import free_port

REFUSE = Fault("connect", "refuse")


class MailServer:
    def __init__(self, fault: Fault | None = None, habits: Habits | None = None):
        self.port = free_port() if fault == REFUSE else 0  # 0: any
        self.habits = habits or Habits()
        self.taken: list[Taken] = []
        self.sessions: list[Session] = []
        self.choose: Callable[[], Fault | None] | None = None
        self._fault: Fault | None = None
        self._listener: socket.socket | None = None
        self._fillers: list[socket.socket] = []
        self._open: set[Conversation] = set()
        self._threads: list[threading.Thread] = []
        self._closed = threading.Event()
        self.fault = fault

    @property
    def fault(self) -> Fault | None:
        return self._fault

    @fault.setter
    def fault(self, fault: Fault | None) -> None:
        self._fault, self.choose = fault, None
        if fault == REFUSE:
            self._stop_listening()
        else:
            self._listen()
        if fault == Fault("connect", "hang"):
            self._fill_backlog()
        else:
            self._empty_backlog()

    def break_a_third(self, seed: int, ways: tuple[str, ...] = ("drop", "4xx", "5xx")) -> None:
        """From now on every third session, drawn from `seed`, breaks at a step drawn as well.

        A 5xx is drawn only where it is about the server; aimed at one message it means an hour's wait.
        """
        self.fault = None
        dice, lock = random.Random(seed), threading.Lock()

        def choose() -> Fault | None:
            with lock:
                if dice.random() >= 1 / 3:
                    return None
                step, way = dice.choice(STEPS), dice.choice(ways)
            if step in {"connect", "taken"} or (
                way == "5xx" and step in {"mail", "rcpt", "data", "body", "dot"}
            ):
                way = "drop"
            return Fault(step, way)

        self.choose = choose

    def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Wait for `true()`; False when the time ran out."""
        deadline = time.monotonic() + seconds
        while not (done := true()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return done

    @property
    def heard(self) -> list[str]:
        return [line for session in list(self.sessions) for line in session.heard]

    def to(self, recipient: str) -> list[Taken]:
        return [mail for mail in list(self.taken) if mail.recipient == recipient]

    def about(self, reference: str) -> list[Taken]:
        return [mail for mail in list(self.taken) if reference in mail.text]

    def close(self) -> None:
        self._closed.set()
        self._stop_listening()
        self._empty_backlog()
        for talk in list(self._open):
            with suppress(OSError):
                talk.socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    # --- The port ---------------------------------------------------------------------------------

    def _listen(self) -> None:
        if self._listener is None:
            self._listener = socket.socket()
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.bind(("127.0.0.1", self.port))
            self._listener.listen(128)
            self.port = self._listener.getsockname()[1]
            self._start(self._accept, self._listener)

    def _start(self, act: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=act, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while self._listener is listener:
            if self._fault == Fault("connect", "hang"):
                time.sleep(0.05)
                continue
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._start(self._session, connection)

    def _fill_backlog(self) -> None:
        """Connections of our own take every place in the queue, so that nobody else's is answered."""
        assert self._listener
        self._listener.listen(0)
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            with suppress(BlockingIOError):
                filler.connect(("127.0.0.1", self.port))
            self._fillers.append(filler)

    def _empty_backlog(self) -> None:
        for filler in self._fillers:
            filler.close()
        self._fillers.clear()
        if self._listener:
            self._listener.listen(128)

    # --- One session ------------------------------------------------------------------------------

    def _session(self, connection: socket.socket) -> None:
        record = Session(time.monotonic())
        chosen = self.choose() if self.choose else None
        self.sessions.append(record)
        talk = Conversation(
            connection,
            record,
            self.habits,
            fault=lambda: chosen or self._fault,
            take_in=self.taken.append,
            closed=self._closed,
        )
        self._open.add(talk)
        # Whoever connects may leave at any moment, and TLS says so with a ValueError; that is no news here.
        with suppress(Over, OSError, ValueError):
            talk.hold()
        record.ended = time.monotonic()
        self._open.discard(talk)
        talk.socket.close()
