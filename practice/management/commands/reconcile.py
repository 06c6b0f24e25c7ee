import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.ledger import Ledger, closed_values, settle
from practice.audit import chain


class Command(BaseCommand):
    help = (
        "Prove that no request was lost: everything received is open, answered, spam or erased, each was "
        "notified or waits with a reason, every sealed value opens, and the event log is whole. Prints what "
        "does not add up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        ledger = settle()
        ledger.problems += [*closed_values(), *chain.verify()]
        if options["json"]:
            self.stdout.write(json.dumps(asdict(ledger)))
        else:
            self._say(ledger)
        if ledger.problems:
            count = len(ledger.problems)
            raise CommandError(f"{count} thing{'' if count == 1 else 's'} did not add up.")

    def _say(self, ledger: Ledger) -> None:
        parts = ("open", "answered", "spam", "erased")
        self.stdout.write(
            f"received {ledger.received} = "
            + " + ".join(f"{name} {getattr(ledger, name)}" for name in parts)
        )
        self.stdout.write(f"notified {ledger.notified}, waiting {ledger.waiting}")
        for reason, count in ledger.reasons.items():
            self.stdout.write(f"  waiting: {count} ({reason})")
        for problem in ledger.problems:
            self.stdout.write(f"! {problem}")
        if not ledger.problems:
            self.stdout.write("Everything adds up, and the event log is whole.")
