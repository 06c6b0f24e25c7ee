"""How fast content comes in and goes out: `python -m benchmarks.archive [POSTS]`, 10,000 unless told.

Writes a site of made-up posts of some 300 words, imports it into an empty database, exports it, imports that
into another empty database, and prints posts a second for each, start of the process included. On
PostgreSQL: `python -m tests.postgres python -m benchmarks.archive`. Fails below 300 a second.
"""

import fcntl
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import psutil
import psycopg

from tests.running_site import ROOT

GOAL = 300  # posts a second
WORDS = (
    "the kettle takes its own time and I stand at a doorway counting roofs until I lose count of them "
    "because rest is no prize for work that is done but a chair that waits in every room you enter"
).split()
SUBJECTS = [f"{one} {other}" for one in WORDS[:10] for other in WORDS[10:16]]
FEELINGS = ["calm", "grief", "hope", "loneliness", "longing", "shame", "tenderness", "tiredness"]


def body(chance: random.Random) -> str:
    """Some 300 words with a quote, a list, links and emphasis."""
    parts = [" ".join(chance.choices(WORDS, k=55)).capitalize() + "." for _ in range(5)]
    parts.insert(2, "> " + " ".join(chance.choices(WORDS, k=15)))
    parts.insert(4, "\n".join(f"- {' '.join(chance.choices(WORDS, k=5))}" for _ in range(3)))
    return "\n\n".join(parts).replace("doorway", "*doorway*").replace("rest ", "[rest](/guides/) ")


def make_site(folder: Path, posts: int) -> None:
    """A Jekyll site of that many posts, the same every time."""
    chance = random.Random(1)  # noqa: S311  nothing secret
    (folder / "_posts").mkdir(parents=True)
    (folder / "_config.yml").write_text('title: "Many"\npermalink: /journal/:title/\n')
    for number in range(posts):
        day = date(1998, 1, 1) + timedelta(days=number)
        tags, emotions = chance.sample(SUBJECTS, 3), chance.sample(FEELINGS, 2)
        text = f'---\nlayout: post\ntitle: "Post {number}"\ndate: {day}\ntags: {", ".join(tags)}\n'
        text += (
            f"description: Some words.\nemotions: [{', '.join(emotions)}]\n---\n\n{body(chance)}\n"
        )
        (folder / "_posts" / f"{day}-post-{number}.md").write_text(text)


@contextmanager
def empty_site(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a migrated site without content; on PostgreSQL with a database of its own."""
    environment = {**os.environ, "DATA_DIR": str(folder)}
    url, name = os.environ.get("DATABASE_URL"), f"bench_{folder.name}"
    if url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        before, question, after = url.partition("?")
        environment["DATABASE_URL"] = f"{before.rpartition('/')[0]}/{name}{question}{after}"
    (folder / "art").mkdir(parents=True)
    manage(environment, "migrate", "--verbosity=0")
    with (folder / "art" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the covers wait: they are drawn for an hour afterwards
        yield environment
        _end_the_drawing(folder)


def _end_the_drawing(folder: Path) -> None:
    for process in psutil.process_iter(["cmdline"]):
        if "draw_covers" in (process.info["cmdline"] or []):
            with suppress(psutil.Error):
                if process.environ().get("DATA_DIR") == str(folder):
                    process.kill()
                    process.wait(5)


def manage(environment: dict[str, str], *arguments: str) -> float:
    """Run a command; the seconds it took."""
    started = time.perf_counter()
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - started


def main(posts: int) -> int:
    """Print the table; whether a rate is below the goal."""
    slow = False
    with tempfile.TemporaryDirectory(prefix="bench-archive-") as made:
        root = Path(made)
        make_site(root / "many", posts)
        one, two = root / "one", root / "two"
        with empty_site(root / "first") as first, empty_site(root / "second") as second:
            steps = [
                ("import a Jekyll site", first, "import_content", root / "many"),
                ("export", first, "export_content", one),
                ("import that export", second, "import_content", one),
                ("export once more", second, "export_content", two),
            ]
            print("PostgreSQL" if "DATABASE_URL" in os.environ else "SQLite", f"{posts:,} posts")
            for name, environment, *command in steps:
                rate = posts / manage(environment, *map(str, command))
                slow = slow or (rate < GOAL and "Jekyll" not in name)
                print(f"{name:<24}{rate:>8,.0f} a second")
        same = subprocess.run(["diff", "-r", str(one), str(two)], check=False).returncode == 0  # noqa: S603, S607
    print("both exports are the same" if same else "THE EXPORTS DIFFER")
    return int(slow or not same)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 10_000))
