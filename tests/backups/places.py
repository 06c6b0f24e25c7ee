"""Bare machines to restore onto, and what lies in the tables of a database, past all of our code."""

import os
import sqlite3
from contextlib import closing

import psycopg
from django.db import connection

from tests.running_site import RunningSite

# Made anew by whoever restores, or about the machine and not the practice.
NOT_KEPT = {
    *("content_generation", "django_session", "django_migrations", "sqlite_sequence"),
    *("intake_raterow", "intake_chore", "intake_mailserver", "signin_try", "signin_link"),
    *("backups_backup", "content_search_word"),
}


def machine(folder, *, sqlite=False, **environment):
    """A machine with nothing on it, with an empty database of this run's engine, or with SQLite."""
    if not sqlite:
        return RunningSite(folder, OUTBOX="off", **environment)
    site = RunningSite(folder, database_url="none", OUTBOX="off", **environment)
    site.database_url = None
    del site.environment["DATABASE_URL"]
    return site


def restored(site, file, key, **environment):
    done = site.manage("restore", str(file), RECOVERY_KEY=key, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows_here():
    """Every row of this process's database, by table."""
    if connection.vendor == "sqlite":  # asked plainly, so that nothing makes times of texts
        with closing(sqlite3.connect(connection.settings_dict["NAME"], uri=True)) as database:
            return _rows(lambda sql: database.execute(sql).fetchall(), "sqlite")
    with connection.cursor() as cursor:
        return _rows(lambda sql: cursor.execute(sql).fetchall(), "postgresql")


def rows_at(site):
    """Every row of a machine's database."""
    if site.database_url:
        with psycopg.connect(site.database_url, options="-c timezone=UTC") as database:
            return _rows(lambda sql: database.execute(sql).fetchall(), "postgresql")
    with closing(sqlite3.connect(site.folder / "practice.sqlite3")) as database:
        return _rows(lambda sql: database.execute(sql).fetchall(), "sqlite")


def _rows(ask, engine):
    names = "SELECT name FROM sqlite_master WHERE type = 'table'"
    every = 'SELECT * FROM "{}"'
    if engine == "postgresql":
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        every = 'SELECT t::text FROM "{}" t'
    found = {}
    for (name,) in ask(names):
        if name not in NOT_KEPT and not name.startswith("content_search"):
            found[name] = sorted(map(repr, ask(every.format(name))))
    return found


def on_postgresql():
    return os.environ.get("DATABASE_URL", "").startswith("postgres")
