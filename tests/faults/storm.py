"""Many visitors post while processes are killed: which ones, and when, comes from a seed (R1)."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.faults.processes import kill, kill_all, mail_worker, web_workers
from tests.faults.visitor import PRESSES, Visitor
from tests.running_site import RunningSite

AT_ONCE = 12


class Storm:
    """`rage()` lets every visitor send while a second thread kills, so many times, as they get on."""

    def __init__(self, site: RunningSite, *, visitors: int, seed: int):
        self.site = site
        self.dice = random.Random(seed)
        self.visitors = [
            Visitor(site, number, wants_mail=number % 2 == 0, pause=1.0)
            for number in range(1, visitors + 1)
        ]
        self.within_five: list[Visitor] = []
        self.done = 0
        self.kills = 0
        self._lock = threading.Lock()
        self._over = threading.Event()

    def rage(self, kills: int, strike: Callable[[], None]) -> None:
        killer = threading.Thread(target=self._kill, args=[kills, strike])
        killer.start()
        try:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(self._visit, self.visitors))
        finally:
            self._over.set()
            killer.join()

    def calm(self) -> None:
        """Whoever was not thanked within five presses comes back, so that each is accounted for."""
        self.within_five = [one for one in self.visitors if one.reference]
        for visitor in self.visitors:
            if not visitor.reference:
                visitor.send(20)

    def _visit(self, visitor: Visitor) -> None:
        visitor.read_form().send(PRESSES)
        with self._lock:
            self.done += 1

    def _kill(self, kills: int, strike: Callable[[], None]) -> None:
        """Spread over the posts, so that a faster machine is not spared."""
        moments = sorted(self.dice.uniform(0, len(self.visitors) * 0.95) for _ in range(kills))
        for moment in moments:
            while self.done < moment and not self._over.is_set():
                time.sleep(0.005)
            time.sleep(self.dice.uniform(0, 0.05))
            strike()
            self.kills += 1


def any_web_worker(storm: Storm) -> Callable[[], None]:
    def strike() -> None:
        for _ in range(200):  # all of them may be gone for a moment
            if alive := web_workers(storm.site):
                kill(storm.dice.choice(alive))
                return
            time.sleep(0.02)

    return strike


def web_worker_or_all(storm: Storm, one_in: int = 15) -> Callable[[], None]:
    """A web process; every so often everything, started again as a service manager would."""
    one = any_web_worker(storm)

    def strike() -> None:
        if (storm.kills + 1) % one_in:
            one()
        else:
            kill_all(storm.site)
            storm.site.start()

    return strike


class MailWorkers:
    """A `manage.py worker` of its own that is killed and started again."""

    def __init__(self, site: RunningSite):
        self.site = site
        self.process = mail_worker(site)

    def strike(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process = mail_worker(self.site)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(15)
