"""Which faults are an outage that passes, and which are ours to mend."""

import sqlite3
from types import SimpleNamespace

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.utils import DatabaseErrorWrapper

from practice import env, patience
from practice.web.down import is_outage


def raised(module, problem):
    """What Django makes of the driver's `problem`."""
    with pytest.raises(Exception) as caught, DatabaseErrorWrapper(SimpleNamespace(Database=module)):
        raise problem
    return caught.value


def sqlite_says(sql):
    with pytest.raises(sqlite3.Error) as caught:
        sqlite3.connect("file:/nowhere/at/all?mode=ro", uri=True) if not sql else _run(sql)
    return caught.value


def _run(sql):
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE TABLE there (one UNIQUE)")
        database.execute("INSERT INTO there VALUES (1)")
        database.execute(sql)
    finally:
        database.close()


@pytest.mark.parametrize(
    "name",
    "OperationalError ConnectionTimeout AdminShutdown CannotConnectNow LockNotAvailable QueryCanceled "
    "DiskFull TooManyConnections DeadlockDetected InterfaceError ReadOnlySqlTransaction".split(),
)
def test_what_postgres_says_when_it_cannot(name):
    problem = getattr(psycopg.errors, name, None) or getattr(psycopg, name)

    assert is_outage(raised(psycopg, problem("x")))


@pytest.mark.parametrize(
    "name",
    "UniqueViolation UndefinedTable SyntaxError UndefinedColumn NumericValueOutOfRange "
    "NotSupportedError".split(),
)
def test_what_postgres_says_when_our_code_is_wrong(name):
    problem = getattr(psycopg.errors, name, None) or getattr(psycopg, name)

    assert not is_outage(raised(psycopg, problem("x")))


def test_a_postgres_without_our_tables_is_not_there_yet():
    problem = psycopg.errors.UndefinedTable('relation "profile_practice" does not exist')

    assert is_outage(raised(psycopg, problem))


def test_sqlite_too_is_away_or_asked_wrongly():
    assert is_outage(raised(sqlite3, sqlite_says("")))
    assert is_outage(raised(sqlite3, sqlite_says("SELECT * FROM intake_inquiry")))
    assert is_outage(raised(sqlite3, sqlite3.DatabaseError("file is not a database")))
    assert not is_outage(raised(sqlite3, sqlite_says("SELEC")))
    assert not is_outage(raised(sqlite3, sqlite_says("SELECT * FROM never_there")))
    assert not is_outage(raised(sqlite3, sqlite_says("SELECT two FROM there")))
    assert not is_outage(raised(sqlite3, sqlite_says("INSERT INTO there VALUES (1)")))


def test_a_full_disk_is_an_outage_and_other_faults_are_not():
    assert is_outage(OSError(28, "No space left on device"))
    assert not is_outage(OSError(2, "No such file"))
    assert not is_outage(DatabaseError("Save with update_fields did not affect any rows."))
    assert not is_outage(ValueError("database is locked"))
    assert not is_outage(None)


def test_a_worker_starts_though_the_disk_is_full(monkeypatch, tmp_path):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(env._values, "DATA_DIR", str(tmp_path))
    monkeypatch.setattr("pathlib.Path.touch", full)

    assert env.data_dir() == tmp_path
    monkeypatch.setitem(env._values, "DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setattr("pathlib.Path.mkdir", full)
    with pytest.raises(env.Misconfigured):
        env.data_dir()


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_is_not_answered_in_time_costs_its_connection_only():
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL")
    with patience.of(0.3), pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2)")
    connection.close_if_unusable_or_obsolete()

    with patience.of(0.3), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("262ms",)
