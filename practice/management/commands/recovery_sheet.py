from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from practice.backup.key import key


class Command(BaseCommand):
    help = "Print the key that opens this site's backups, to be put away on paper."

    def handle(self, *args: Any, **options: Any) -> None:
        text = key()
        groups = [text[at : at + 6] for at in range(0, len(text), 6)]
        lines = ["  ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)]
        self.stdout.write(f"Recovery sheet of {settings.SITE_URL}\n\n")
        self.stdout.write("\n".join(f"    {line}" for line in lines))
        self.stdout.write(
            "\nThis key opens every backup of the site. Keep it on paper, apart from the backups.\n"
            "On a new machine: manage.py restore FILE, and type the key. Spaces do not count."
        )
