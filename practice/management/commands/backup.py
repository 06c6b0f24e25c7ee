import subprocess
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practice.backup import keeping, taking, verifying


class Command(BaseCommand):
    help = (
        "Seal everything the site holds into one file, while visitors go on: all tables, pictures and keys. "
        "`restore` puts it back on either database, with nothing but the file and the recovery sheet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it, or the one to verify")
        parser.add_argument(
            "--verify", action="store_true", help="put FILE back in a scratch place and count"
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="then delete all but the newest N in the same folder",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if options["verify"]:
            self.stdout.write(_verified(file))
            return
        if file.exists():
            raise CommandError(f"{file} is there already. Nothing was written.")
        try:
            manifest = taking.take(file)
        except OSError as problem:
            raise CommandError(
                f"{file} cannot be written: {problem.strerror}. Nothing is left of it."
            ) from None
        rows = sum(manifest["rows"].values())
        self.stdout.write(
            f"{file}: {rows} rows, {file.stat().st_size / 2**20:.1f} MB. "
            f"Delete it by {manifest['delete_by']}."
        )
        if options["keep"] is not None:
            for old in keeping.rotate(file.parent, options["keep"]):
                self.stdout.write(f"deleted {old.name}")


def _verified(file: Path) -> str:
    try:
        return verifying.verify(file)
    except (OSError, subprocess.SubprocessError, verifying.Bad) as problem:
        raise CommandError(f"{file} is not good: {problem}") from None
