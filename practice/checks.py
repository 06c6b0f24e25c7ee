"""The product's own system checks; `manage.py check` runs them with Django's."""

import sqlite3
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connection

from intake.sealing import KeyRing, SealingError


@register()
def sealing_keys_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """The key ring that opens what visitors wrote must be whole before anything is served."""
    try:
        KeyRing.parse(settings.INQUIRY_KEYS)
    except SealingError as problem:
        return [Error(str(problem), hint="See INQUIRY_KEYS in .env.example.", id="practice.E001")]
    return []


@register()
def sqlite_can_search(**kwargs: Any) -> list[CheckMessage]:
    """Some builds of Python come with an SQLite that has no full text."""
    if connection.vendor != "sqlite":
        return []
    try:
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.execute("CREATE VIRTUAL TABLE found USING fts5(word)")
    except sqlite3.OperationalError:
        said = f"SQLite {sqlite3.sqlite_version} in this Python has no full-text search (FTS5)."
        hint = "Use the Python of your system or of python.org, or PostgreSQL (DATABASE_URL)."
        return [Error(said, hint=hint, id="practice.E002")]
    return []
