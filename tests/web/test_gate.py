"""Half the threads may wait for the database; who comes too late is told so soon."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.test import Client

from practice import patience
from practice.web import gate
from practice.web.gate import Full, Gate

pytestmark = pytest.mark.engine_free


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(gate, "_HEADWAY", 0.2)


def seconds_to_be_refused(gate):
    began = time.monotonic()
    with pytest.raises(Full):
        gate.enter()
    return time.monotonic() - began


@contextmanager
def in_a_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join()


def test_no_more_than_its_places_are_inside(quick):
    narrow = Gate(2)
    narrow.enter()
    narrow.enter()

    assert 0.15 < seconds_to_be_refused(narrow) < 1


def test_once_somebody_waited_in_vain_nobody_waits_behind_them():
    narrow = Gate(1)
    narrow.enter()
    seconds_to_be_refused(narrow)

    assert seconds_to_be_refused(narrow) < 0.05


def test_a_place_that_an_outage_gives_back_is_tried_but_not_queued_for():
    narrow = Gate(1)
    narrow.enter()
    seconds_to_be_refused(narrow)

    narrow.leave(answered=False)

    narrow.enter()
    assert seconds_to_be_refused(narrow) < 0.05


def test_one_answer_is_enough_for_all_to_wait_again():
    narrow = Gate(1)
    narrow.enter()
    seconds_to_be_refused(narrow)
    narrow.leave(answered=True)
    narrow.enter()

    assert seconds_to_be_refused(narrow) > 0.15


def test_even_a_line_that_moves_is_not_waited_in_for_ever(monkeypatch):
    monkeypatch.setattr(gate, "_LONGEST", 0.4)
    busy = Gate(1)
    busy.enter()
    stop = threading.Event()

    def go_in_and_out():
        while not stop.wait(0.02):
            busy._headway = time.monotonic()  # somebody was answered, but no place became free

    with in_a_thread(go_in_and_out):
        assert 0.3 < seconds_to_be_refused(busy) < 1.5
        stop.set()


def test_nobody_who_writes_stands_behind_the_desk(rf):
    taken = gate._gate_for(rf.post("/admin/login/"))
    visitors = gate._gate_for(rf.post("/consultation/"))
    readers = gate._gate_for(rf.get("/journal/"))

    assert len({id(taken), id(visitors), id(readers)}) == 3
    assert taken._free + visitors._free + readers._free == patience.MAY_WAIT <= patience.THREADS / 2


@pytest.mark.django_db
def test_what_a_stranger_sends_the_desk_is_read_before_a_place_is_taken(rf, practice):
    """One who sends slowly, or never, holds no place; a picture alone is read inside, and not from them."""
    words = rf.post("/admin/login/", {"username": "x"})
    picture = rf.post("/admin/content/image/add/", {"title": "x"})
    gate._read(words)
    gate._read(picture)

    assert hasattr(words, "_post")
    assert not hasattr(picture, "_post")
    # Whoever looks for a token reads the body; here nobody came to that.
    answer = Client(enforce_csrf_checks=True).post("/admin/content/image/add/", {"title": "x"})
    assert answer["Location"] == "/admin/login/?next=/admin/content/image/add/"
    assert not hasattr(answer.wsgi_request, "_post")


def test_the_line_at_the_desk_is_patient_and_short():
    """Dana's page asks for several things at once; a crowd before the sign-in takes few threads."""
    desk = gate.Gate(1, headway=0.6, line=1)
    desk.enter()
    waits = []

    with in_a_thread(lambda: waits.append(seconds_to_be_refused(desk))):
        time.sleep(0.1)
        assert seconds_to_be_refused(desk) < 0.05  # no room in the line
    assert waits[0] > 0.5  # longer than a reader waits
    desk.leave(answered=True)
    desk.enter()


def test_a_long_line_that_moves_is_waited_in():
    """Ten come at once, each takes a while: the last waits longer than one may without headway."""
    narrow, inside = Gate(1), []

    def visit():
        narrow.enter()
        time.sleep(0.05)
        inside.append(time.monotonic())
        narrow.leave(answered=True)

    crowd = [threading.Thread(target=visit) for _ in range(10)]
    began = time.monotonic()
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert len(inside) == 10
    assert max(inside) - began > 0.4


def test_patience_is_each_threads_own_and_ends_with_its_request():
    seen = []
    with patience.of(4.0):
        patience.end()
        with in_a_thread(lambda: seen.append(patience.seconds())):
            pass
        assert patience.seconds() == 0
    patience.end()  # outside of any request there is nothing to end

    assert seen == [None]
    assert patience.seconds() is None


def test_a_shorter_patience_is_never_made_longer_inside():
    with patience.of(1.0), patience.of(5.0):
        assert patience.seconds() == 1.0
    with patience.of(5.0), patience.of(1.0):
        assert patience.seconds() == 1.0
