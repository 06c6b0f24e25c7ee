"""How long backing up and restoring many requests takes, and how much memory.

    python -m benchmarks.restoring 10000

Beside a PostgreSQL server (`python -m tests.postgres python -m benchmarks.restoring`) both databases are
measured, each restored onto itself and onto the other one.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.backups.places import machine, on_postgresql
from tests.running_site import ROOT

FILL = """
import secrets, uuid
from django.db import transaction
from django.utils import timezone
from intake import actions
from intake.models import Inquiry, Notification
from practice.audit.log import record
now = timezone.now()
for start in range(0, COUNT, 500):
    rows = [Inquiry(reference=f"R{start + n:07}", token=secrets.token_hex(16), reply_by=now.date(),
        name="Sam", email="sam@mail.example", message="I can’t sleep. " * 60, notes="Called. " * 20,
        who="me", place="CA", modality="either", preferred="email", digest=str(start + n),
        form_digest=secrets.token_hex(16))
        for n in range(500)]
    with transaction.atomic():
        Inquiry.objects.bulk_create(rows)
        Notification.objects.bulk_create([Notification(inquiry=row, kind=kind, message_id=str(uuid.uuid4()),
            state="sent") for row in rows for kind in ("practitioner", "acknowledgement")])
        for row in rows:
            record("inquiry received", actor="visitor", references=[row.reference])
"""


def timed(site, *arguments, **environment):
    """Seconds and most memory (MiB) of a command, which must succeed."""
    began = time.monotonic()
    command = [sys.executable, "manage.py", *map(str, arguments)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env={**site.environment, **environment}, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if status:
            said.seek(0)
            sys.exit(said.read().decode())
    return time.monotonic() - began, used.ru_maxrss / 1024


def measure(folder: Path, count: int, *, sqlite: bool) -> None:
    engine = "SQLite" if sqlite else "PostgreSQL"
    site = machine(folder / engine, sqlite=sqlite)
    site.manage("migrate", "-v0")
    timed(site, "shell", "-v", "0", "-c", FILL.replace("COUNT", str(count)))
    file = folder / f"{engine}.age"
    print(f"{engine}, {count:,} requests")
    print("  backup           {:5.1f} s  {:4.0f} MiB".format(*timed(site, "backup", file)))
    print(f"  the file         {file.stat().st_size / 2**20:5.1f} MiB")
    key = (site.folder / "recovery_key").read_text().strip()
    for onto in dict.fromkeys(["SQLite", "PostgreSQL"] if on_postgresql() else ["SQLite"]):
        new = machine(folder / f"{engine} onto {onto}", sqlite=onto == "SQLite")
        took = timed(new, "restore", file, RECOVERY_KEY=key)
        print("  restore onto {:10} {:5.1f} s  {:4.0f} MiB".format(onto, *took))
        new.close()
    site.close()


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="practice-restoring-") as place:
        for small in [True, False] if on_postgresql() else [True]:
            measure(Path(place), number, sqlite=small)
