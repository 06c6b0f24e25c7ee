"""How long a site of the first release, with many requests and posts, takes to come up with today's code.

    python -m benchmarks.upgrading 10000

Beside a PostgreSQL server (`python -m tests.postgres python -m benchmarks.upgrading`) that is the database.
The old site is made by the old code itself, out of this repository's history; where there is none, with the
tables and models that the first migrations describe. Fails when a word differs afterwards, or it takes longer
than SECONDS.
"""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tests.backups.places import machine, on_postgresql
from tests.faults.processes import without_covers
from tests.running_site import ROOT, RunningSite

SECONDS = 30
FIRST = "5a07e91"  # the last commit that changed one of the first migrations
FIRST_MIGRATIONS = ("audit", "content", "intake", "journal", "pages", "profile")

FILL = """
import random, secrets
from datetime import timedelta
from django.utils import timezone
from practice.content import rendering
model = apps.get_model
chance, now = random.Random(1), timezone.now()
WORDS = "because rest is no prize for work that is done but a *chair* that waits in every room".split()
model("profile", "Practice").objects.create(name="The Quiet Room", practitioner="Dana Whitfield")
entries = model("content", "Entry")
def mark(name, n):
    return model("content", name).objects.create(name=f"{name} {n}", slug=f"{name}-{n}".lower())
marks = {name: [mark(name, n) for n in range(9)] for name in ("Tag", "Emotion")}
bodies = ["\\n\\n".join(" ".join(chance.choices(WORDS, k=60)) for _ in range(5)) for _ in range(40)]
made = [rendering.render(body) for body in bodies]
for start in range(0, COUNT, 500):
    rows = []
    for n in range(start, min(start + 500, COUNT)):
        shown = made[n % 40]
        rows.append(entries(kind="post", title=f"Post “{n}”", slug=f"post-{n}", body=bodies[n % 40],
            status="public" if n % 7 else "draft", publish_at=now - timedelta(hours=n), html=shown.html,
            words=shown.words, rendering=rendering.VERSION))
    entries.objects.bulk_create(rows)
    for name, some in marks.items():
        through = getattr(entries, f"{name.lower()}s").through
        through.objects.bulk_create([through(**{"entry_id": row.pk,
            f"{name.lower()}_id": chance.choice(some).pk}) for row in rows])
inquiries, mails = model("intake", "Inquiry"), model("intake", "Notification")
events = model("audit", "Event")
for start in range(0, COUNT, 500):
    rows = [inquiries(reference=f"R{n:07}", token=secrets.token_hex(16), reply_by=now.date(), digest=str(n),
        form_digest=secrets.token_hex(16), state=["new", "read", "contacted", "spam"][n % 4],
        preferred="email", name=f"Sam {n} 睡", email=f"sam{n}@mail.example", notes="Called. " * 9,
        message=f"I can’t sleep {n}. " * 40, who=["me", "child"][n % 2], place=["CA", "NV"][n % 2],
        modality="either") for n in range(start, min(start + 500, COUNT))]
    inquiries.objects.bulk_create(rows)
    mails.objects.bulk_create([mails(inquiry=row, message_id=row.token,
        state="waiting" if row.digest == "3" else "sent") for row in rows])
    events.objects.bulk_create([events(action="inquiry received", actor="visitor",
        references=[row.reference]) for row in rows])
"""
OF_THE_CODE = """
from django.apps import apps
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
OF_THE_MIGRATIONS = f"""
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
nodes = [(app, "0001_initial") for app in {FIRST_MIGRATIONS!r}]
others = ["auth", "contenttypes", "sessions"]
executor = MigrationExecutor(connection)
nodes += [node for node in executor.loader.graph.leaf_nodes() if node[0] in others]
executor.migrate(nodes)
apps = executor.loader.project_state(nodes).apps
"""
# What people perceive of each row, whichever code reads it.
SHOWN = """
import json
from hashlib import sha256
def of(rows, names):
    said = {str(row.pk): repr([str(getattr(row, name)) for name in names.split()]) for row in rows.iterator()}
    return {pk: sha256(text.encode()).hexdigest() for pk, text in said.items()}
model = apps.get_model
entries = model("content", "Entry").objects
told = {
    "posts": of(entries.all(), "kind slug title description body status publish_at words"),
    "requests": of(model("intake", "Inquiry").objects.all(), "reference token received_at changed_at state "
        "reply_by suspicions name pronouns email phone times heard message notes preferred voicemail who "
        "place modality"),
    "mails": of(model("intake", "Notification").objects.all(), "kind state message_id inquiry_id"),
    "tags": list(entries.order_by("pk", "tags__pk").values_list("pk", "tags__slug")),
    "emotions": list(entries.order_by("pk", "emotions__pk").values_list("pk", "emotions__slug")),
    "events": list(model("audit", "Event").objects.exclude(actor="site").order_by("pk")
        .values_list("pk", "action", "references")),
}
print(json.dumps(told))
"""


def first_code(folder: Path) -> tuple[Path, str]:
    """The code of the first release, unpacked into `folder`, or today's where the history is not there; and
    what makes its tables and gives its models as `apps`."""
    if not folder.exists():
        command = ["git", "-C", str(ROOT), "archive", FIRST]
        packed = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        if packed.returncode:
            return ROOT, OF_THE_MIGRATIONS
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
            files.extractall(folder, filter="data")
    return folder, OF_THE_CODE


def fill(site: RunningSite, count: int, folder: Path) -> str:
    """Make the old site; what was in it, as JSON."""
    code, models = first_code(folder)
    return told(site, models + FILL.replace("COUNT", str(count)) + SHOWN, code)


def told(site: RunningSite, lines: str, code: Path = ROOT) -> str:
    """The last line that some lines of Python print, run by the code in that folder."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "shell", "-v0", "-c", lines],
        cwd=code,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.splitlines()[-1]


def differences(before: str, after: str) -> list[str]:
    old, new = json.loads(before), json.loads(after)
    return [name for name in old if old[name] != new[name]]


def upgraded(site: RunningSite) -> dict[str, float]:
    """Bring it up with today's code; the seconds of each part."""
    began = time.time()
    site.start(600)
    ended = time.time()
    [backup] = (site.folder / "backups").glob("*.age")
    [(last,)] = site.query("SELECT max(applied) FROM django_migrations")
    if isinstance(last, str):
        last = datetime.fromisoformat(f"{last}+00:00")
    marks = (began, backup.stat().st_mtime, last.timestamp(), ended)
    parts = ("to begin, and back up", "migrations", "until it answers")
    return {part: marks[n + 1] - marks[n] for n, part in enumerate(parts)} | {
        "in all": ended - began
    }


def main(count: int, folder: Path) -> int:
    site = machine(folder / "site", sqlite=not on_postgresql())
    try:
        before = fill(site, count, folder / "old")
        took = upgraded(site)
        without_covers(site)
        wrong = differences(before, told(site, "from django.apps import apps" + SHOWN))
    finally:
        site.close()
    made_by = f"by {FIRST}" if (folder / "old").exists() else "with its tables"
    engine = "PostgreSQL" if on_postgresql() else "SQLite"
    print(f"{engine}, {count:,} requests and {count:,} posts of the first release, made {made_by}")
    for part, seconds in took.items():
        print(f"  {part:22}{seconds:6.1f} s")
    print(f"  differs: {', '.join(wrong) or 'nothing'}")
    return int(bool(wrong) or took["in all"] > SECONDS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="practice-upgrading-") as place:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, Path(place)))
