"""`reconcile` proves that nothing was lost, and finds it when something was."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from intake import actions, outbox
from intake.models import Inquiry, Notification

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_outside")]

COUNTS = "received open answered spam erased notified waiting".split()


def reconcile(*, fails=False):
    """What `reconcile --json` prints, and that it ends as it should."""
    out = StringIO()
    if fails:
        with pytest.raises(CommandError, match="did not add up"):
            call_command("reconcile", "--json", stdout=out)
    else:
        call_command("reconcile", "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def send(sam, answers):
    def send(**changes):
        sent = sam.post("/consultation/", {**answers, **changes})
        token = sent.url.rstrip("/").rsplit("/", 1)[1]
        return Inquiry.objects.get(token=token)

    return send


def test_an_empty_site_adds_up(practice):
    ledger = reconcile()

    assert [ledger[name] for name in COUNTS] == [0] * 7
    assert ledger["references"] == []


def test_every_request_is_counted_once_whatever_became_of_it(send):
    answered, spam, gone, withdrawn, new = (
        send(name="A"),
        send(name="B", website="x"),
        send(name="C"),
        send(name="D"),
        send(name="E"),
    )
    outbox.send_next()
    actions.update(inquiry=answered, by="dana", state="contacted")
    actions.erase(inquiries=[gone], by="dana")
    actions.withdraw(inquiry=withdrawn)

    ledger = reconcile()

    assert {name: ledger[name] for name in COUNTS} == {
        "received": 5,
        "open": 1,
        "answered": 1,
        "spam": 1,
        "erased": 2,
        "notified": 1,
        "waiting": 1,
    }
    assert sorted(ledger["references"]) == sorted(i.reference for i in (answered, spam, new))
    assert ledger["problems"] == []


def test_a_row_that_vanished_is_named(send):
    lost, kept = send(name="A"), send(name="B")
    Inquiry.objects.filter(pk=lost.pk).delete()

    problems = reconcile(fails=True)["problems"]

    assert problems == [f"{lost.reference} was received, and is neither stored nor erased."]
    assert kept.reference not in str(problems)


def test_a_row_that_came_from_nowhere_is_named(send):
    inquiry = send()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_inquiry SET reference = 'ZZZZ-ZZZZ'")

    problems = " ".join(reconcile(fails=True)["problems"])

    assert "ZZZZ-ZZZZ is stored, and no event tells" in problems
    assert f"{inquiry.reference} was received, and is neither" in problems


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("failed", "was never notified"), ("withheld", "is not spam, and its mail is withheld")],
)
def test_an_inquiry_nobody_will_be_told_of_is_named(send, state, sentence):
    inquiry = send()
    Notification.objects.update(state=state)

    [problem] = reconcile(fails=True)["problems"]

    assert problem.startswith(inquiry.reference)
    assert sentence in problem


def test_waiting_mail_alone_is_no_problem_and_its_reason_is_told(send):
    send()
    Notification.objects.update(last_error="connect ConnectionRefusedError")
    out = StringIO()

    call_command("reconcile", stdout=out)

    assert "received 1 = open 1 + answered 0 + spam 0 + erased 0" in out.getvalue()
    assert "waiting: 1 (connect ConnectionRefusedError)" in out.getvalue()
    assert "Everything adds up" in out.getvalue()


def test_a_changed_event_is_found(send):
    send()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor = 'somebody else' WHERE number = 1")

    assert "Line 1 of the event log" in " ".join(reconcile(fails=True)["problems"])


def test_a_state_that_cannot_be_and_a_value_that_does_not_open_are_named(send):
    strange, damaged, well = send(name="A"), send(name="B"), send(name="C")
    with connection.cursor() as cursor:
        change = "UPDATE intake_inquiry SET {} WHERE reference = %s"
        cursor.execute(change.format("state = 'bogus'"), [strange.reference])
        cursor.execute(change.format("message = name"), [damaged.reference])

    assert reconcile(fails=True)["problems"] == [
        f"{strange.reference} has a state that no inquiry can have.",
        f"{damaged.reference} holds what cannot be opened: message.",
    ]
    assert well.reference in reconcile(fails=True)["references"]
