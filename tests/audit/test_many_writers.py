"""Many write into the log at once, and every line has one place in it."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, transaction

from practice.audit import chain, head
from practice.audit.log import record
from practice.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, LINES = 8, 12


@pytest.fixture
def several_connections(kept_outside, monkeypatch):
    """A pool of threads, each with a connection of its own; on SQLite to a file, as the site has it."""
    if connection.vendor == "sqlite":
        path = str(kept_outside / "practice.sqlite3")
        with closing(sqlite3.connect(path)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
            # As it has been since the first start; eight who change it at once refuse one another.
            copy.execute("PRAGMA journal_mode=WAL")
        monkeypatch.setitem(connection.settings_dict, "NAME", path)
    with ThreadPoolExecutor(WRITERS) as pool:
        yield pool
        everybody = threading.Barrier(WRITERS)
        for done in [pool.submit(_leave, everybody) for _ in range(WRITERS)]:
            done.result(10)


def _leave(everybody):
    everybody.wait(10)
    connection.close()


def _write(writer):
    for number in range(LINES):
        with transaction.atomic():
            record(f"line {number}", actor=f"writer {writer}")
            if number % 4 == 3:
                transaction.set_rollback(True)


def _numbers_and_findings():
    return list(Event.objects.values_list("number", flat=True)), chain.verify()


def test_eight_writers_leave_one_chain_without_gaps(several_connections):
    list(several_connections.map(_write, range(WRITERS)))

    numbers, findings = several_connections.submit(_numbers_and_findings).result()
    kept = WRITERS * LINES * 3 // 4
    assert numbers == list(range(kept, 0, -1))
    assert findings == []
    assert head.read().number == kept
