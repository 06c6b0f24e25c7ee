"""The site under granian: `python -m practice.on_granian`, which `manage.py up` becomes with SERVER=granian.

What it keeps of our promises and what not stands in docs/decisions/0015-the-server.md.
"""

import os
import sys
from multiprocessing import util
from typing import Any

from practice import env, patience

APPLICATION = "practice.on_granian:application"
_LOGGING = {
    "formatters": {
        name: {"()": "practice.web.logs.QuietFormatter"} for name in ("generic", "access")
    }
}


def serve() -> None:
    """Serve until somebody says stop (SIGTERM); SIGHUP replaces each process by a new one."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    server = Granian(
        APPLICATION,
        address=env.text("HOST", "127.0.0.1"),
        port=env.number("PORT", 8000),
        interface=Interfaces.WSGI,
        workers=env.web_processes(),
        blocking_threads=patience.THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=20_000, max_buffer_size=256 * 1024),
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        respawn_failed_workers=True,
        respawn_interval=5,  # seconds the old process goes on beside the new one, which must be up by then
        workers_kill_timeout=9,  # as gunicorn.conf.py's graceful_timeout
    )
    server.on_reload(_forget_ourselves)
    server.serve()


def _forget_ourselves() -> None:
    """New processes begin with the code and the settings of now, not with those this one has read."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "practice"]:
        del sys.modules[name]


def __getattr__(name: str) -> Any:
    """`application`, made in the process that answers with it; the outbox and the chores run beside it."""
    if name != "application":
        raise AttributeError(name)
    from practice import beside
    from practice.wsgi import application

    beside.start()
    util.Finalize(None, beside.stop, exitpriority=1)
    return application


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    serve()
