"""The machine is lost. Dana has a file and a sheet of paper, and gets everything back."""

import json

import pytest
from django.conf import settings

from tests.backups.conftest import SAID, rewritten
from tests.backups.places import machine, on_postgresql, restored, rows_at, rows_here

LOOK = """
import json
from django.test import Client
from intake.models import Inquiry
from practice.desk.signin.models import CodeApp
from practice.start import collect_static
from tests.signing_in import steps

collect_static()

def comes_in(code):
    client = Client(SERVER_NAME="localhost")
    steps.sign_in(client, code=code)
    return steps.is_in(client)

app = CodeApp.objects.get()
spare = CODES
said = [row.message for row in Inquiry.objects.order_by("received_at")]
public = Client(SERVER_NAME="localhost")
print(json.dumps({
    "said": said,
    "app": comes_in(steps.code_of(app)),
    "spare": comes_in(spare),
    "nobody": comes_in("000000"),
    "rain": "drip" in public.get("/journal/rain/").content.decode(),
    "fog": public.get("/journal/fog/").status_code,
    "found": "Rain" in public.get("/search/?q=drip").content.decode(),
}))
"""


@pytest.fixture
def lost(site_full, backup):
    """What was there, a backup of it, and what the site looked like the moment before."""
    before = rows_here()
    return before, backup(), site_full


@pytest.mark.django_db(transaction=True)
def test_every_row_comes_back_onto_a_bare_machine(lost, key, tmp_path):
    before, file, (pictures, codes) = lost
    if on_postgresql():  # over the other engine and back: neither loses anything
        other = machine(tmp_path / "other", sqlite=True)
        restored(other, file, key)
        file = tmp_path / "other.age"
        made = other.manage("backup", str(file))
        assert made.returncode == 0, made.stderr
    site = machine(tmp_path / "new")
    try:
        _refused(site, rewritten(file, key, _without_tags), key)
        said = restored(site, file, key)
        after = rows_at(site)
        assert "Everything adds up, and the event log is whole." in said
        kept = [path.relative_to(site.folder) for path in (site.folder / "media").rglob("*.*")]
        assert len(kept) == 3
        for path in kept:
            assert (site.folder / path).read_bytes() == (pictures / path).read_bytes()
        _compare(before, after, machines=2 if on_postgresql() else 1)
        if not on_postgresql():  # the rows are the same there
            _looks_right(site, codes)
    finally:
        site.close()


def _without_tags(manifest, name, data):
    return None if name.startswith("tables/content.tag/") else data


def _refused(site, file, key):
    """What does not fit together is found before anything can be seen of it, and the place is empty again."""
    done = site.manage("restore", str(file), RECOVERY_KEY=key)
    assert done.returncode == 1
    assert "its rows do not belong together. Nothing was changed." in done.stderr
    assert "Traceback" not in done.stderr
    assert not any((site.folder / "media").glob("*"))
    assert (site.folder / "audit_key").read_text().strip() != settings.AUDIT_KEY


def _compare(before, after, machines):
    """The same rows in every table, but for the events since, and for mail that now waits for her word."""
    events, mails = "audit_event", "intake_notification"
    assert before.keys() - after.keys() == set()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {events, mails}
    assert len(before) > 25
    assert all(rows for name, rows in before.items() if name.startswith(("intake", "content")))
    assert set(before[events]) < set(after[events])
    new = set(after[events]) - set(before[events])
    assert len([row for row in new if "restored from a backup" in row]) == machines
    assert len(before[mails]) == len(after[mails])
    sent = [row for row in before[mails] if "waiting" not in row]
    assert set(sent) < set(after[mails])
    assert not [row for row in after[mails] if "waiting" in row]


def _looks_right(site, codes):
    """What visitors and Dana find there."""
    done = site.manage("shell", "-v", "0", "-c", LOOK.replace("CODES", repr(codes[0])))
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert len(seen["said"]) == 8
    assert all(words.startswith(SAID) for words in seen["said"])
    assert seen["app"]
    assert seen["spare"]
    assert not seen["nobody"]
    assert seen["rain"]
    assert seen["found"]
    assert seen["fog"] == 404
