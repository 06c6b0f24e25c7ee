"""Several machines of one practice: one PostgreSQL, one shared folder, Caddy in front, mail sent apart."""

import copy
import json
import os
import subprocess
import sysconfig
import time
from functools import partial
from pathlib import Path

from tests.faults.processes import kill_all, mail_worker
from tests.running_site import ROOT, RunningSite, free_port

CADDY = Path(sysconfig.get_path("scripts"), "caddy")  # a wheel's


def in_front(port: int, machines: list[RunningSite]) -> dict:
    """deploy/Caddyfile as it is, but for one port of loopback, without TLS."""
    words = {
        "SITE_HOST": f"http://:{port}",
        "UPSTREAM": " ".join(f"127.0.0.1:{one.port}" for one in machines),
        "REQUEST_BUFFERS": "request_buffers 4MiB",
    }
    read = [CADDY, "adapt", "--config", ROOT / "deploy/Caddyfile"]
    done = subprocess.run(read, env={**os.environ, **words}, capture_output=True, check=True)
    config = json.loads(done.stdout)
    (server,) = config["apps"]["http"]["servers"].values()
    server["listen"] = [f"127.0.0.1:{port}"]
    return {**config, "admin": {"disabled": True, "config": {"persist": False}}}


def ask(directly, path, method="GET", *, headers=None, **how):
    """One request from an address of loopback that is the visitor's own, as Caddy sees it."""
    headers = dict(headers or {})
    _, rest = headers.pop("X-Forwarded-For", "127.0.0.1").split(".", 1)
    return directly(path, method, headers=headers, source=f"127.{rest}", **how)


class Machines:
    """`first` and `more` machines like it, and `workers`; `site` is what visitors see, through Caddy."""

    def __init__(
        self, first: RunningSite, mail_port: int, folder: Path, *, more=2, workers=2, **how
    ):
        others = [
            RunningSite(first.folder, mail_port, database_url=first.database_url, **how)
            for _ in range(more)
        ]
        self.web = [first, *others]
        self.folder = folder
        self.workers: list[subprocess.Popen] = []
        self._workers = workers
        self.site = copy.copy(first)
        self.site.port = free_port()
        self.site.ask = partial(ask, self.site.ask)
        self.caddy: subprocess.Popen | None = None

    def start(self) -> "Machines":
        for one in self.web:
            one.launch()
        for one in self.web:
            one.wait_until_up()
        self.workers = [mail_worker(self.web[0]) for _ in range(self._workers)]
        file = self.folder / "caddy.json"
        file.write_text(json.dumps(in_front(self.site.port, self.web)))
        home = {**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        run = [CADDY, "run", "--config", file]
        self.caddy = subprocess.Popen(run, env=home, stderr=subprocess.DEVNULL)
        while self.caddy.poll() is None and not self.site._answers():
            time.sleep(0.05)
        return self

    def lose_the_next(self) -> None:
        """A machine the first time, the second time a worker; nobody starts them again."""
        if self.web[1].process.poll() is None:
            kill_all(self.web[1])
        else:
            self.workers[0].kill()
            self.workers[0].wait()

    def close(self) -> None:
        for process in [*self.workers, self.caddy]:
            if process and process.poll() is None:
                process.terminate()
                process.wait(15)
        for one in self.web[1:]:
            one.stop()
        self.web[0].close()
