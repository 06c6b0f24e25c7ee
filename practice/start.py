"""What `up` does before it serves, one process at a time."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection

from intake.key_proofs import WrongKeys, prove_keys
from intake.sealing import SealingError

_LOCK_NUMBER = 7_083_201  # any number nobody else uses on this database


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold a lock on the data folder and, on PostgreSQL, on the database that several machines share."""
    with (settings.DATA_DIR / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_NUMBER])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_NUMBER])


def refuse_wrong_keys() -> None:
    """Let nothing begin that would seal with other keys than those the requests were sealed with."""
    try:
        prove_keys()
    except (WrongKeys, SealingError) as problem:
        raise CommandError(str(problem)) from None


def collect_static() -> None:
    """Gather, name and compress the static files, unless that was done for these very files.

    An image that is read-only was given them when it was built.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root.parent / "static.stamp"  # beside it, because what lies in it is public
    digest = _digest_of_sources()
    if root.is_dir() and stamp.is_file() and stamp.read_text() == digest:
        return
    root.parent.mkdir(parents=True, exist_ok=True)
    with (root.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.is_file() and stamp.read_text() == digest:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest)


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            digest.update(f"{path}\n".encode())
            with storage.open(path) as file:
                digest.update(file.read())
    return digest.hexdigest()
