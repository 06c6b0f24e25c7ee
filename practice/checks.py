"""The product's own system checks; `manage.py check` runs them with Django's."""

import sqlite3
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError, NotSupportedError, connection

from intake.sealing import KeyRing, SealingError
from practice.desk.registry import duties

_LEAST, _LETTERS = 32, 8  # characters of a key, and how many of them differ


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


@register(deploy=True)
def keys_cannot_be_guessed(**kwargs: Any) -> list[CheckMessage]:
    """Whoever finds it can forge the event log. Django looks at SECRET_KEY itself; /readyz tells nobody."""
    key = str(settings.AUDIT_KEY)
    if len(key) >= _LEAST and len(set(key)) >= _LETTERS:
        return []
    return [
        Error("AUDIT_KEY is too easy to guess.", hint="Draw fifty letters.", id="practice.E004")
    ]


@register(deploy=True)
def duties_are_done(**kwargs: Any) -> list[CheckMessage]:
    """What the owner must have done before strangers come, as the apps register it."""
    try:
        said = {name: text for name, duty in duties.items() if (text := duty())}
    except NotSupportedError as problem:
        hint = "Bring the server up to date, or name another one in DATABASE_URL."
        return [Error(str(problem), hint=hint, id="practice.E005")]
    except DatabaseError:
        text = "The database does not answer, or has no tables yet."
        return [Error(text, hint="Start the site once with `manage.py up`.", id="practice.E003")]
    return [
        Error(f"{text[:1].upper()}{text[1:]}.", id=f"practice.{name}")
        for name, text in said.items()
    ]
