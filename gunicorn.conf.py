"""How gunicorn serves the site; `manage.py up` starts it with this file."""

import os
import sys
from pathlib import Path

from gunicorn.http import message

# SIGHUP reads this file again, in the process that starts the others: what it knows of us is forgotten first,
# so that new ones begin with the code and the settings of now.
for _name in [name for name in sys.modules if name.partition(".")[0] == "practice"]:
    del sys.modules[_name]

from practice import beside, env, patience  # noqa: E402

bind = f"{env.text('HOST', '127.0.0.1')}:{env.number('PORT', 8000)}"
workers = env.web_processes()
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

# No max_requests: memory does not grow (PROMISES R12), and a new process begins without kept pages.


def post_worker_init(worker) -> None:  # type: ignore[no-untyped-def]
    beside.start()


def worker_exit(server, worker) -> None:  # type: ignore[no-untyped-def]
    beside.stop()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
