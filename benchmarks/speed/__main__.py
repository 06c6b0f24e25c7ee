"""How fast the site is: `python -m benchmarks.speed`, which writes docs/performance.md anew.

Starts the site, a bare WSGI response, a bare Django response and an nginx file on this machine, visits them
in turns in short rounds, and prints processor time and requests as ratios of the same round. The bare ones
send the headers and bytes of our page under the same worker. On PostgreSQL: `python -m tests.postgres python
-m benchmarks.speed`. Needs wrk and nginx (`apt-get install wrk nginx-light`). Fails when a goal is missed.
"""

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks import growth
from benchmarks.speed import posting, record, report
from benchmarks.speed.servers import Server, gunicorn, nginx, visited
from tests.running_site import ROOT, RunningSite, free_port

ROUNDS, SECONDS = int(os.environ.get("ROUNDS", "15")), 1.0
PAGE = "/journal/rest-is-not-a-prize/"
_OWN = {"server", "date", "connection", "cache-status"}


def main() -> int:
    for program in ("wrk", "nginx", "taskset", "curl"):
        if not shutil.which(program):
            sys.exit(f"{program} is missing: apt-get install wrk nginx-light util-linux curl")
    stolen = _ticks()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = prepared(stack, folder / "site")
        environment = {**site.environment, "OUTBOX": "off", "SAID": str(folder / "said")}
        servers = _servers(stack, folder, environment)
        print("visiting …", file=sys.stderr, flush=True)
        seen = _rounds(servers)
        report.pages(seen)
        figures = {"pages": seen, "memory": servers["kept"].memory(), "rounds": ROUNDS}
        figures["start"] = _start(environment)
        figures["growth"] = growth.measured()
        # A visitor signs with the site's own key.
        os.environ |= {"DATA_DIR": str(site.folder), "DJANGO_SETTINGS_MODULE": "practice.settings"}
        figures["posting"] = posting.measure(site, servers["form"], servers["bare Django"])
    figures |= {"stolen": _stolen_since(stolen), "engine": _engine(environment)}
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build/performance.json").write_text(json.dumps(figures))
    record.write(figures)
    return report.say(figures)


def _ticks() -> list[int]:
    """What the processors have done since they began; the eighth figure is what others took of them."""
    return [int(ticks) for ticks in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]


def _stolen_since(before: list[int]) -> float:
    """Percent of the processors' time that others on the same host have taken."""
    since = [now - then for now, then in zip(_ticks(), before, strict=True)]
    return 100 * since[7] / sum(since)


def _engine(environment: dict[str, str]) -> str:
    return "PostgreSQL" if "postgres" in environment.get("DATABASE_URL", "") else "SQLite"


def prepared(stack: ExitStack, folder: Path) -> RunningSite:
    """A site with its demo content, drawn and stopped."""
    folder.mkdir()
    site = RunningSite(folder, OUTBOX="off")
    stack.callback(site.close)
    site.start().stop()
    return site


def _servers(stack: ExitStack, folder: Path, environment: dict[str, str]) -> dict[str, Server]:
    def start(server: Server) -> Server:
        stack.callback(server.close)
        return server

    kept = start(gunicorn("practice.wsgi", environment))
    headers, body = _said_by(kept)
    Path(environment["SAID"]).write_bytes(json.dumps(headers).encode() + b"\n" + body)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.speed.bare_django"],
        env={**os.environ, **environment}, check=True,
    )  # fmt: skip
    return {
        "kept": kept,
        "bare WSGI": start(gunicorn("benchmarks.speed.bare_wsgi", environment)),
        "bare Django": start(gunicorn("benchmarks.speed.bare_django", environment)),
        "missed": start(gunicorn("benchmarks.speed.missing", environment)),
        "nginx": start(nginx(folder, headers, body)),
        "form": start(gunicorn("practice.wsgi", environment)),
    }


def _said_by(server: Server) -> tuple[list[tuple[str, str]], bytes]:
    """The headers and bytes of our page once it is kept, without those the server adds."""
    for _ in range(100):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", PAGE, headers={"Accept-Encoding": "br"})
        with connection.getresponse() as response:
            body, headers = response.read(), response.getheaders()
        connection.close()
        if any(name == "Cache-Status" for name, _ in headers):
            # One header more than others cost nobody anything: it says the same length.
            return [(n, v) for n, v in headers if n.lower() not in _OWN - {"cache-status"}], body
        time.sleep(0.1)
    raise SystemExit("the page is never kept")


def _rounds(servers: dict[str, Server]) -> dict[str, dict[str, float]]:
    """The medians of each, and of its ratios to the bare ones of the same round."""
    paths = {"kept": PAGE, "missed": PAGE}
    names = [name for name in servers if name != "form"]
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for number in range(ROUNDS + 1):
        for name in names if number % 2 else reversed(names):
            # Two visitors never ask for the same page in the same moment where nothing is kept.
            got = visited(servers[name], paths.get(name, "/"), SECONDS)
            if number:  # the first warms up
                taken[name].append(got)
    return {name: _medians(taken, name) for name in names}


def _medians(taken: dict[str, list[dict[str, float]]], name: str) -> dict[str, float]:
    figures = {key: median(one[key] for one in taken[name]) for key in taken[name][0]}
    for base in ("bare WSGI", "bare Django"):
        pairs = list(zip(taken[name], taken[base], strict=True))
        for key in ("requests a second", "processor"):
            figures[f"{key}, of {base}"] = median(own[key] / its[key] for own, its in pairs)
    return figures


def _start(environment: dict[str, str]) -> dict[str, float]:
    """Seconds to the first 200 on a migrated database, the best of five: of gunicorn alone, and of `up`."""
    up, alone = [], []
    for _ in range(5):
        port = str(free_port())
        server = Server(
            [sys.executable, str(ROOT / "manage.py"), "up"],
            {**environment, "PORT": port},
            int(port),
        )
        up.append(server.seconds_to_start)
        server.close()
        server = gunicorn("practice.wsgi", environment)
        alone.append(server.seconds_to_start)
        server.close()
    return {"up": min(up), "gunicorn": min(alone)}


if __name__ == "__main__":
    sys.exit(main())
