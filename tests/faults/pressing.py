"""One person, one form, pressed in every way people press (R5). Each function ends with what must hold."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults.ledger import stored
from tests.faults.locks import inquiries_locked
from tests.faults.processes import kill, web_workers
from tests.faults.visitor import Visitor
from tests.running_site import RunningSite


def twins(visitor: Visitor, count: int) -> list[Visitor]:
    """The same filled form in the same browser, ready to be pressed several times at once."""
    copies = [Visitor(visitor.site, visitor.number, pause=visitor.pause) for _ in range(count)]
    for copy in copies:
        copy.cookie, copy.body = visitor.cookie, visitor.body
    return copies


def one_inquiry(site: RunningSite, before: list[str], references: list[str]) -> str:
    """All were thanked with one and the same reference, and nothing else was stored."""
    assert len(set(references)) == 1, references
    assert references[0]
    assert set(stored(site)) - set(before) == {references[0]}
    return references[0]


def at_once(site: RunningSite, number: int, times: int) -> None:
    before = stored(site)
    hands = twins(Visitor(site, number).read_form(), times)
    with ThreadPoolExecutor(times) as pool:
        references = list(pool.map(Visitor.press, hands))
    one_inquiry(site, before, references)


def again_and_again(site: RunningSite, number: int) -> None:
    """Ten presses, a refresh of the thank-you page, Back and the button once more."""
    before = stored(site)
    visitor = Visitor(site, number).read_form()
    references = [visitor.press() for _ in range(10)]
    references += [visitor.read_thanks(), visitor.read_thanks(), visitor.press()]
    one_inquiry(site, before, references)


def after_a_crash(site: RunningSite, number: int) -> None:
    """The processes die with the post in hand; the visitor sees a broken page and presses again."""
    before = stored(site)
    visitor = Visitor(site, number).read_form()
    [waiting] = twins(visitor, 1)
    with ThreadPoolExecutor(1) as pool, inquiries_locked(site):
        press = pool.submit(waiting.press)
        time.sleep(0.3)
        for pid in web_workers(site):
            kill(pid)
        assert press.result() == ""  # nobody was thanked
    visitor.send(20)
    assert visitor.statuses[-1] == 303
    one_inquiry(site, before, [visitor.reference])


def from_a_form_read_anew(site: RunningSite, number: int) -> None:
    """The same words within the day, from another copy of the form, are the same request."""
    before = stored(site)
    first = Visitor(site, number).read_form().send()
    second = Visitor(site, number).read_form().send()
    assert first.body != second.body
    one_inquiry(site, before, [first.reference, second.reference])


def other_words_or_another_person(site: RunningSite, number: int) -> None:
    """Never merged: a word added to the same form, nor the same words from somebody else."""
    before = stored(site)
    visitor = Visitor(site, number).read_form().send()
    [changed] = twins(visitor, 1)
    changed.body = changed.body.replace("cannot+sleep", "cannot+sleep+well")
    assert changed.body != visitor.body
    changed.press()
    same_words = {"message": f"Visitor {number} cannot sleep."}
    other = Visitor(site, number + 1, changes=same_words).read_form().send()
    references = {visitor.reference, changed.reference, other.reference}
    assert "" not in references
    assert len(references) == 3
    assert set(stored(site)) - set(before) == references
