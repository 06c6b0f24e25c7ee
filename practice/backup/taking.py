"""Taking a backup while visitors go on: everything as it was at one moment."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from practice.archive import box, sealed
from practice.audit import head
from practice.backup import tables
from practice.backup.key import key
from practice.profile.models import Practice

SECRETS = ("SECRET_KEY", "INQUIRY_KEYS", "AUDIT_KEY")


def take(path: Path) -> dict[str, Any]:
    """Seal a backup into `path`; returns its manifest. Raises OSError, and then leaves nothing behind."""
    with sealed.sealing(path, key()) as stream:
        return fill(stream)


def fill(stream: Any) -> dict[str, Any]:
    """Put the whole site into a box, and that into `stream`."""
    packing = box.Packing(stream)
    with one_moment():
        counts = {model._meta.label_lower: _put(packing, model) for model in tables.backed_up()}
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        erase_after = Practice.load().retention_days
        noted = head.read()
    for file in sorted(uploaded()):
        packing.put_file(f"media/{file.relative_to(media())}", file)
    packing.put("secrets.json", json.dumps(_secrets()).encode())
    now = timezone.now()
    return packing.close(
        made=now.isoformat(timespec="seconds"),
        delete_by=f"{now + timedelta(days=erase_after):%Y-%m-%d}",
        version=product_version(),
        engine=connection.vendor,
        migrations=applied,
        rows=counts,
        log_ends_at=noted.number if noted else 0,
    )


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within shows the database as it was at one moment; nobody who writes waits for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the lock for writing
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
            return
        with transaction.atomic():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def media() -> Path:
    return Path(settings.DATA_DIR) / "media"


def uploaded() -> list[Path]:
    """The pictures that cannot be drawn again."""
    return [file for file in media().rglob("*") if file.is_file()] if media().is_dir() else []


def product_version() -> str:
    try:
        return version("therapy-practice")
    except PackageNotFoundError:
        return ""


def _put(packing: box.Packing, model: tables.Model) -> int:
    """A piece for each thousand rows, the first line of each naming the columns."""
    names, count = json.dumps(tables.columns(model)).encode(), 0
    for number, lines in enumerate(tables.rows(model), start=1):
        content = b"\n".join([names, *lines])
        packing.put(f"rows/{model._meta.label_lower}/{number:06d}.jsonl", content)
        count += len(lines)
    return count


def _secrets() -> dict[str, str]:
    # The ring may have been changed since this process began.
    ring = settings.INQUIRY_KEYS_PATH
    now = {"INQUIRY_KEYS": ring.read_text(encoding="ascii").strip()} if ring else {}
    return {name: getattr(settings, name) for name in SECRETS} | now
