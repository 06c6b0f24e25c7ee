"""The database is locked, stopped or frozen, or the disk is full: nobody loses a word.

Real processes throughout. What `make test` runs is short; the full lengths are in test_down_long.py.
"""

import os
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from tests import copies
from tests.browser.visitor import read_form, send_form, words_found
from tests.faults.full_disk import small_disk
from tests.faults.own_postgres import OwnPostgres
from tests.faults.pages import (
    names_every_way_to_reach_someone,
    press_again,
    sams_words,
    sams_words_on,
)
from tests.faults.processes import kill, web_workers, without_covers
from tests.running_site import RunningSite

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
only_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="about PostgreSQL")
LONGEST_LOCK = 2  # seconds, instead of twelve


def in_a_file(folder):
    return f"sqlite:///{folder}/practice.sqlite3"


@contextmanager
def running(folder, database_url):
    site = RunningSite(folder, database_url=database_url, OUTBOX="off")
    try:
        yield without_covers(site.start())
    finally:
        site.stop()  # not close(): its database goes with its folder


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    folder = tmp_path_factory.mktemp("locked")
    patience = f"{in_a_file(folder)}?timeout={LONGEST_LOCK}"
    site = copies.make(folder, DATABASE_URL=patience, OUTBOX="off")
    yield site.start()
    site.close()


@pytest.fixture(scope="module")
def postgres():
    server = OwnPostgres()
    yield server
    server.close()


@pytest.fixture(scope="module")
def on_postgres(postgres, tmp_path_factory):
    with running(tmp_path_factory.mktemp("down"), postgres.url) as site:
        yield site


@contextmanager
def locked(site, seconds):
    """Another program holds the write lock for so long."""
    done = threading.Event()

    def hold():
        path = site.folder / "practice.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            done.set()
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    done.wait()
    yield
    holder.join()


def stored(site):
    with closing(sqlite3.connect(site.folder / "practice.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT count(*) FROM intake_inquiry").fetchone()[0]


def timed(ask):
    began = time.monotonic()
    answer = ask()
    return answer, time.monotonic() - began


def back_within(site, seconds):
    began = time.monotonic()
    while site.ask("/journal/").status != 200 and time.monotonic() < began + seconds:
        time.sleep(0.05)
    assert site.ask("/").status == 200


@pytest.mark.engine_free
def test_a_lock_that_is_let_go_only_delays_the_thanks(on_sqlite):
    before = stored(on_sqlite)
    form = read_form(on_sqlite)

    with locked(on_sqlite, 1):
        answer, seconds = send_form(on_sqlite, form, hurry=True)

    assert answer.status == 303
    assert 0.8 < seconds < LONGEST_LOCK
    assert stored(on_sqlite) == before + 1


@pytest.mark.engine_free
def test_a_lock_that_stays_gives_the_words_back_and_holds_up_nobody_who_only_reads(on_sqlite):
    before = stored(on_sqlite)
    form = read_form(on_sqlite)
    styles = re.search(r'href="(/static/[^"]+\.css)"', on_sqlite.ask("/").text)[1]

    with locked(on_sqlite, LONGEST_LOCK + 1), ThreadPoolExecutor(10) as crowd:
        posts = [
            crowd.submit(send_form, on_sqlite, form, hurry=True, message=f"Line {n}\nand two")
            for n in range(10)
        ]
        time.sleep(1.6)  # by then all who cannot wait for the lock were told so
        reading = [timed(lambda path=p: on_sqlite.ask(path)) for p in ("/healthz", styles, "/")]

    for n, post in enumerate(posts):
        answer, seconds = post.result()
        assert answer.status == 503
        assert seconds < LONGEST_LOCK + 2
        assert sams_words_on(answer.text) == sams_words(message=f"Line {n}\nand two")
    for answer, seconds in reading:
        assert answer.status == 200
        assert seconds < 1.2  # whoever waited for the lock waited 1.4
    assert stored(on_sqlite) == before
    again = press_again(on_sqlite, form, posts[3].result()[0].text)
    assert again.status == 303
    assert stored(on_sqlite) == before + 1
    assert not words_found(on_sqlite.output())


@pytest.mark.engine_free
def test_a_full_disk_loses_nothing_and_works_again_when_there_is_room(tmp_path):
    with (
        small_disk(tmp_path / "disk") as disk,
        closing(
            copies.make(disk.folder, DATABASE_URL=in_a_file(disk.folder), OUTBOX="off")
        ) as site,
    ):
        site.start()
        form = read_form(site)
        assert send_form(site, form, hurry=True, message="before")[0].status == 303
        disk.fill()

        answer, seconds = send_form(site, form, hurry=True)
        kill(*web_workers(site))
        site.wait_until_up()
        from_a_new_worker, _ = send_form(site, form, hurry=True)

        for kept in (answer, from_a_new_worker):
            assert kept.status == 503
            assert sams_words_on(kept.text) == sams_words()
            assert names_every_way_to_reach_someone(kept.text)
        assert seconds < 5
        assert stored(site) == 1
        disk.free()
        assert press_again(site, form, answer.text).status == 303
        assert stored(site) == 2


def asked_while_away(site, form, message):
    """A page, a post, and twelve at once to new workers while health is asked."""
    page = timed(lambda: site.ask("/consultation/"))
    posted = send_form(site, form, hurry=True, message=message)
    kill(*web_workers(site))
    site.wait_until_up()
    with ThreadPoolExecutor(12) as crowd:
        others = [crowd.submit(send_form, site, form, hurry=True) for _ in range(12)]
        time.sleep(1.6)
        health = site.ask("/healthz")
        waiting = sum(not other.done() for other in others)
        ready = site.ask("/readyz")
    return page, posted, _results(others), (health, waiting), ready


@only_postgres
@pytest.mark.parametrize(("fails", "comes_back"), [("stop", "start"), ("freeze", "thaw")])
def test_a_database_that_is_gone_keeps_the_words_and_comes_back(
    on_postgres, postgres, fails, comes_back
):
    form = read_form(on_postgres)
    getattr(postgres, fails)()
    try:
        page, posted, others, health, ready = asked_while_away(on_postgres, form, fails)
    finally:
        getattr(postgres, comes_back)()
    back_within(on_postgres, 5)

    for answer, seconds in [page, posted, *others]:
        assert answer.status == 503
        assert seconds < 5
        assert answer.headers["Retry-After"] == "60"
        assert answer.headers["Cache-Control"] == "no-store"
        assert names_every_way_to_reach_someone(answer.text)
    assert "<form" not in page[0].text
    assert sams_words_on(posted[0].text) == sams_words(message=fails)
    assert (health[0].status, ready.status) == (200, 503)
    assert health[1] or fails == "stop"  # health came while others waited; who is refused waits not
    before = on_postgres.query("SELECT count(*) FROM intake_inquiry")[0][0]
    assert press_again(on_postgres, form, posted[0].text).status == 303
    assert on_postgres.query("SELECT count(*) FROM intake_inquiry")[0][0] == before + 1
    assert not words_found(on_postgres.output())


def _results(futures):
    return [future.result() for future in futures]
