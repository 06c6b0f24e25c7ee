"""Which server and worker: `python -m benchmarks.speed.workers`, for docs/decisions/0015-the-server.md.

The same kept page and the same made page under each, in short alternating rounds. Requests a second and
processor time a request are printed as they were and as ratios to gunicorn's gthread in the same round. What
is not installed is left out and named: granian, gunicorn_h1c (the fast parser) and its release.
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from benchmarks.speed.__main__ import PAGE, prepared
from benchmarks.speed.servers import Server, gunicorn, visited
from tests.running_site import ROOT, free_port

ROUNDS, SECONDS = int(os.environ.get("ROUNDS", "15")), 1.0
BASE = "gthread"
PAGES = {
    "kept": ("practice.wsgi", "benchmarks.speed.asgi:kept"),
    "made": ("benchmarks.speed.missing", "benchmarks.speed.asgi:made"),
}
WORKERS = {
    BASE: (),
    "gunicorn's own": ("--worker-class", "gthread"),
    "sync": ("--worker-class", "sync", "--threads", "1"),  # with more it would be gthread
    "asgi": ("--worker-class", "asgi"),
    "fast parser": ("--http-parser", "fast"),
}
FAST_ENOUGH = (0, 6, 14)  # gunicorn_h1c's: older ones accept what gunicorn's own parser refuses


def main() -> None:
    with ExitStack() as stack:
        site = prepared(stack, Path(stack.enter_context(tempfile.TemporaryDirectory())) / "site")
        environment = {**site.environment, "OUTBOX": "off"}
        for page, (wsgi, asgi) in PAGES.items():
            with ExitStack() as own:
                servers = {}
                for name in _installed():
                    servers[name] = _started(name, asgi if name == "asgi" else wsgi, environment)
                    own.callback(servers[name].close)
                _say(page, _rounds(servers), servers)


def _installed() -> list[str]:
    names = [*WORKERS, "granian"]
    for package, name, least in (
        ("granian", "granian", (2, 8)),
        ("gunicorn_h1c", "fast parser", FAST_ENOUGH),
    ):
        found = _version(package)
        if found < least:
            said = ".".join(map(str, found)) or "is not installed"
            print(f"{name} is left out: {package} {said}", file=sys.stderr)
            names.remove(name)
    return names


def _version(package: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in version(package).split(".") if part.isdecimal())
    except PackageNotFoundError:
        return ()


def _started(name: str, application: str, environment: dict[str, str]) -> Server:
    if name != "granian":
        return gunicorn(application, environment, *WORKERS[name])
    port = free_port()
    command = (
        f"-m granian --interface wsgi --http 1 --workers 1 --blocking-threads 12 "
        f"--log-level error --port {port} {application}:application"
    )
    return Server([sys.executable, *command.split()], environment, port, ROOT)


def _rounds(servers: dict[str, Server]) -> dict[str, list[dict[str, float]]]:
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in servers}
    for number in range(ROUNDS + 1):
        for name in servers if number % 2 else reversed(servers):
            # sync answers one visitor at a time and then hangs up; wrk comes again.
            got = visited(servers[name], PAGE, SECONDS)
            if number:  # the first warms up
                taken[name].append(got)
    return taken


def _say(page: str, taken: dict[str, list[dict[str, float]]], servers: dict[str, Server]) -> None:
    print(f"\n{page + ' page':16}{'requests/s':>12}{'of gthread':>12}{'µs/request':>12}", end="")
    print(f"{'of gthread':>12}{'MiB (PSS)':>12}")
    for name, own in taken.items():
        line = f"{name:16}"
        for key, form in (("requests a second", "12,.0f"), ("processor", "12.0f")):
            pairs = zip(own, taken[BASE], strict=True)
            ratio = median(one[key] / base[key] for one, base in pairs)
            line += f"{median(one[key] for one in own):{form}}{ratio:12.2f}"
        print(f"{line}{servers[name].memory():12.0f}")


if __name__ == "__main__":
    main()
