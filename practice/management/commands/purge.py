from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake import retention, traces
from practice import clock
from practice.backups import daily
from practice.profile.models import Practice


class Command(BaseCommand):
    help = (
        "Erase the requests nobody has changed for the time the profile names (a year, when nothing else "
        "is set), with every trace the database keeps of them. The site does this by itself every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be erased, now and soon"
        )
        parser.add_argument(
            "--clock-is-right",
            action="store_true",
            help="erase although the event log says otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days = Practice.load().retention_days
        if options["dry_run"]:
            self._say_what_would_go(days)
            return
        if not options["clock_is_right"] and (doubt := clock.doubt()):
            raise CommandError(
                f"{doubt[:1].upper()}{doubt[1:]}. With the clock right: `manage.py purge --clock-is-right`."
            )
        references = retention.purge(by="site")
        for reference in references:
            self.stdout.write(f"erased {reference}")
        self.stdout.write(f"{len(references)} erased that nobody had changed for {days} days.")
        scrubbed = traces.scrub()
        for remains in filter(None, (scrubbed.remains, daily.remaining() if references else "")):
            self.stdout.write(f"Out of reach: {remains}.")
        if scrubbed.problem:
            raise CommandError(f"{scrubbed.problem}. Run this again later.")

    def _say_what_would_go(self, days: int) -> None:
        for inquiry in retention.past_retention():
            self.stdout.write(f"would be erased now: {inquiry.reference}")
        for inquiry in retention.soon_past_retention():
            self.stdout.write(f"within {retention.WARNING.days} days: {inquiry.reference}")
        count = retention.past_retention().count()
        self.stdout.write(f"{count} would be erased (unchanged for {days} days). Nothing was.")
