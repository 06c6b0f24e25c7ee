from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError

from practice.archive.age import BadKey
from practice.archive.bundle import BadBundle
from practice.asking import Telling, recovery_key
from practice.backups import daily, keys, place, restoring
from practice.management.paragraphs import HelpInParagraphs
from practice.start import one_at_a_time, refuse_wrong_keys

HELP = """\
Put a backup into an empty place: a machine with no site on it, or a new DATA_DIR or database.

It needs the file and the key on your recovery sheet, which it asks for (or takes from RECOVERY_KEY).
Everything in the file is checked before anything is written. Requests, texts, pictures, sign-ins
and keys come back as they were; mail that was waiting is held until you say what may go.

It works on SQLite and on PostgreSQL, whichever the backup was made on. When it is stopped in the
middle, run it again: it begins anew. docs/backup.md goes through it step by step.
"""


class Command(HelpInParagraphs):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
        parser.add_argument(
            "--keys-only",
            type=Path,
            metavar="DIR",
            help="restore nothing: write the keys in it to files in a new folder, for a site that gets its "
            "keys from elsewhere (INQUIRY_KEYS_FILE and the like)",
        )
        parser.add_argument(
            "--as-it-was",
            action="store_true",
            help="leave the tables as they were when the backup was made, for the version of the code that "
            "made them: the way back from an upgrade",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        try:
            if options["keys_only"]:
                return self._keys_only(file, options["keys_only"])
            with one_at_a_time():
                found, said = self._restored(file, options["as_it_was"])
        except (place.NotEmpty, keys.Differ) as problem:
            raise CommandError(str(problem)) from None
        except (BadBundle, BadKey) as problem:
            raise CommandError(
                f"{file} cannot be restored: {problem}. Nothing was changed."
            ) from None
        except OSError as problem:
            raise CommandError(
                f"{file} was not restored: {daily.in_words(problem)}. Nothing was changed."
            ) from None
        except OperationalError:
            raise CommandError(
                f"{file} was not restored: the database does not answer, or has no room. "
                "When that is mended, run this again."
            ) from None
        self._say(found, said)
        if options["as_it_was"]:
            self.stdout.write("Put the earlier version of the code in place, and start it.")
            return None
        self._reconcile()
        self.stdout.write("Start the site with `manage.py up`.")
        return None

    def _keys_only(self, file: Path, folder: Path) -> None:
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty: name a new folder.")
        found = restoring.prove(file, recovery_key())
        keys.write(found.keys, folder)
        self.stdout.write(f"The keys are in {folder}, each in a file of its own.")

    def _restored(self, file: Path, as_it_was: bool) -> tuple[restoring.Found, list[str]]:
        if place.unfinished():
            self.stdout.write("An earlier restore was stopped here. It begins anew.")
        place.refuse_what_is_there()  # before anybody types a long key
        with Telling("Restoring") as telling:
            found, said = restoring.restore(file, recovery_key(), telling.of, as_it_was=as_it_was)
        if not as_it_was:
            refuse_wrong_keys()
        return found, said

    def _say(self, found: restoring.Found, said: list[str]) -> None:
        made = datetime.fromisoformat(found.manifest["made_at"])
        self.stdout.write(
            f"Restored: {found.rows:,} rows in {len(found.counts)} tables and {found.files:,} files, "
            f"as they were on {made:%B %-d, %Y at %H:%M} UTC."
        )
        for line in [*said, "What was erased after that time is back: erase it again."]:
            self.stdout.write(line)
        told = found.manifest.get("settings", {})
        if other := {name: v for name, v in told.items() if getattr(settings, name, v) != v}:
            self.stdout.write("The old machine was set so; set what still holds, in .env:")
            for name, value in other.items():
                self.stdout.write(f"    {name}={value}")

    def _reconcile(self) -> None:
        try:
            call_command("reconcile", stdout=self.stdout)
        except CommandError as problem:  # what did not add up then does not add up now
            self.stdout.write(f"! {problem} All of the backup is here; see above.")
