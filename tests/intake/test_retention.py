"""Past its time a request is gone: its rows, its mails, and its bytes."""

import contextlib
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from intake import actions, retention, traces
from intake.models import Inquiry, Notification
from practice.audit.log import record
from practice.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def write_in(sam, answers):
    def write_in(**changes):
        sam.post("/consultation/", {**answers, "acknowledge": "on", **changes})
        return Inquiry.objects.order_by("received_at").last()

    return write_in


@pytest.mark.parametrize("state", ["new", "read", "contacted", "closed", "spam"])
def test_after_a_year_it_goes_whatever_its_state(write_in, later, state):
    inquiry = write_in()
    actions.update(inquiry=inquiry, by="dana", state=state, notes="spoke on the telephone")
    later(days=364)
    assert retention.purge() == []
    assert Inquiry.objects.exists()

    later(days=1, hours=1)

    assert retention.purge() == [inquiry.reference]
    assert not Inquiry.objects.exists()
    assert not Notification.objects.exists()
    event = Event.objects.order_by("pk").last()
    assert (event.action, event.actor) == ("inquiry purged", "site")
    assert event.references == [inquiry.reference]


def test_only_what_is_old_goes(write_in, later):
    old = write_in()
    later(days=200)
    young = write_in(message="Half a year later")
    later(days=170)

    assert retention.purge() == [old.reference]
    assert Inquiry.objects.get() == young
    assert young.notifications.count() == 2


def test_dana_sees_it_coming_for_thirty_days(write_in, later):
    inquiry = write_in()
    later(days=334)
    assert not retention.soon_past_retention().exists()

    later(days=1, hours=1)
    assert list(retention.soon_past_retention()) == [inquiry]
    assert not retention.past_retention().exists()

    later(days=30)
    assert not retention.soon_past_retention().exists()
    assert list(retention.past_retention()) == [inquiry]


def test_a_change_starts_the_time_anew(write_in, later):
    inquiry = write_in()
    later(days=360)
    actions.update(inquiry=inquiry, by="dana", notes="called once more")
    later(days=360)

    assert retention.purge() == []
    assert not Event.objects.filter(action="inquiry purged").exists()

    later(days=6)
    assert retention.purge() == [inquiry.reference]


def test_a_practice_may_keep_less(write_in, later, practice):
    inquiry = write_in()
    practice.retention_days = 90
    practice.save()
    later(days=61)
    assert retention.purge() == []
    assert list(retention.soon_past_retention()) == [inquiry]

    later(days=30)

    assert retention.purge() == [inquiry.reference]


def test_more_than_one_batch_goes_in_one_round(write_in, later, monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 2)
    references = [write_in(message=f"Words {number}").reference for number in range(5)]
    later(days=366)

    assert sorted(retention.purge()) == sorted(references)
    assert not Inquiry.objects.exists()


# The bytes. --------------------------------------------------------------------------------


def sealed_bytes():
    """Every sealed value of every inquiry as it lies in the database, without what all begin with."""
    fields = ("name", "email", "message", "notes")
    rows = [inquiry.__dict__ for inquiry in Inquiry.objects.all()]
    return [row[field].rsplit(".", 1)[1].encode()[:40] for row in rows for field in fields]


def files_of_sqlite(path):
    return [found.read_bytes() for found in path.parent.glob(f"{path.name}*")]


def files_of_postgresql():
    """Every file of this database, after all that was written reached the disk."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute("SELECT pg_relation_filepath('intake_inquiry')")
        table = folder / cursor.fetchone()[0]
    return [file.read_bytes() for file in table.parent.iterdir()]


@pytest.fixture
def files(on_disk):
    """What lies on the disk now, as bytes."""
    return (lambda: files_of_sqlite(on_disk)) if on_disk else files_of_postgresql


def found_in(files, secrets):
    contents = files()
    return [secret for secret in secrets if any(secret in content for content in contents)]


@pytest.fixture
def old_and_young(files, write_in, later):
    """The sealed bytes of three requests past their time, and of one that is not."""
    for number in range(3):
        inquiry = write_in(message=f"Words {number} " * 200)
        actions.update(inquiry=inquiry, by="dana", notes="what I heard")
    gone = sealed_bytes()
    later(days=365)
    record("backup made", actor="site")  # else the clock would be doubted
    later(days=1, hours=1)
    write_in(message="Young words")
    kept = [secret for secret in sealed_bytes() if secret not in gone]
    assert found_in(files, gone) == gone
    return gone, kept


def test_no_sealed_byte_is_left_on_the_disk(files, old_and_young):
    gone, kept = old_and_young

    assert retention.purge_and_scrub() == ""

    assert found_in(files, gone) == []
    assert Inquiry.objects.get().message == "Young words"
    assert len(found_in(files, kept)) == len(kept)


@pytest.fixture
def reader(on_disk):
    """Somebody who began to read, and goes on until told to stop."""
    other = sqlite3.connect(on_disk, isolation_level=None) if on_disk else connection.copy()
    with contextlib.closing(other), contextlib.closing(other.cursor()) as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM intake_inquiry")
        cursor.fetchone()
        yield cursor


def test_a_reader_in_the_way_is_told_of_and_the_next_round_succeeds(
    files, old_and_young, reader, monkeypatch
):
    monkeypatch.setattr(traces, "_PAUSE_SECONDS", 0)
    monkeypatch.setattr(traces, "_LOCK_SECONDS", 0.2)
    monkeypatch.setattr(traces, "_BUSY_MILLISECONDS", 1)

    assert "still in the database" in retention.purge_and_scrub()

    assert Inquiry.objects.count() == 1
    assert found_in(files, old_and_young[0])
    reader.execute("COMMIT")
    assert retention.purge_and_scrub() == ""
    assert found_in(files, old_and_young[0]) == []


def test_scrubbing_holds_up_no_visitor_while_a_reader_is_in_the_way(write_in, reader):
    write_in()
    scrubbing = threading.Thread(target=scrub_elsewhere)
    scrubbing.start()
    time.sleep(0.1)
    began = time.monotonic()

    write_in(message="Meanwhile")

    assert time.monotonic() - began < 3
    reader.execute("COMMIT")
    scrubbing.join(10)
    assert Inquiry.objects.count() == 2


def scrub_elsewhere():
    try:
        traces.scrub(tries=2)
    finally:
        connection.close()


@pytest.mark.engine_free
def test_the_usual_patience_is_back_after_scrubbing(on_disk):
    def patience():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    usual = patience()
    traces.scrub()

    assert patience() == usual >= 10_000


def test_what_postgresql_keeps_elsewhere_is_named(on_disk):
    remains = traces.scrub().remains

    assert bool(remains) is (connection.vendor == "postgresql")
    assert "copy of the database" in remains or not remains


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps dead rows for nobody")
def test_rows_kept_for_somebody_elses_older_look_are_told_of(old_and_young, monkeypatch):
    monkeypatch.setattr(traces, "_PAUSE_SECONDS", 0)
    with (
        contextlib.closing(connection.copy()) as other,
        contextlib.closing(other.cursor()) as cursor,
    ):
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM audit_event")  # a look at quite another table

        assert "still in the database" in retention.purge_and_scrub()

        cursor.execute("COMMIT")
    monkeypatch.setattr(traces, "_PAUSE_SECONDS", 1)  # PostgreSQL's own look may be going on
    assert retention.purge_and_scrub() == ""
