"""The database setting: SQLite in the data folder, or what DATABASE_URL names."""

from pathlib import Path
from typing import Any

import dj_database_url

from practice.env import Misconfigured

# WAL lets readers and the one writer work side by side; FULL makes a thanked visitor's inquiry
# survive a power cut; secure_delete overwrites what was erased.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
)

SQLITE = {
    # A transaction takes the write lock when it begins, so two never deadlock upgrading.
    "transaction_mode": "IMMEDIATE",
    "timeout": 12,
    "init_command": SQLITE_PRAGMAS,
}
POSTGRESQL = {
    "application_name": "practice",
    # Values go apart from the statement: the server's log quotes a statement that failed.
    "server_side_binding": True,
    "connect_timeout": 4,
    # A connection whose other end is gone without a word is noticed within half a minute.
    **{"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3},
    "tcp_user_timeout": 25_000,
}


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's settings for one database; raises Misconfigured for an address nobody can read."""
    url = url or f"sqlite:///{data_dir / 'practice.sqlite3'}"
    try:
        settings: dict[str, Any] = dict(
            dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        )
    except (ValueError, KeyError):
        raise _unreadable() from None
    engine = settings.get("ENGINE", "")
    if engine.endswith("sqlite3"):
        own: dict[str, Any] = SQLITE
    elif engine.endswith("postgresql"):
        settings["ENGINE"] = "practice.postgresql"  # whose waits end with a request's patience
        own = POSTGRESQL
    else:
        raise _unreadable()
    if not settings.get("NAME"):
        raise _unreadable()
    # Merged, never replaced: the address may carry options of its own, its host among them.
    settings["OPTIONS"] = {**own, **settings.get("OPTIONS", {})}
    return settings


def _unreadable() -> Misconfigured:
    # The address itself is not repeated: it holds a password.
    return Misconfigured(
        "DATABASE_URL cannot be read: write postgres://user:password@host:port/name, "
        "or leave it unset for SQLite."
    )
