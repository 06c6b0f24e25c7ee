"""What a page costs with 10,000 posts beside 10, made and kept: `python -m benchmarks.growth`.

Processor time of one request through the site's own WSGI application, in two processes asked in turns, each
with a site of its own. On PostgreSQL with `python -m tests.postgres` before it; its server's time is not in
the figure, but in the wall clock beside it. Fails when a made page takes more than MADE times as long, or a
kept one more than KEPT.
"""

import io
import json
import subprocess
import sys
import tempfile
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks import lists

SIZES = (10, 10_000)
ROUNDS = 15
MADE, KEPT = 1.1, 1.05  # a twentieth is what a clock of microseconds cannot tell
PAGES = {
    name: lists.PAGES[name]
    for name in (
        "home", "journal", "a year", "a common tag", "a rare tag", "a common emotion", "emotions", "a post",
        "search, a rare word",
    )
} | {
    "feed": "/journal/feed/", "guides": "/guides/", "a service": "/services/individual-therapy/",
}  # fmt: skip


def main() -> int:
    sites = {}
    for size in SIZES:
        sites[size] = subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "-m", "benchmarks.growth", str(size)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        print(sites[size].stdout.readline().strip(), flush=True)
    taken: dict[Any, list[float]] = {}
    for number in range(ROUNDS):
        for size in SIZES if number % 2 else reversed(SIZES):
            sites[size].stdin.write("go\n")
            sites[size].stdin.flush()
            for page, way, seconds, waited in json.loads(sites[size].stdout.readline()):
                taken.setdefault((page, way, size), []).append(seconds)
                taken.setdefault((page, way, size, "wall"), []).append(waited)
    for site in sites.values():
        site.communicate(timeout=60)
    return _say({key: median(rounds) * 1e6 for key, rounds in taken.items()})


def _say(taken: dict[Any, float]) -> int:
    few, many = SIZES
    print(f"{'':24}{'':6}{few:>10,d}{many:>10,d}   times   wall clock")
    missed = 0
    for page in PAGES:
        for way, most in (("made", MADE), ("kept", KEPT)):
            if (page, way, few) not in taken:
                continue
            times = taken[page, way, many] / taken[page, way, few]
            wall = taken[page, way, many, "wall"] / taken[page, way, few, "wall"]
            missed += times > most
            print(
                f"{page:24}{way:6}{taken[page, way, few]:7.0f} µs{taken[page, way, many]:7.0f} µs"
                f"{times:8.2f}{wall:9.2f}{'   MISSED' if times > most else ''}"
            )
    return int(missed > 0)


def serve(size: int) -> None:
    """A site of so many posts: for each line that comes in, one that says what each page took."""
    with tempfile.TemporaryDirectory() as folder, lists.database(folder):
        from benchmarks.speed.missing import application as made
        from practice.wsgi import application as kept

        lists.fill(size)
        print(f"{size:,d} posts filled", flush=True)
        _round(made, kept)
        for _ in sys.stdin:
            print(json.dumps(_round(made, kept)), flush=True)
        import django

        django.db.connections.close_all()


def _round(made: Any, kept: Any) -> list[tuple[str, str, float, float]]:
    got = []
    for page, path in PAGES.items():
        got.append((page, "made", *_best(made, path, 5)))
        if "?" not in path:
            got.append((page, "kept", *_best(kept, path, 300)))
    return got


def _best(application: Any, path: str, times: int) -> tuple[float, float]:
    """The least processor time of some requests, and the least time."""
    return tuple(map(min, zip(*(_seconds(application, path) for _ in range(times)), strict=True)))


def _seconds(application: Any, path: str) -> tuple[float, float]:
    said: list[Any] = []
    path, _, query = path.partition("?")
    environ = {
        **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""},
        **{"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
        **{"HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "br", "REMOTE_ADDR": "127.0.0.1"},
        **{"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr},
    }
    used, begun = process_time(), perf_counter()
    answer = application(environ, lambda *status: said.extend(status))
    list(answer)
    if close := getattr(answer, "close", None):
        close()
    taken = process_time() - used, perf_counter() - begun
    if not said[0].startswith("200"):
        sys.exit(f"{path} answered {said[0]}")
    return taken


if __name__ == "__main__":
    sys.exit(serve(int(sys.argv[1])) if sys.argv[1:] else main())
