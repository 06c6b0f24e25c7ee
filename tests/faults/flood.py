"""Machines post in masses while people go on writing slowly (S9)."""

from concurrent.futures import ThreadPoolExecutor

from tests.faults.visitor import Visitor
from tests.running_site import RunningSite

BOT_ADDRESS = "203.0.113.66"


def bots(site: RunningSite, count: int) -> list[Visitor]:
    """A quarter fill the trap, a quarter are too fast, half look human; all come from one address."""

    def bot(number: int) -> Visitor:
        # Numbers of their own, so that no bot shares its words with a person.
        kind = number % 4
        changes = {"website": "https://pills.example"} if kind == 0 else {}
        return Visitor(
            site,
            100_000 + number,
            address=BOT_ADDRESS,
            unhurried=kind != 1,
            changes=changes,
            pause=1.0,
        )

    return [bot(number) for number in range(count)]


def people(site: RunningSite, count: int) -> list[Visitor]:
    return [Visitor(site, number, wants_mail=True, pause=1.0) for number in range(1, count + 1)]


def flood(machines: list[Visitor], persons: list[Visitor]) -> None:
    """Everybody at once: eight machines at a time, two persons at a time."""
    with ThreadPoolExecutor(8) as mob, ThreadPoolExecutor(2) as waiting_room:
        sending = [mob.submit(lambda one: one.read_form().send(), one) for one in machines]
        sending += [waiting_room.submit(lambda one: one.read_form().send(), one) for one in persons]
        for one in sending:
            one.result()
