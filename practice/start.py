"""What `up` does before it serves, one process at a time."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection

from intake.key_proofs import WrongKeys, prove_keys, try_keys
from intake.sealing import SealingError
from practice.archive.age import BadKey
from practice.backups import daily, making, place, recovery, upgrade

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


def refuse_half_a_restore() -> None:
    """Let nothing begin on a database that a restore was filling when it was stopped."""
    if place.unfinished():
        raise CommandError(
            "A restore was stopped before its end: run `manage.py restore FILE` again. It begins anew."
        )


def bring_forward() -> list[str]:
    """Make the tables what this code wants them to be, with everything in them sealed into a backup before;
    lines to be told. A CommandError says that nothing, or not everything, was changed."""
    if not upgrade.waiting():
        return []
    models = upgrade.models_there()
    if upgrade.is_empty(models):
        call_command("migrate", verbosity=0, interactive=False)
        return []
    before, (file, made, first) = making.applied(), _backed_up(models)
    back = (
        f"To go back: `manage.py restore --as-it-was {first}` in an empty place, then the earlier version "
        "of the code (docs/backup.md)."
    )
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Exception as problem:
        undone = (first == file and _undone(before)) or f"some tables are changed. {back}"
        raise CommandError(f"The upgrade stopped ({type(problem).__name__}): {undone}") from problem
    upgrade.end()
    recovery.in_force()
    if made:
        daily.note(file, made)
        daily.expire(file.parent, daily.KEEP)
    return [f"The tables are new. Before, everything was sealed into a backup. {back}"]


def _undone(before: dict[str, list[str]]) -> str:
    """Take back the half of an upgrade; that it is done, or nothing."""
    try:
        upgrade.go_back_to(before)
        upgrade.end()
    except Exception:
        return ""
    return "the tables are as they were. Put the earlier version of the code back; it goes on where it was."


def _backed_up(models: list[Any]) -> tuple[Path, making.Made | None, Path]:
    """The backup, what it holds when it is new, and the one that leads back."""
    try:
        try_keys(models)
        file, made = upgrade.back_up(models)
        return file, made, upgrade.begin(file)
    except (WrongKeys, SealingError) as problem:
        raise CommandError(str(problem)) from None
    except BadKey:
        why = f"{recovery.path()} holds no recovery key"
    except making.Refused as problem:
        why = str(problem).rstrip(".")
    except OSError as problem:
        why = daily.in_words(problem)
    raise CommandError(
        f"The tables must change, and no backup could be made before: {why}. Nothing was changed. Mend that "
        "and start again; or, with a backup of your own elsewhere, run `manage.py migrate` first."
    )


def collect_static() -> None:
    """Gather, name and compress the static files, unless that was done for these very files.

    An image that is read-only was given them when it was built.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root.parent / "static.stamp"  # beside it, because what lies in it is public
    digest = _digest_of_sources()
    if root.is_dir() and stamp.is_file() and stamp.read_text() == digest:
        return
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        lock = (root.parent / "static.lock").open("w")
    except OSError:
        raise CommandError(
            "The static files are not those of this code, and this user may not make them: "
            "whoever owns the code runs `python -m practice.collect`."
        ) from None
    with lock:
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
