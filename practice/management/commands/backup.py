import os
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from practice.archive.age import BadKey
from practice.archive.bundle import BadBundle
from practice.asking import Telling, recovery_key
from practice.backups import daily, making, recovery, restoring
from practice.management.paragraphs import HelpInParagraphs

HELP = f"""\
Put everything the site keeps into one sealed file: requests, texts, pictures, sign-ins and keys.

The site goes on running meanwhile. Only the key on your recovery sheet opens the file
(`manage.py recovery_sheet` prints it), with `manage.py restore` or with the free program `age`.

Without FILE it goes into the folder "backups" of DATA_DIR, where the site puts one every day by
itself. Copy them to another place now and then: a lost machine takes its own backups along.
docs/backup.md says more.

    manage.py backup /media/stick/site.age        one file, under that name
    manage.py backup /media/stick --keep          into that folder; the newest {daily.KEEP} stay
    manage.py backup --verify /media/stick/site.age    restore it in a scratch place, and count
"""


class Command(HelpInParagraphs):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            metavar="FILE",
            help="a new file, or a folder for the backups of this site alone: those in it that are "
            "older than requests are kept are removed",
        )
        parser.add_argument(
            "--keep",
            type=int,
            nargs="?",
            const=daily.KEEP,
            metavar="N",
            help=f"then remove from that folder all but the newest N ({daily.KEEP}) backups, "
            "and what is older than requests are kept",
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="make none: restore FILE in a scratch place, count its rows, and forget it again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given, keep = options["file"], options["keep"]
        if options["verify"]:
            if given is None:
                raise CommandError("Name the backup to verify: manage.py backup --verify FILE")
            return self._verify(given)
        if keep is not None and keep < 1:
            raise CommandError("--keep takes a number from 1 on.")
        target = (given or daily.folder()).absolute()
        is_folder = target.is_dir()
        where = target if is_folder else target.parent
        if is_folder:
            daily.sweep(where)
            self._expire(where)  # first: it may be what makes room
        self._make(where / daily.new_name() if is_folder else target)
        if keep is not None:
            self._expire(where, keep)
        return None

    def _expire(self, where: Path, keep: int | None = None) -> None:
        for name in daily.expire(where, keep):
            self.stdout.write(f"Removed {name}, which was old.")

    def _make(self, file: Path) -> None:
        try:
            public = recovery.in_force().public
            with Telling("Writing") as telling:
                made = making.make(file, public, telling.of)
        except making.Refused as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            said = f"No backup could be written to {file}: {daily.in_words(problem)}."
            daily.note_failure(file, said)
            raise CommandError(f"{said} Nothing is left there.") from None
        daily.note(file, made)
        self.stdout.write(
            f"{made.rows:,} rows and {made.files:,} files are in {file} ({made.size / 1e6:.1f} MB). "
            f"Delete every copy of it by {made.delete_by:%B %-d, %Y}."
        )
        self.stdout.write(f"The key that opens it is on your recovery sheet ({public[:12]}…).")

    def _verify(self, file: Path) -> None:
        began = time.monotonic()
        try:
            key = recovery_key(here=True)
            found = restoring.prove(file, key)
            _restored_in_scratch(file, key)
        except (BadBundle, BadKey) as problem:
            raise CommandError(f"{file} cannot be restored: {problem}.") from None
        except OSError as problem:
            raise CommandError(f"{file} cannot be verified: {daily.in_words(problem)}.") from None
        made = datetime.fromisoformat(found.manifest["made_at"])
        delete_by = date.fromisoformat(found.manifest["delete_by"])
        self.stdout.write(
            f"{file} is whole: {found.rows:,} rows in {len(found.counts)} tables and {found.files:,} files, "
            f"made on {made:%B %-d, %Y at %H:%M} UTC, restored in a scratch place and counted in "
            f"{time.monotonic() - began:.0f} s. Delete it by {delete_by:%B %-d, %Y}."
        )


def _restored_in_scratch(file: Path, key: str) -> None:
    """Restore the file as a bare machine would, on SQLite, in a folder that is gone afterwards."""
    ours = ("DATABASE_URL", "SITE_URL", "SECRET_KEY", "INQUIRY_KEYS", "AUDIT_KEY", "DEBUG")
    nothing = {name + end: "" for name in ours for end in ("", "_FILE")}
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=daily.SCRATCH) as scratch:
        done = subprocess.run(  # noqa: S603  our own
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(file.absolute())],
            env={**os.environ, **nothing, "DATA_DIR": scratch, "RECOVERY_KEY": key},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it was stopped"]
        raise BadBundle(said[-1].rstrip("."))
