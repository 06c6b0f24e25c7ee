import sys
from typing import Any

from django.core.management.base import BaseCommand

from intake import bounces


class Command(BaseCommand):
    help = (
        "Read one returned mail from standard input and mark the request whose acknowledgement it was, so "
        "that the inbox says the address takes no mail. For a mail server's alias, such as "
        '"website: |/path/manage.py take_bounce". Any other mail is left alone.'
    )

    def handle(self, *args: Any, **options: Any) -> None:
        reference = bounces.take(sys.stdin.buffer)
        self.stdout.write(f"{reference} is marked." if reference else "Nothing to mark.")
