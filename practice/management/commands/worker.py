import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from intake import chores, outbox


class Command(BaseCommand):
    help = (
        "Send the mails that are owed, on its own, until it is stopped. Needed only when the web "
        "processes do not (OUTBOX=off)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def finish(*_: object) -> None:
            stop.set()
            outbox.wake()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, finish)
        self.stdout.write("Sending mail as it is owed. Ctrl-C stops it.")
        beside = threading.Thread(target=chores.run, args=[stop], name="chores", daemon=True)
        beside.start()
        outbox.run(stop)
        self.stdout.write("Stopped; what is still owed is kept and sent at the next start.")
