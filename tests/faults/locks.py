"""Another writer has the database: every post waits until it lets go."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from tests.running_site import RunningSite


@contextmanager
def inquiries_locked(site: RunningSite) -> Iterator[None]:
    if site.database_url:
        with psycopg.connect(site.database_url) as connection:
            connection.execute("LOCK TABLE intake_inquiry IN EXCLUSIVE MODE")
            yield
            connection.rollback()
        return
    path = site.folder / "practice.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
