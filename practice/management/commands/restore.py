import getpass
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from practice.archive.box import NotABox
from practice.archive.sealed import NotOpened, is_key
from practice.backup.restoring import Refused, restore


class Command(BaseCommand):
    help = (
        "Put a backup back where no site is yet, on the database the settings name. Asks for the key on the "
        "recovery sheet, or takes it from RECOVERY_KEY. No old mail is sent again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"{file} is no file.")
        opener = "".join(
            (
                os.environ.get("RECOVERY_KEY") or getpass.getpass("Key on the recovery sheet: ")
            ).split()
        )
        if not is_key(opener.upper()):
            raise CommandError(
                "This is not a key as it stands on a recovery sheet. Nothing was changed."
            )
        try:
            manifest = restore(file, opener.upper())
        except (Refused, NotOpened, NotABox) as problem:
            raise CommandError(f"{file.name}: {problem}. Nothing was changed.") from None
        except OSError as problem:
            raise CommandError(f"{file.name} was not restored: {problem.strerror}.") from None
        except DatabaseError as problem:
            raise CommandError(
                f"{file.name} was not restored: the database refused it ({type(problem).__name__})."
            ) from None
        rows = manifest["rows"]
        self.stdout.write(
            f"Restored {rows['intake.inquiry']} requests, {rows['content.entry']} texts and "
            f"{sum(rows.values())} rows in all, as of {manifest['made']}. "
            "Mail that was waiting then is not sent by itself: the inbox names it."
        )
