"""Makes a backup beside whoever works and posts: one file, sealed, whole or not there."""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from practice.archive import age, bundle
from practice.archive.bundle import Part
from practice.audit import head
from practice.backups import tables
from practice.backups.keys import Keys
from practice.profile.models import Practice

_PIECE = 1 << 19  # bytes of rows in one part
_CHUNK = 1 << 16
# What the owner sets again after a restore; none of these is a secret.
TOLD = (
    *("SITE_URL", "NOTIFY_EMAIL", "DEFAULT_FROM_EMAIL", "EMAIL_HOST", "EMAIL_PORT"),
    *("EMAIL_HOST_USER", "EMAIL_USE_TLS", "EMAIL_USE_SSL"),
)


class Refused(Exception):
    """No backup can be made there. Its text is one line for whoever asked."""


@dataclass
class Made:
    """What was put into a backup."""

    rows: int = 0
    files: int = 0
    size: int = 0
    delete_by: date | None = None


def make(
    target: Path,
    public: str,
    watched: Callable[[Part], None] = lambda part: None,
    models: Sequence[tables.Model] = (),
) -> Made:
    """Write a backup to `target`, sealed for the key `public`. `watched` sees every part pass by.

    `models` are those of the tables, where these are not today's yet.
    Raises Refused, and OSError such as that of a full disk; nothing is left at `target` then.
    """
    made, models = Made(), models or tables.backed_up()
    keys = Keys.read()
    noted = head.read()  # before the lines: they go on meanwhile, and the note follows them
    with _whole(target) as out, snapshot():
        # None that a rotation added or forgot meanwhile is missed.
        keys = keys.and_those(Keys.read())
        manifest = _manifest(noted, models)
        made.delete_by = date.fromisoformat(manifest["delete_by"])
        parts = _counted(_parts(keys, models), made, watched)
        age.seal(bundle.written(manifest, parts), out, public)
        made.size = out.tell()
    return made


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within is as it was at one moment, and nobody waits for it."""
    ours: Any = connection
    mode = getattr(ours, "transaction_mode", None)
    if ours.vendor == "sqlite":
        ours.transaction_mode = "DEFERRED"  # the usual one takes the one writer's lock
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # SQLite's moment is its first reading.
            MigrationRecorder(connection).applied_migrations()
            yield
    finally:
        if mode is not None:
            ours.transaction_mode = mode


def media() -> list[Path]:
    """Folders of files that nothing in the database can be made into again."""
    said = (getattr(config, "folders_in_backups", ()) for config in apps.get_app_configs())
    return [Path(settings.DATA_DIR) / name for names in said for name in names]


def applied() -> dict[str, list[str]]:
    """The migrations this database has seen, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def kept_for(models: Sequence[tables.Model] = (Practice,)) -> timedelta:
    """How long the practice keeps requests, and so backups of them; older tables do not say."""
    [profile] = [model for model in models if model._meta.label_lower == "profile.practice"]
    days = Practice._meta.get_field("retention_days").default
    return timedelta(days=getattr(profile._base_manager.first(), "retention_days", days))


def _manifest(noted: head.Noted | None, models: Sequence[tables.Model]) -> dict[str, Any]:
    now = timezone.now()
    return {
        "version": settings.VERSION,
        "made_at": now.isoformat(),
        "delete_by": (now + kept_for(models)).date().isoformat(),
        "engine": connection.vendor,
        "log_ends_at": noted.number if noted else 0,
        "migrations": applied(),
        "tables": {
            model._meta.label_lower: [field.attname for field in tables.fields_of(model)]
            for model in models
        },
        "left_out": tables.left_out(),
        "settings": {name: getattr(settings, name) for name in TOLD if getattr(settings, name)},
    }


def _parts(keys: Keys, models: Sequence[tables.Model]) -> Iterator[Part]:
    data = keys.written()
    yield Part("keys/keys.json", len(data), [data])
    for model in models:
        pieces = bundle.lines(tables.rows(model), _PIECE)
        for number, (piece, count) in enumerate(pieces, start=1):
            name = f"tables/{model._meta.label_lower}/{number:06}.jsonl"
            yield Part(name, len(piece), [piece], count)
    for folder in media():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield from _file(f"{folder.name}/{path.relative_to(folder).as_posix()}", path)


def _file(name: str, path: Path) -> Iterator[Part]:
    try:
        file = path.open("rb")
    except FileNotFoundError:  # its picture was deleted a moment ago
        return
    with file:
        size = os.fstat(file.fileno()).st_size
        yield Part(name, size, iter(lambda: file.read(_CHUNK), b""))


def _counted(parts: Iterator[Part], made: Made, watched: Callable[[Part], None]) -> Iterator[Part]:
    for part in parts:
        watched(part)
        yield part
        made.rows += part.rows
        made.files += part.name.split("/")[0] not in {"keys", "tables"}


def _name(beside: Path, target: Path) -> None:
    """Never over another file, where the disk can promise that; a stick for every computer cannot."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise Refused(f"{target} is there already: choose another name.") from None
    except OSError as problem:
        if problem.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS}:
            raise
        beside.rename(target)


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file beside `target` that takes its name once it is whole and on the disk."""
    if os.path.lexists(target):
        raise Refused(f"{target} is there already: choose another name.")
    if not target.parent.is_dir():
        raise Refused(f"{target.parent} is no folder: make it first.")
    beside = target.with_name(f".{target.name}.part")
    # Not emptied before it is ours: another one may be writing there.
    with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Else it became whole a moment ago, and to empty it now would be to lose it.
            if not os.path.samestat(os.fstat(out.fileno()), beside.stat()):
                raise FileNotFoundError
        except (BlockingIOError, FileNotFoundError):
            raise Refused(f"Another backup is being written to {target}.") from None
        try:
            out.truncate()
            yield out
            out.flush()
            os.fsync(out.fileno())
            _name(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
