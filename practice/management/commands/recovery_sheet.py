from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practice.backups import recovery, sheet


class Command(BaseCommand):
    help = (
        "Print the recovery sheet: the key that opens your backups, and how to use it. Send it straight "
        "to a printer, and put the paper where you keep contracts. That it was printed is an event."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new",
            action="store_true",
            help="first make a new key, because somebody else may have seen the sheet. Older backups still "
            "need the old one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            recovery.make()
        try:
            key = recovery.shown(by="site")
        except recovery.Missing as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(sheet.as_text(key))
