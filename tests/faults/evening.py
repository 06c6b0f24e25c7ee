"""The mail server is bad for a while, with inquiries waiting, and then good again (R2)."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from tests.faults.ledger import Row, not_notified, settle
from tests.faults.mail_server import REFUSE, MailServer
from tests.faults.mail_session import STEPS, Fault
from tests.faults.visitor import Visitor
from tests.running_site import RunningSite

NOTIFIED_SECONDS = 60
PROBE_SECONDS = 30
_WORDS = [step for step in STEPS if step not in {"connect", "taken"}]
# What R2 names, at every step; a 5xx where it is about the server and not about one mail.
FAULTS = [
    REFUSE,
    *(Fault("connect", way) for way in ("hang", "drop")),
    *(Fault(step, way) for step in _WORDS for way in ("hang", "drop", "4xx", "drip")),
    *(Fault(step, "5xx") for step in ("greeting", "ehlo")),
    *(Fault("taken", way) for way in ("hang", "drop")),
]


@dataclass
class Evening:
    """One site, one fault. `pass_by()` lives through it; what was seen can be read afterwards."""

    make: Callable[..., RunningSite]
    fault: Fault
    bad_seconds: float
    inquiries: int = 3
    visitors: list[Visitor] = field(default_factory=list)
    row: Row | None = None
    seconds: float = 0.0  # from the server's return to the last notification
    told: bool = False
    widest_gap: float = 0.0  # between two attempts while it was bad
    site: RunningSite | None = None

    def pass_by(self, starting: threading.Semaphore) -> "Evening":
        self.server = MailServer(fault=self.fault)
        try:
            with starting:
                self.site = self.make(self.server.port, WEB_WORKERS="1")
                self.site.start()
                self.write()
            time.sleep(self.bad_seconds)
            self.mend()
            self.wait()
        finally:
            self.server.close()
            if self.site:
                self.site.close()
        return self

    def write(self) -> None:
        self.began = time.monotonic()
        for number in range(1, self.inquiries + 1):
            visitor = Visitor(self.site, number, wants_mail=number % 2 == 0)
            self.visitors.append(visitor.read_form().send())

    def mend(self) -> None:
        self.mended = time.monotonic()
        begun = [session.began for session in self.server.sessions]
        times = [self.began, *begun, self.mended]
        self.widest_gap = max(later - sooner for sooner, later in pairwise(times))
        self.server.fault = None

    def wait(self) -> None:
        self.told = self.server.until(lambda: not self.waiting(), NOTIFIED_SECONDS + 30)
        self.seconds = time.monotonic() - self.mended
        time.sleep(1)  # a copy too many would come now
        self.row = settle("R2 mail returns", str(self.fault), self.site, self.visitors, self.server)

    def waiting(self) -> set[str]:
        """Who is not notified, and whose wish for a mail is not fulfilled."""
        unthanked = {
            one.email
            for one in self.visitors
            if one.wants_mail and not any(mail.told for mail in self.server.to(one.email))
        }
        return not_notified(self.site, self.server) | unthanked
