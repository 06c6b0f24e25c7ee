from typing import Any

from django.core.management.base import BaseCommand, CommandError

from practice.evidence.models import open_duties
from practice.evidence.recorded import Row, rows


class Command(BaseCommand):
    help = (
        "Say for each technical safeguard of 45 CFR 164.312 what the site does, where in the code, which "
        "test shows it and when that passed last, and what is left to the owner. Fails when a recorded test "
        "failed; what the owner still has to do never makes it fail."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = rows()
        for row in found:
            self._say(row)
        for duty in open_duties():
            self.stdout.write(f"open, for the owner: {duty}")
        failed = [test for row in found for test in row.failed]
        if failed:
            raise CommandError(f"failed when last run: {', '.join(failed)}")

    def _say(self, row: Row) -> None:
        guard = row.safeguard
        self.stdout.write(f"{guard.citation}  {guard.name} ({guard.kind})")
        self.stdout.write(f"  does    {guard.does}")
        self.stdout.write(f"  where   {', '.join(guard.where)}")
        for test in guard.tests:
            self.stdout.write(f"  test    {test}")
        passed = "not recorded here"
        if row.passed:
            passed = f"{row.passed:%Y-%m-%d %H:%M} UTC, on {' and '.join(row.engines)}"
        self.stdout.write(f"  passed  {passed}")
        self.stdout.write(f"  owner   {guard.owner}\n\n")
