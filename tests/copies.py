"""Many sites for the price of one: the first is started, draws its covers and stops; others begin there.

A first start takes ten seconds of a processor. One site is prepared for all processes of a test run.
"""

import fcntl
import os
import shutil
import tempfile
import uuid
from pathlib import Path

import psycopg

from tests.faults.processes import after_covers
from tests.running_site import RunningSite, drop

PLACE = "PRACTICE_PREPARED"  # where the prepared site lies; the processes of one run share it


def begin():
    """Before any test process starts."""
    os.environ[PLACE] = tempfile.mkdtemp(prefix="practice-prepared-")


def end():
    """After the last one has ended."""
    folder = Path(os.environ[PLACE])
    if (folder / "database").exists():
        drop((folder / "database").read_text())
    shutil.rmtree(folder)


def make(folder: Path, mail_port: int | None = None, **environment: str) -> RunningSite:
    """A site of its own in `folder`, not started yet; `site.said` is what the first start printed."""
    prepared = _prepared()
    shutil.copytree(prepared / "site", folder, dirs_exist_ok=True)
    database = prepared / "database"
    database_url = _copy_of(database.read_text()) if database.exists() else None
    site = RunningSite(folder, mail_port, database_url=database_url, **environment)
    site.said = (prepared / "said").read_text()
    return site


def _prepared() -> Path:
    place = Path(os.environ[PLACE])
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "said").exists():
            _prepare(place)
    return place


def _prepare(place: Path) -> None:
    folder = place / "site"
    folder.mkdir()
    first = RunningSite(folder, OUTBOX="off")
    if first.database_url:
        (place / "database").write_text(first.database_url)
    after_covers(first.start()).stop()
    first.log.rename(place / "said")


def _copy_of(database_url: str) -> str:
    old = database_url.partition("?")[0].rsplit("/", 1)[1]
    new = f"{old}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')
    return database_url.replace(old, new)
