"""The bytes a database keeps of rows that were deleted, and how they go (PROMISES P7).

SQLite overwrites deleted rows (`secure_delete`), but the pages as they were lie in its log until a
checkpoint truncates it, which an open reader prevents. PostgreSQL keeps dead rows until their table is
written anew.
"""

import time
from dataclasses import dataclass

from django.db import OperationalError, connection

from intake.models import Inquiry, Notification

_TRIES = 10
_PAUSE_SECONDS = 1.0
_BUSY_MILLISECONDS = 200
_LOCK_SECONDS = 1  # whoever writes meanwhile waits as long
_STILL_IN_FILES = "erased requests are still in the database’s files: something holds its tables"
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
    if connection.vendor == "sqlite":
        return Scrubbed(problem=_truncate_the_log(tries))
    return Scrubbed(problem=_rewrite_tables(), remains=REMAINS_ON_POSTGRESQL)


def _truncate_the_log(tries: int) -> str:
    for attempt in range(tries):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        if _truncated():
            return ""
    return "erased requests are still in the database’s log: something keeps reading it"


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


def _rewrite_tables() -> str:
    if connection.in_atomic_block:  # refused there, and the erasure would be rolled back with it
        return _STILL_IN_FILES
    if connection.in_atomic_block:  # PostgreSQL rewrites no table inside a transaction
        return "erased requests are still in the database’s files: a transaction is open"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{_LOCK_SECONDS}s"])
        try:
            for model in (Notification, Inquiry):
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"VACUUM (FULL) {table}")
        except OperationalError:
            return _STILL_IN_FILES
        finally:
            cursor.execute("RESET lock_timeout")
    return ""
