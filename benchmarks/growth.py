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
    rows = measured()
    few, many = SIZES
    print(f"{'':24}{'':6}{few:>10,d}{many:>10,d}   times   wall clock")
    for row in rows:
        for way, most in (("made", MADE), ("kept", KEPT)):
            if f"{way} times" in row:
                missed = "   MISSED" if row[f"{way} times"] > most else ""
                print(
                    f"{row['page']:24}{way:6}{row[f'{way} few']:7.0f} µs{row[f'{way} many']:7.0f} µs"
                    f"{row[f'{way} times']:8.2f}{row[f'{way} wall']:9.2f}{missed}"
                )
    over = [row for row in rows if row["made times"] > MADE or row.get("kept times", 0) > KEPT]
    return int(bool(over))


def measured() -> list[dict[str, Any]]:
    """For each page: µs of processor time made and kept, with few posts and with many, how many times the one
    is the other (and by the wall clock), its queries, and its bytes in each encoding."""
    sites, about = {}, {}
    taken: dict[Any, list[float]] = {}
    for size in SIZES:
        sites[size] = subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "-m", "benchmarks.growth", str(size)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        about = json.loads(sites[size].stdout.readline())
        print(f"{size:,d} posts filled", file=sys.stderr, flush=True)
    for number in range(ROUNDS):
        for size in SIZES if number % 2 else reversed(SIZES):
            sites[size].stdin.write("go\n")
            sites[size].stdin.flush()
            for page, way, seconds, waited in json.loads(sites[size].stdout.readline()):
                taken.setdefault((page, way, size), []).append(seconds)
                taken.setdefault((page, way, size, "wall"), []).append(waited)
    for site in sites.values():
        site.communicate(timeout=60)
    middle = {key: median(rounds) * 1e6 for key, rounds in taken.items()}
    return [{"page": page, **about[page], **_grown(middle, page)} for page in PAGES]


def _grown(taken: dict[Any, float], page: str) -> dict[str, float]:
    few, many = SIZES
    grown: dict[str, float] = {}
    for way in ("made", "kept"):
        if (page, way, few) in taken:
            grown |= {
                f"{way} few": taken[page, way, few],
                f"{way} many": taken[page, way, many],
                f"{way} times": taken[page, way, many] / taken[page, way, few],
                f"{way} wall": taken[page, way, many, "wall"] / taken[page, way, few, "wall"],
            }
    return grown


def serve(size: int) -> None:
    """A site of so many posts: for each line that comes in, one that says what each page took."""
    with tempfile.TemporaryDirectory() as folder, lists.database(folder):
        from benchmarks.speed.missing import application as made
        from practice.wsgi import application as kept

        lists.fill(size)
        _round(made, kept)
        print(json.dumps({page: _about(made, path) for page, path in PAGES.items()}), flush=True)
        for _ in sys.stdin:
            print(json.dumps(_round(made, kept)), flush=True)
        import django

        django.db.connections.close_all()


def _about(made: Any, path: str) -> dict[str, int]:
    """Queries of the page, and its bytes in each encoding."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        plain = _answered(made, path, "identity")
    sizes = {way: _answered(made, path, way) for way in ("br", "gzip")}
    return {"queries": len(asked), "plain": plain, **sizes}


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
    used, begun = process_time(), perf_counter()
    _answered(application, path, "br")
    return process_time() - used, perf_counter() - begun


def _answered(application: Any, path: str, encoding: str) -> int:
    """Ask for a page; the bytes of its body."""
    said: list[Any] = []
    path, _, query = path.partition("?")
    environ = {
        **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""},
        **{"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
        **{"HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": encoding, "REMOTE_ADDR": "127.0.0.1"},
        **{"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr},
    }
    answer = application(environ, lambda *status: said.extend(status))
    length = sum(map(len, answer))
    if close := getattr(answer, "close", None):
        close()
    if not said[0].startswith("200"):
        sys.exit(f"{path} answered {said[0]}")
    return length


if __name__ == "__main__":
    sys.exit(serve(int(sys.argv[1])) if sys.argv[1:] else main())
