"""The machine's clock is wrong for a while. What is kept for a year is not erased by it."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake import chores, outbox, retention
from intake.models import Chore, Inquiry, MailServer, Notification
from intake.traces import Scrubbed
from practice import clock
from practice.audit.log import record
from practice.backups import daily
from tests.intake.inquiries import received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_outside")]


@pytest.fixture(autouse=True)
def nothing_to_scrub(monkeypatch):
    """Bytes on the disk go outside of a transaction only, and each test is one."""
    monkeypatch.setattr("intake.traces.scrub", Scrubbed)


@pytest.fixture
def a_week(practice, later):
    """Somebody wrote a week ago, and each day a backup was made."""
    received()
    for _ in range(7):
        later(days=1)
        (daily.folder() / daily.new_name()).touch()
        record("backup made", actor="site")


def backups():
    return len(list(daily.folder().iterdir()))


def test_while_it_goes_on_nobody_is_troubled_and_what_is_old_goes(a_week, later):
    assert clock.doubt() == ""
    for _ in range(365):
        later(days=1)
        record("backup made", actor="site")

    assert clock.doubt() == ""
    retention.purge_and_scrub()
    assert not Inquiry.objects.exists()
    assert len(daily.expire(daily.folder())) == 7


def test_retention_goes_on_where_no_backup_can_be_made(a_week, later):
    """A full disk, and nobody who wrote or signed in for a year: nothing else leaves a line."""
    later(days=364)
    retention.purge_and_scrub()
    assert Inquiry.objects.exists()

    later(days=1, minutes=1)
    retention.purge_and_scrub()

    assert clock.doubt() == ""
    assert not Inquiry.objects.exists()


def test_a_leap_of_two_years_erases_nothing_and_is_told(a_week, later, client, settings, dana):
    later(days=730)
    settings.PRODUCTION = True

    retention.purge_and_scrub()
    assert daily.expire(daily.folder(), 1) == []
    record("backup made", actor="site")
    retention.purge_and_scrub()

    assert Inquiry.objects.count() == 1
    assert backups() == 7
    ready = client.get("/readyz", secure=True, headers={"host": "testserver"})
    assert ready.status_code == 200
    assert "clock leapt ahead" in ready.text
    assert "before a day has gone by" in ready.text


def test_when_it_is_put_right_everything_is_there_and_the_daily_round_goes_on(a_week, later):
    backup = next(task for task in chores.TASKS if task.name == "backup")
    retention_task = chores.RETENTION
    later(days=730)
    for task in (backup, retention_task):
        chores.do_if_due(chores.Task(task.name, task.every, lambda: ""))
    record("backup made", actor="site")
    later(days=-730)

    assert "clock went back" in clock.doubt()
    retention.purge_and_scrub()
    assert Inquiry.objects.count() == 1
    assert chores.do_if_due(chores.Task(retention_task.name, retention_task.every, lambda: ""))
    assert Chore.objects.get(name=retention_task.name).last_at <= timezone.now()

    for _ in range(2):
        later(days=1)
        record("backup made", actor="site")
    assert clock.doubt() == ""


def test_a_clock_a_day_behind_is_told_and_one_some_minutes_off_is_not(a_week, later):
    later(minutes=-5)
    assert clock.doubt() == ""

    later(days=-1)

    assert "clock went back" in clock.doubt()
    record("signed in", actor="dana")
    assert "clock went back" in clock.doubt()


def test_after_a_month_away_the_old_go_a_day_later(a_week, later):
    later(days=400)
    record("backup made", actor="site")
    retention.purge_and_scrub()
    assert Inquiry.objects.count() == 1

    later(days=1, hours=1)

    assert clock.doubt() == ""
    retention.purge_and_scrub()
    assert not Inquiry.objects.exists()


def test_by_hand_the_owner_must_say_that_it_is_right(a_week, later):
    later(days=400)

    with pytest.raises(CommandError, match="purge --clock-is-right") as refused:
        call_command("purge")
    assert "\n" not in str(refused.value)
    assert Inquiry.objects.count() == 1

    call_command("purge", "--clock-is-right")
    assert not Inquiry.objects.exists()


def test_mail_that_was_put_off_by_a_clock_ahead_goes_once_it_is_right(a_week, later):
    later(days=30)
    tried = outbox._claim(timezone.now())  # by a sender that is killed over it
    Notification.objects.filter(pk=tried.pk).update(due_at=timezone.now() + outbox.RETRY)
    MailServer.objects.create(
        pk=1, failing_since=timezone.now(), next_probe_at=timezone.now() + outbox.PROBE
    )
    assert not outbox.send_next()

    later(days=-30)

    assert outbox.send_next()
    assert Notification.objects.get(pk=tried.pk).state == "sent"
    assert len(mail.outbox) == 1
    assert not outbox.send_next()


def test_a_new_site_with_an_empty_log_is_believed(db):
    assert clock.doubt() == ""
    record("recovery key made", actor="site")
    assert clock.doubt() == ""
