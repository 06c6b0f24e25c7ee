"""The bytes a database keeps of rows that were deleted, and how they go (PROMISES P7).

SQLite overwrites deleted rows (`secure_delete`), but the pages as they were lie in its log until a
checkpoint truncates it, which an open reader prevents. PostgreSQL keeps dead rows until their table is
written anew.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection

from intake.models import Inquiry, Notification

_TRIES = 10
_PAUSE_SECONDS = 1.0
_BUSY_MILLISECONDS = 200
_LOCK_SECONDS = 1  # whoever writes meanwhile waits as long
_STILL_IN_FILES = "erased requests are still in the database’s files: something holds its tables"
_STILL_IN_LOG = "erased requests are still in the database’s log: something keeps reading it"
_TABLES = (Notification, Inquiry)
_NUMBER = re.compile(r"\d+")
REMAINS_ON_POSTGRESQL = (
    "PostgreSQL’s own log (WAL) and any copy of the database keep erased rows, sealed, "
    "until they are recycled or deleted"
)


@dataclass(frozen=True)
class Scrubbed:
    """`problem`: why erased bytes are still there; `remains`: where copies are that it cannot reach."""

    problem: str = ""
    remains: str = ""


def scrub(tries: int = _TRIES) -> Scrubbed:
    """Remove what the database still holds of erased inquiries."""
    is_sqlite = connection.vendor == "sqlite"
    gone = _truncated if is_sqlite else _rewritten
    problem = "" if _in_some_try(gone, tries) else (_STILL_IN_LOG if is_sqlite else _STILL_IN_FILES)
    return Scrubbed(problem, remains="" if is_sqlite else REMAINS_ON_POSTGRESQL)


def _in_some_try(done: Callable[[], bool], tries: int) -> bool:
    for attempt in range(tries):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        if done():
            return True
    return False


def _truncated() -> bool:
    """Try once. While it waits for readers it holds up every writer, so it waits for a moment only."""
    with connection.cursor() as cursor:
        usual = int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        try:
            return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _rewritten() -> bool:
    """Try once. Whoever began to read before may still see the erased rows, and they are kept for them."""
    if connection.in_atomic_block:  # refused there, and the erasure would be rolled back with it
        return False
    told: list[str] = []

    def listen(notice: Any) -> None:
        told.append(notice.message_detail or "")

    connection.ensure_connection()
    session = connection.connection
    session.add_notice_handler(listen)
    try:
        _rewrite_tables()
    except OperationalError:
        return False
    finally:
        session.remove_notice_handler(listen)
    # The detail of each table begins with the number of dead rows that had to be kept.
    kept = [int(found[0]) for text in told if (found := _NUMBER.search(text))]
    # Whoever does not own the tables is told nothing of them, and nothing was done.
    return len(kept) >= len(_TABLES) and not any(kept)


def _rewrite_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{_LOCK_SECONDS}s"])
        try:
            for model in _TABLES:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"VACUUM (FULL, VERBOSE) {table}")
        finally:
            cursor.execute("RESET lock_timeout")
