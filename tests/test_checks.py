"""What the site says of the machine it stands on before it starts."""

import sqlite3

from django.core.checks import run_checks
from django.db import connection


class _WithoutFullText:
    """An SQLite that was built without it."""

    def execute(self, sql):
        raise sqlite3.OperationalError("no such module: fts5")

    def close(self):
        pass


def complaints():
    return [f"{each.msg} {each.hint}" for each in run_checks() if each.id.startswith("practice.")]


def test_a_python_whose_sqlite_cannot_search_is_told_so(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr("practice.checks.sqlite3.connect", lambda name: _WithoutFullText())

    [said] = complaints()

    assert "has no full-text search (FTS5)" in said
    assert "or PostgreSQL (DATABASE_URL)" in said


def test_postgresql_searches_by_itself(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr("practice.checks.sqlite3.connect", lambda name: _WithoutFullText())

    assert complaints() == []


def test_this_python_can_search():
    assert complaints() == []
