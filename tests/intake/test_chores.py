"""What the site does by itself: once, in its time, and one stumbling thing stops no other."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from intake import chores, outbox
from intake.chores import Task, do_if_due
from intake.models import Chore, Inquiry, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    return []


@pytest.fixture
def task(done):
    def act():
        done.append("done")
        return ""

    return Task("a task", timedelta(hours=1), act)


def test_a_task_is_done_at_once_and_then_in_its_time(task, done, later):
    assert do_if_due(task)
    later(minutes=59)
    assert not do_if_due(task)
    later(minutes=2)

    assert do_if_due(task)

    assert done == ["done", "done"]


def test_after_a_long_night_it_is_done_once_and_not_for_every_hour(task, done, later):
    do_if_due(task)
    later(days=3)

    for _ in range(3):
        do_if_due(task)

    assert done == ["done", "done"]


def test_what_went_wrong_is_kept_until_it_goes_well(later):
    says = ["the disk is full", ""]
    task = Task("a task", timedelta(hours=1), lambda: says.pop(0))
    do_if_due(task)
    assert Chore.objects.get().problem == "the disk is full"

    later(hours=2)
    do_if_due(task)

    assert Chore.objects.get().problem == ""


def test_what_went_wrong_is_tried_again_in_an_hour_however_seldom_it_is_due(later):
    says = ["something keeps reading", "", ""]
    task = Task("a task", timedelta(days=7), lambda: says.pop(0))
    do_if_due(task)
    later(minutes=50)
    assert not do_if_due(task)

    later(minutes=15)
    assert do_if_due(task)

    later(hours=2)
    assert not do_if_due(task)


def test_a_long_problem_is_cut_to_what_fits():
    do_if_due(Task("a task", timedelta(hours=1), lambda: "x" * 900))

    assert Chore.objects.get().problem == "x" * 200


def test_a_task_that_stumbles_stops_no_other_and_is_told(monkeypatch, done, task, caplog):
    def stumble():
        raise LookupError("sam@mail.example")

    stop = threading.Event()
    last = Task("the last", timedelta(hours=1), lambda: stop.set() or "")
    bad = Task("bad one", timedelta(hours=1), stumble)
    monkeypatch.setattr(chores, "TASKS", (bad, task, last))
    monkeypatch.setattr(chores, "close_old_connections", lambda: None)

    chores.run(stop)

    assert done == ["done"]
    assert Chore.objects.get(name="bad one").problem == "the bad one stumbled (LookupError)"
    assert not Chore.objects.exclude(name="bad one").exclude(problem="").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True])
def test_of_several_processes_one_does_it(on_disk, task, done, later, known):
    if known:
        do_if_due(task)
        later(hours=2)
        done.clear()
    everybody = threading.Barrier(4)
    took = []

    def look():
        everybody.wait(5)
        try:
            took.append(do_if_due(task))
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(took) == [False, False, False, True]
    assert done == ["done"]


# The weekly mail. ------------------------------------------------------------------------------


@pytest.fixture
def weekly(practice):
    return next(task for task in chores.TASKS if task.name == "weekly mail")


def weeks_mail():
    while outbox.send_next():
        pass
    return [message for message in mail.outbox if "the week" in message.subject]


def test_the_weekly_mail_comes_after_seven_days_and_not_on_the_first(weekly, later):
    assert not do_if_due(weekly)
    later(days=6, hours=23)
    assert not do_if_due(weekly)
    assert weeks_mail() == []

    later(hours=2)
    do_if_due(weekly)

    (message,) = weeks_mail()
    assert message.to == ["dana@practice.example"]
    assert message.subject.startswith("All is well")
    assert not do_if_due(weekly)
    later(days=7, hours=1)
    do_if_due(weekly)
    assert len(weeks_mail()) == 2


def line(message, label):
    found = next(text for text in message.body.splitlines() if label in text)
    return found.rsplit(None, 1)[1]


def test_it_counts_the_week_and_names_nobody(weekly, sam, answers, later):
    sam.post("/consultation/", answers)
    do_if_due(weekly)
    later(days=8)
    for number in range(3):
        sam.post("/consultation/", {**answers, "message": f"Words {number}"})
    sam.post("/consultation/", {**answers, "message": "Buy this", "website": "x"})
    while outbox.send_next():
        pass

    do_if_due(weekly)

    (message,) = weeks_mail()
    assert line(message, "Requests received") == "4"
    assert line(message, "marked as spam") == "1"
    assert line(message, "Notices sent to you") == "4"  # the one of last week left this week
    assert line(message, "Mails waiting") == "0"
    assert line(message, "Waiting for your answer") == "4"
    assert "http://practice.example/admin/" in message.body
    for word in ("Sam", "sam@", "Words", "Evenings", *references()):
        assert word not in message.body


def references():
    return Inquiry.objects.values_list("reference", flat=True)


def test_it_warns_when_something_is_wrong(weekly, sam, answers, later):
    do_if_due(weekly)
    sam.post("/consultation/", answers)
    later(days=8)
    Notification.objects.update(leased_until=timezone.now() + outbox.LEASE)

    do_if_due(weekly)

    (message,) = weeks_mail()
    assert message.subject.startswith("Something needs you")
    assert "mail has been waiting" in message.body
    assert "All is well" not in message.body + message.subject
    assert line(message, "Mails waiting") == "1"


def test_it_knows_what_a_task_could_not_do(weekly, later):
    do_if_due(weekly)
    later(days=8)
    do_if_due(Task("self-check", timedelta(hours=1), lambda: "the mail server would not take mail"))

    do_if_due(weekly)

    (message,) = weeks_mail()
    assert message.subject.startswith("Something needs you")
    assert "the mail server would not take mail" in message.body


def test_a_task_the_process_died_over_is_tried_again_within_the_hour(later):
    def die():
        raise SystemExit

    dying = Task("a task", timedelta(days=7), die)
    with pytest.raises(SystemExit):
        do_if_due(dying)
    assert Chore.objects.get().problem == chores.UNFINISHED
    living = Task("a task", timedelta(days=7), lambda: "")
    assert not do_if_due(living)

    later(minutes=61)

    assert do_if_due(living)
    assert Chore.objects.get().problem == ""
