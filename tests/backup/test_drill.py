"""The machine is lost; with the file and the sheet Dana has everything back, on either database (O1)."""

import json
import os
import shutil

import pytest

from tests import copies
from tests.faults.visitor import Visitor
from tests.running_site import RunningSite

# Read by Django's own serializers, and told as it stands in the inbox; nothing of the backup's code is asked.
READ = """
import io, json
from django.core.management import call_command
from intake.models import Inquiry
out = io.StringIO()
call_command("dumpdata", exclude=["sessions"], use_natural_primary_keys=False, stdout=out)
ledger = io.StringIO()
try:
    call_command("reconcile", stdout=ledger)
except Exception as problem:
    ledger.write(str(problem))
opened = sorted([each.reference, each.message, each.notes, each.state] for each in Inquiry.objects.all())
print("READ" + json.dumps([json.loads(out.getvalue()), opened, ledger.getvalue()]))
"""
WORK = """
from datetime import date
from intake import actions
from intake.models import Inquiry
from practice.evidence.models import Agreement
first, second = Inquiry.objects.order_by("received_at")
actions.note_view(inquiry=first, by="dana")
actions.update(inquiry=first, by="dana", notes="Ring on Tuesday: “gently”.", state="contacted")
Agreement.objects.create(service="host", whom="Hút & Co", signed=date(2026, 1, 5))
"""
# What a restore changes on purpose, and what is made anew.
DERIVED = {
    "content.generation",
    "intake.raterow",
    "intake.chore",
    "intake.mailserver",
    "admin.logentry",
}
PICTURE = b"\x89PNG not looked at \x00\xff" * 999


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """A site with two requests, work done on them and a picture; what it held, and its backup."""
    folder = tmp_path_factory.mktemp("lost")
    site = copies.make(folder / "site", OUTBOX="off")
    site.start()
    for number in (1, 2):
        Visitor(site, number, wants_mail=True).read_form().send()
    done = site.manage("shell", "--verbosity", "0", "--command", WORK)
    assert done.returncode == 0, done.stderr
    (site.folder / "media/2026").mkdir(parents=True, exist_ok=True)
    (site.folder / "media/2026/lamp.png").write_bytes(PICTURE)

    taken = site.manage("backup", str(folder / "lost.age"))  # while it serves
    assert taken.returncode == 0, taken.stderr
    sheet = site.manage("recovery_sheet").stdout
    held = read(site)
    key = (site.folder / "recovery_key").read_text().strip()
    assert key in "".join(sheet.split())
    site.close()
    shutil.rmtree(site.folder)
    return folder / "lost.age", key, held


def read(site):
    said = site.manage("shell", "--verbosity", "0", "--command", READ)
    assert said.returncode == 0, said.stderr
    rows, opened, ledger = json.loads(said.stdout.partition("READ")[2])
    by_model = {}
    for row in rows:
        by_model.setdefault(row["model"], {})[str(row["pk"])] = row["fields"]
    return by_model, opened, ledger


def bare_machine(folder, engine):
    """A folder and a database with nothing in them."""
    folder.mkdir()
    site = RunningSite(folder, OUTBOX="off", **({"DATABASE_URL": ""} if engine == "sqlite" else {}))
    if engine == "sqlite":
        site.database_url = None
    return site


on_postgres = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL"), reason="about PostgreSQL; runs there"
)


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=on_postgres)])
def test_everything_comes_back(lost, tmp_path, engine):
    file, key, (before, opened, ledger) = lost
    site = bare_machine(tmp_path / "new", engine)
    try:
        done = site.manage("restore", str(file), RECOVERY_KEY=key.lower())
        assert done.returncode == 0, done.stderr
        after, opened_now, ledger_now = read(site)
        refused = site.manage("restore", str(file), RECOVERY_KEY=key)
    finally:
        site.close()

    assert opened_now == opened
    assert "Ring on Tuesday: “gently”." in str(opened_now)
    assert ledger_now.splitlines()[0] == ledger.splitlines()[0]
    assert "Everything adds up, and the event log is whole" in ledger_now
    assert_same_but_for_mail(before, after)
    assert (site.folder / "media/2026/lamp.png").read_bytes() == PICTURE
    for name in ("inquiry_keys", "audit_key", "secret_key", "recovery_key"):
        assert (site.folder / name).stat().st_mode & 0o777 == 0o600
    assert "Restored 2 requests" in done.stdout
    assert refused.returncode == 1
    assert "there is a site in this database already" in refused.stderr


def assert_same_but_for_mail(before, after):
    """Every row, but for mail that waited: that is held, for it may have been sent since."""
    assert before.keys() - DERIVED == after.keys() - DERIVED
    for model in before.keys() - DERIVED - {"intake.notification", "audit.event"}:
        assert after[model] == before[model], model
    waited = {
        pk for pk, mail in before["intake.notification"].items() if mail["state"] == "waiting"
    }
    assert len(waited) >= 2
    for pk, mail in after["intake.notification"].items():
        held = pk in waited
        expected = {"state": "failed", "last_error": "restored from a backup"} if held else {}
        assert mail == {**before["intake.notification"][pk], **expected}
    new = after["audit.event"].keys() - before["audit.event"].keys()
    assert [after["audit.event"][pk]["action"].partition(":")[2] for pk in new] == [
        " restored from a backup"
    ]
    assert all(after["audit.event"][pk] == row for pk, row in before["audit.event"].items())


def test_the_wrong_key_a_cut_and_a_changed_byte_are_one_line_and_change_nothing(lost, tmp_path):
    file, key, _ = lost
    site = bare_machine(tmp_path / "new", "sqlite")
    content = file.read_bytes()
    broken = tmp_path / "broken.age"
    other = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQS"
    tries = [
        (content[: len(content) // 2], key),
        (content[:-1], key),
        (content[:-900] + bytes([content[-900] ^ 1]) + content[-899:], key),
        (b"not sealed at all", key),
        (content, other),
    ]
    for bytes_of_it, with_key in tries:
        broken.write_bytes(bytes_of_it)
        done = site.manage("restore", str(broken), RECOVERY_KEY=with_key)
        assert done.returncode == 1
        assert done.stderr.startswith("CommandError: ")
        assert done.stderr.count("\n") == 1, done.stderr
        assert "Nothing was changed" in done.stderr
    assert not (site.folder / "media").exists()
    assert not (site.folder / "practice.sqlite3").exists() or "content_entry" not in site.tables()


def test_no_word_of_a_visitor_lies_readable_in_the_file(lost):
    file, key, _ = lost
    content = file.read_bytes()

    assert content.startswith(b"age-encryption.org/v1")
    for word in (b"cannot sleep", b"harbour.example", b"Ring on Tuesday", b"therap", key.encode()):
        assert word not in content
