"""The outbox and the chores beside the web threads of each process, so that one command does everything."""

import threading

_stop = threading.Event()
_threads: list[threading.Thread] = []


def start() -> None:
    """Begin in this process, unless OUTBOX=off says that `manage.py worker` does it."""
    from django.conf import settings

    from intake import chores, outbox

    if settings.OUTBOX == "web":
        for name, run in (("outbox", outbox.run), ("chores", chores.run)):
            thread = threading.Thread(target=run, args=[_stop], name=name, daemon=True)
            thread.start()
            _threads.append(thread)


def stop() -> None:
    """Let a mail that is being handed over be noted as sent; a hung server is not waited for."""
    from intake import wakeup

    _stop.set()
    wakeup.wake()
    for thread in _threads:
        thread.join(1.5)
