"""How gunicorn serves the site; `manage.py up` starts it with this file."""

import os
import threading
from pathlib import Path

from gunicorn.http import message

from practice import env, patience

bind = f"{env.text('HOST', '127.0.0.1')}:{env.number('PORT', 8000)}"
workers = env.number("WEB_WORKERS", 2)
worker_class = "practice.web.server.Worker"
logger_class = "practice.web.server.QuietLogger"
threads = patience.THREADS
# The heartbeat file must not lie on a disk that can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
timeout = 60
graceful_timeout = 9  # down within ten seconds of SIGTERM, with accepted posts answered
keepalive = 5
# No access log: it would hold visitors' addresses.
accesslog = None
loglevel = "warning"
# A search for ten thousand letters of any script is answered; gunicorn itself stops at the first 4094 bytes.
message.MAX_REQUEST_LINE = limit_request_line = 128 * 1024
# Who is asking, and over which scheme, is decided in one place: practice.web.proxies.
forwarded_allow_ips = "127.0.0.1"
secure_scheme_headers: dict[str, str] = {}
# No request header may move the site to another path.
forwarder_headers = ""

_stop = threading.Event()
_beside: list[threading.Thread] = []


def post_worker_init(worker) -> None:  # type: ignore[no-untyped-def]
    """Run the outbox and the chores beside the web threads, so that one command does everything."""
    from django.conf import settings

    from intake import chores, outbox

    if settings.OUTBOX == "web":
        for name, run in (("outbox", outbox.run), ("chores", chores.run)):
            thread = threading.Thread(target=run, args=[_stop], name=name, daemon=True)
            thread.start()
            _beside.append(thread)


def worker_int(worker) -> None:  # type: ignore[no-untyped-def]
    _stop.set()


def worker_exit(server, worker) -> None:  # type: ignore[no-untyped-def]
    """Let a mail that is being handed over be noted as sent; a hung server is not waited for."""
    from intake import wakeup

    _stop.set()
    wakeup.wake()
    for thread in _beside:
        thread.join(1.5)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
