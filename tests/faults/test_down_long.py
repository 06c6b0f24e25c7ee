"""The same as test_down.py in full length, with figures: PROMISES R7, R8 and R9."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.visitor import read_form, send_form
from tests.faults.ledger import Figure
from tests.faults.own_postgres import OwnPostgres
from tests.faults.pages import names_every_way_to_reach_someone, press_again
from tests.faults.test_down import (
    ON_POSTGRES,
    in_a_file,
    locked,
    only_postgres,
    running,
    small_disk,
    stored,
    timed,
)

pytestmark = pytest.mark.faults

LOCK_SECONDS = 10
AWAY_SECONDS = 60
POSTS = 24


@pytest.fixture
def report(ledger):
    """`report("R7", what, seconds, 15)`: into the ledger, and whether all stayed within the promise."""

    def report(promise, what, seconds, within):
        ordered = sorted(seconds)
        measured = f"{ordered[len(ordered) // 2]:.2f}, at most {ordered[-1]:.2f} s"
        where = "PostgreSQL" if ON_POSTGRES else "SQLite"
        kept = ordered[-1] <= within
        assert ledger.figure(Figure(promise, what, f"≤ {within} s", measured, where, kept))

    return report


def ask_until(site, path, deadline):
    seconds = []
    while time.monotonic() < deadline:
        answer, took = timed(lambda: site.ask(path))
        assert answer.status == 200
        seconds.append(took)
    return seconds


@pytest.mark.engine_free
def test_ten_seconds_of_lock_are_waited_out_or_answered_in_time(tmp_path, report):
    with running(tmp_path, in_a_file(tmp_path)) as site, ThreadPoolExecutor(POSTS + 2) as crowd:
        form = read_form(site)
        with locked(site, LOCK_SECONDS):
            end = time.monotonic() + LOCK_SECONDS - 1
            posts = [
                crowd.submit(send_form, site, form, hurry=True, message=f"{n}")
                for n in range(POSTS)
            ]
            time.sleep(2)
            health = crowd.submit(ask_until, site, "/healthz", end)
            reading = crowd.submit(ask_until, site, "/journal/", end)
        answers = [post.result() for post in posts]

        thanked = [took for answer, took in answers if answer.status == 303]
        turned_away = [took for answer, took in answers if answer.status == 503]
        assert len(thanked) + len(turned_away) == POSTS
        assert len(thanked) >= 1
        assert stored(site) == len(thanked)
        report("R7", "locked: thanked", thanked, 15)
        report("R7", "locked: words given back", turned_away, 15)
        report("R7", "locked: /healthz meanwhile", health.result(), 1)
        report("R7", "locked: /journal/ meanwhile", reading.result(), 1)


@only_postgres
@pytest.mark.parametrize(("fails", "comes_back"), [("stop", "start"), ("freeze", "thaw")])
def test_a_minute_without_the_database(tmp_path, report, fails, comes_back):
    postgres = OwnPostgres()
    try:
        with running(tmp_path, postgres.url) as site:
            form = read_form(site)
            getattr(postgres, fails)()
            end, posts, pages = time.monotonic() + AWAY_SECONDS, [], []
            while time.monotonic() < end:
                posts.append(send_form(site, form, hurry=True))
                pages.append(timed(lambda: site.ask("/")))
            getattr(postgres, comes_back)()
            _, back = timed(lambda: _first_page(site))
            again = press_again(site, form, posts[-1][0].text)

            assert {answer.status for answer, _ in posts + pages} == {503}
            assert all(names_every_way_to_reach_someone(a.text) for a, _ in posts + pages)
            assert again.status == 303
            assert site.query("SELECT count(*) FROM intake_inquiry") == [(1,)]
            report("R8", f"database {fails}: 503", [took for _, took in posts + pages], 5)
            report("R8", f"database {comes_back}: back", [back], 5)
    finally:
        postgres.close()


@only_postgres
def test_a_postgres_without_room_loses_nothing_it_thanked_for(tmp_path, report):
    with small_disk(tmp_path / "disk", megabytes=160) as disk:
        postgres = OwnPostgres(disk.folder)
        try:
            with running(tmp_path, postgres.url) as site:
                form = read_form(site)
                thanked = _post_until_full(site, form, disk)
                disk.free()
                postgres.start()  # it may have stopped itself: its log had no room either
                _, back = timed(lambda: _first_page(site))
                rows = site.query("SELECT count(*) FROM intake_inquiry")[0][0]
                assert send_form(site, form, hurry=True, message="room")[0].status == 303

                assert rows == thanked
                report("R9", "disk has room: back", [back], 5)
        finally:
            postgres.close()


def _post_until_full(site, form, disk):
    """How many were thanked for before the first 503; every later one is refused with its words."""
    thanked = 0
    disk.fill()
    for n in range(3000):
        answer, took = send_form(site, form, hurry=True, message=f"{n} " + "x" * 4500)
        assert answer.status in {303, 503}
        assert took < 5
        if answer.status == 503:
            assert names_every_way_to_reach_someone(answer.text)
            break
        thanked += 1
    assert answer.status == 503, "the disk was never full"
    return thanked


def _first_page(site):
    deadline = time.monotonic() + 30
    while site.ask("/").status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)
