"""The backups that the site makes by itself and keeps beside its data, and what is known of all of them."""

import logging
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from practice import clock
from practice.audit.log import record
from practice.backups.making import Made
from practice.backups.models import Backup
from practice.env import FULL
from practice.profile.models import Practice

KEEP = 14
EVERY = timedelta(days=1)
LATE = timedelta(days=2)
_APART = timedelta(hours=1)  # what the clocks of several machines may differ
_REMEMBERED = timedelta(days=400)  # after its day, for a stick that is put in once a year
_TOLD_FOR = timedelta(days=30)  # a disk that stays full gives a line an hour
SCRATCH = ".verify-"  # what folders are called in which a backup is tried
KEEP_OF_UPGRADES = 3  # beside the others: many upgrades in a week push out no day
UPGRADE = "upgrade"
_NAME = re.compile(r"(?:practice|upgrade)-(\d{4}-\d\d-\d\d-\d{6})(?:-[0-9a-f]{8})?\.age")
_STAMP = "%Y-%m-%d-%H%M%S"
_LONGEST = 3600  # seconds; then something is wrong
log = logging.getLogger(__name__)


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "backups"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def new_name(kind: str = "practice", ending: str = "") -> str:
    return f"{kind}-{timezone.now().astimezone(UTC):{_STAMP}}{ending}.age"


def act() -> str:
    """Make the day's backup in a process that lets visitors go first; what went wrong, or nothing."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "backup", "--keep", str(KEEP)]
    done = subprocess.run(  # noqa: S603  our own
        ["nice", "-n", "10", *command],  # noqa: S607
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    lines = done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else lines[-1] if lines else "the backup was stopped"


def expire(where: Path, keep: int | None = None) -> list[str]:
    """Remove backups of this site in `where` past retention, and all but the newest `keep`; their names.

    Of ours are those that were named here, and those that `note` remembers: nobody else's file is touched.
    Of those made before an upgrade a few stay, and they take no other's place. None goes by a clock that
    may be wrong.
    """
    if clock.doubt():
        return []
    noted = dict(Backup.objects.filter(problem="").values_list("place", "at"))
    made = ((made_at(path) or noted.get(str(path)), path) for path in where.iterdir())
    soon = timezone.now() + _APART
    # A day to come was named by a clock that was wrong: nothing made since is older than that.
    found = sorted(((at <= soon, at, path) for at, path in made if at), reverse=True)
    oldest = timezone.now() - timedelta(days=Practice.load().retention_days)
    upgrades = [path for *_, path in found if path.name.startswith(f"{UPGRADE}-")]
    others = [path for *_, path in found if path not in upgrades]
    gone = [path for _, at, path in found if at < oldest]
    if keep is not None:
        gone += [
            path for path in (*others[keep:], *upgrades[KEEP_OF_UPGRADES:]) if path not in gone
        ]
    for path in gone:
        path.unlink(missing_ok=True)
    return [path.name for path in gone]


def sweep(where: Path) -> None:
    """Remove what runs that were killed left a day ago: parts of a backup, and places it was tried in."""
    before = time.time() - EVERY.total_seconds()
    parts = (*where.glob(".practice-*.age.part"), *where.glob(f".{UPGRADE}-*.age.part"))
    for path in (*parts, *Path(settings.DATA_DIR).glob(f"{SCRATCH}*")):
        try:
            if path.stat().st_mtime < before:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        except OSError:  # root's, or gone this moment: no reason to make no backup
            log.warning("what a stopped backup left could not be removed")


def made_at(path: Path) -> datetime | None:
    """When a backup named by the site was made; None of any other file."""
    named = _NAME.fullmatch(path.name)
    try:
        return datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC) if named else None
    except ValueError:
        return None


def note(place: Path, made: Made) -> None:
    """Remember a backup that was made, and forget those that must long be deleted by now."""
    if not clock.doubt():
        Backup.objects.filter(delete_by__lt=timezone.localdate() - _REMEMBERED).delete()
    said = {"size": made.size, "rows": made.rows, "delete_by": made.delete_by}
    Backup.objects.create(place=str(place)[:500], **said)
    record("backup made", actor="site")


def note_failure(place: Path, problem: str) -> None:
    """Remember that one could not be made, as far as there is room for that."""
    try:
        failed = Backup.objects.exclude(problem="")
        failed.filter(at__lt=timezone.now() - _TOLD_FOR).delete()
        Backup.objects.create(place=str(place)[:500], problem=problem[:200])
    except DatabaseError:
        log.warning("a failed backup could not be noted")


def last_backup() -> Backup | None:
    """The newest backup that was made from this database."""
    return Backup.objects.filter(problem="").first()


def remaining() -> str:
    """Where erased requests still are, sealed, and until when; nothing when no backup was made."""
    kept = Backup.objects.filter(problem="", delete_by__gte=timezone.localdate())
    if not (oldest := kept.first()):
        return ""
    count = kept.count()
    made = (
        "1 backup that was made before keeps" if count == 1 else f"{count} backups made before keep"
    )
    return (
        f"{made} erased requests, sealed, and none on this machine after {oldest.delete_by:%B %-d, %Y}; "
        "copies elsewhere are yours to delete by then"
    )


def in_words(problem: OSError) -> str:
    if problem.errno in FULL:
        return "the disk is full"
    return (problem.strerror or str(problem)).lower()
