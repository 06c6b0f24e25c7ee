from typing import Any

from django.core.management.base import BaseCommand

from practice.content.covers import catch_up
from practice.content.rerender import rerender


class Command(BaseCommand):
    help = (
        "Render texts as this version does, and draw the covers that are missing or were drawn by "
        "another look. The site starts this by itself; run it after restoring a database without its "
        "drawings."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rerender()
        self.stdout.write(f"Drawn: {catch_up()}")
