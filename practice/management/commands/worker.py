import signal
import threading
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError, close_old_connections

from intake import chores, outbox, wakeup
from practice.backups import place, upgrade
from practice.start import refuse_wrong_keys

_PATIENCE_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Send the mails that are owed, on its own, until it is stopped. Needed only when the web "
        "processes do not (OUTBOX=off)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def finish(*_: object) -> None:
            stop.set()
            wakeup.wake()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, finish)
        self._refuse_wrong_keys(stop)
        self.stdout.write("Sending mail as it is owed. Ctrl-C stops it.")
        beside = threading.Thread(target=chores.run, args=[stop], name="chores", daemon=True)
        beside.start()
        outbox.run(stop)
        self.stdout.write("Stopped; what is still owed is kept and sent at the next start.")

    def _refuse_wrong_keys(self, stop: threading.Event) -> None:
        """Ask as soon as the database answers and has the tables of this code; both may come up later."""
        said = False
        while not stop.is_set():
            with suppress(OperationalError, ProgrammingError):
                if not place.unfinished() and not upgrade.waiting():
                    return refuse_wrong_keys()
            if not said:
                self.stdout.write("Waiting for the database, or for `manage.py up` to make it.")
                said = True
            close_old_connections()
            stop.wait(_PATIENCE_SECONDS)
        return None
