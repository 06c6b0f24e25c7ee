"""After a restore no old mail goes out by itself; Dana says what may."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail

from intake import actions, outbox
from intake.ledger import settle
from intake.models import Notification
from tests.backups.places import machine
from tests.intake.inquiries import page_of, received, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def since_the_restore(dana):
    """A request whose mails waited when the backup was made, and the week’s mail."""
    inquiry = received(acknowledge=True)
    actions.owe_weekly_mail()
    assert actions.hold_mails() == 2
    return inquiry


@pytest.mark.django_db(transaction=True)  # the ledger looks at one moment
def test_nothing_leaves_by_itself_and_the_desk_asks(since_the_restore, dana):
    assert not outbox.send_next()
    assert mail.outbox == []

    assert "2 mails held back" in words(dana.get("/admin/"))
    assert since_the_restore.reference in words(dana.get("/admin/intake/inquiry/?show=mail"))
    page = words(dana.get(page_of(since_the_restore)))
    assert "It may have gone out since" in page
    assert "Send again" in page
    ledger = settle()
    assert ledger.problems == []
    assert ledger.reasons == {"held: restored from a backup": 1}


def test_her_word_sends_them_and_not_the_week_that_is_over(since_the_restore, dana):
    dana.post(page_of(since_the_restore), {"again": "yes"})

    while outbox.send_next():
        pass

    assert len(mail.outbox) == 2
    assert "held back" not in words(dana.get("/admin/"))
    assert Notification.objects.get(kind="weekly").state == "withheld"


def test_an_answered_request_needs_no_mail(since_the_restore, dana):
    actions.update(inquiry=since_the_restore, by="dana", state="contacted")

    assert "held back" not in words(dana.get("/admin/"))
    assert not outbox.send_next()


def test_code_that_knows_no_held_mail_does_not_send_it_either(since_the_restore):
    """Taking the migration back, before going back to an older version."""
    import_module("intake.migrations.0006_held").give_up(apps, None)

    assert not Notification.objects.filter(state__in=["held", "waiting"]).exists()
    assert since_the_restore.notifications.filter(state="failed").count() == 2


# The moment the rows are there for everybody, and nothing but them.
MEANWHILE = """
import json
from django.core.management import call_command
from intake.models import Notification
from practice.backups import restoring

def looked_at(*asked, **how):
    seen.extend(Notification.objects.values_list("state", flat=True))
    return call_command(*asked, **how)

seen, restoring.call_command = [], looked_at
call_command("restore", FILE, verbosity=0)
print(json.dumps(sorted(seen)))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_still_runs_on_another_machine_never_sees_them_waiting(
    practice, backup, key, tmp_path
):
    received(acknowledge=True)
    actions.owe_weekly_mail()
    site = machine(tmp_path / "new")
    try:
        code = MEANWHILE.replace("FILE", repr(str(backup())))
        done = site.manage("shell", "-v", "0", "-c", code, RECOVERY_KEY=key)

        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1]) == ["held", "held", "withheld"]
        assert "2 mails were not sent when this was backed up" in done.stdout
    finally:
        site.close()
