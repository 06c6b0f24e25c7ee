"""What lists and search take with 10,000 posts beside 100, cold: `python -m benchmarks.lists`.

On PostgreSQL with `python -m tests.postgres` before it. Two sites are filled, each in its own process, and
asked in turns; nothing keeps a page. Fails when a page takes more than MOST times as long.
"""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg

from tests.running_site import drop

SIZES = (100, 10_000)
ROUNDS, ASKED = 15, 4  # the middle of the rounds, the best of some asked at once
MOST = 1.5
PAGES = {
    "journal": "/journal/",
    "journal, page 8": "/journal/?page=8",
    "a year": "/journal/2025/",
    "a common tag": "/journal/tags/home/",
    "a rare tag": "/journal/tags/lanterns/",
    "a common emotion": "/emotions/calm/",
    "a rare emotion": "/emotions/awe/",
    "emotions": "/emotions/",
    "home": "/",
    "search, a word of every text": "/search/?q=window",
    "search, two of them": "/search/?q=window+evening",
    "search, a rare word": "/search/?q=lighthouse",
    "search, half a word": "/search/?q=lightho",
    "search, a feeling": "/search/?q=lonely",
    "search, a slip": "/search/?q=lihgthouse",
    "search, nothing": "/search/?q=xqzvw",
    "a post": "/journal/post-7/",
}


def main() -> int:
    sites = {}
    for size in SIZES:  # one after the other: both collect the same static files
        sites[size] = _site(size)
        print(sites[size].stdout.readline().strip(), flush=True)
    taken = {(size, page): [] for size in SIZES for page in PAGES}
    for number in range(ROUNDS):
        for size in SIZES if number % 2 else reversed(SIZES):
            sites[size].stdin.write("go\n")
            sites[size].stdin.flush()
            for page, seconds in json.loads(sites[size].stdout.readline()).items():
                taken[size, page].append(seconds)
    for site in sites.values():
        site.communicate(timeout=60)
    return _say({key: median(rounds) * 1000 for key, rounds in taken.items()})


def _say(milliseconds: dict) -> int:
    few, many = SIZES
    print(f"{'':32}{few:>10,d}{many:>10,d}   times")
    worst = 0.0
    for page in PAGES:
        times = milliseconds[many, page] / milliseconds[few, page]
        worst = max(worst, times)
        print(
            f"{page:32}{milliseconds[few, page]:8.2f} ms{milliseconds[many, page]:7.2f} ms{times:7.2f}"
        )
    print(f"at most {worst:.2f} times; {MOST} is allowed")
    return int(worst > MOST)


def _site(size: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "benchmarks.lists", str(size)]
    return subprocess.Popen(  # noqa: S603  our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def serve(size: int) -> None:
    """A site of so many posts: for each line that comes in, one that says what each page took."""
    with tempfile.TemporaryDirectory() as folder, database(folder):
        import django
        from django.test import Client

        django.setup()
        begun = perf_counter()
        fill(size)
        print(f"{size:,d} posts filled in {perf_counter() - begun:.0f} s", flush=True)
        client = Client(SERVER_NAME="127.0.0.1")
        _round(client)
        for _ in sys.stdin:
            print(json.dumps(_round(client)), flush=True)
        django.db.connections.close_all()


def database(folder: str):
    """Settings for an empty site, before Django reads them; its database is gone afterwards."""
    environment = {"DATA_DIR": folder, "SITE_URL": "http://127.0.0.1", "OUTBOX": "off"}
    os.environ |= {**environment, "DJANGO_SETTINGS_MODULE": "practice.settings"}
    stack = ExitStack()
    if url := os.environ.get("DATABASE_URL"):
        name = f"lists_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        front, _, query = url.partition("?")
        own = f"{front.rpartition('/')[0]}/{name}?{query}"
        stack.callback(lambda: (os.environ.update(DATABASE_URL=url), drop(own)))
        os.environ["DATABASE_URL"] = own
    return stack


def fill(size: int) -> None:
    """Posts with two emotions and two tags of a dozen; each tenth word of feeling stands somewhere."""
    from django.core.management import call_command
    from django.db import connection

    from practice.content.models import Emotion, Tag
    from practice.content.search.index import remake
    from practice.demo.load import load_demo
    from practice.start import collect_static

    collect_static()
    call_command("migrate", verbosity=0)
    load_demo()
    Tag.objects.create(name="lanterns", slug="lanterns")
    Emotion.objects.create(name="awe", slug="awe")
    _write(size)
    _mark()
    remake()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _write(size: int) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from practice.content.models import Entry

    words = Path(__file__).parents[1].joinpath("practice/demo/posts").glob("*.md")
    texts = [path.read_text(encoding="utf-8").split("---", 2)[2] for path in sorted(words)]
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(
            kind="post", title=f"Post {number}", slug=f"post-{number}", status="public",
            publish_at=now - timedelta(hours=20_000 * number // size + 1), words=400,
            description="Something short about an evening at the window.", html="<p>Words.</p>",
            plain=f"{texts[number % len(texts)]} The window, in the evening. w{number:x}q",
        )
        for number in range(size)
    )  # fmt: skip
    Entry.objects.filter(slug="post-7").update(plain="Once a lighthouse.")


def _mark() -> None:
    from practice.content.models import Emotion, Entry, Tag

    posts = list(Entry.objects.filter(slug__startswith="post-").order_by("pk"))
    for model, rare in ((Emotion, "awe"), (Tag, "lanterns")):
        marks = list(model.objects.exclude(slug=rare).order_by("slug"))
        field = Entry._meta.get_field(f"{model._meta.model_name}s")
        through, column = field.remote_field.through, model._meta.model_name
        rows = [
            (post, marks[(at * step + step) % len(marks)])
            for at, post in enumerate(posts)
            for step in (1, 5)
        ]
        rows += [(post, model.objects.get(slug=rare)) for post in posts[:3]]
        through.objects.bulk_create(
            (through(entry=post, **{column: mark}) for post, mark in rows), ignore_conflicts=True
        )


def _round(client) -> dict:
    return {page: min(_seconds(client, path) for _ in range(ASKED)) for page, path in PAGES.items()}


def _seconds(client, path: str) -> float:
    begun = perf_counter()
    status = client.get(path).status_code
    taken = perf_counter() - begun
    if status != 200:
        sys.exit(f"{path} answered {status}")
    return taken


if __name__ == "__main__":
    sys.exit(serve(int(sys.argv[1])) if sys.argv[1:] else main())
