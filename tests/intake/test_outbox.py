"""Mail that is owed is sent once, and again and again until the server takes it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from intake import outbox
from intake.models import Inquiry, Notification
from intake.smtp import NotTaken

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(sam, answers):
    sam.post("/consultation/", answers)
    return Inquiry.objects.get()


def failing(monkeypatch, step, code=0, words=b""):
    """The server does not take the mail, at `step`."""

    def send(message):
        raise NotTaken(step, code, words, kind="ConnectionRefusedError")

    monkeypatch.setattr(outbox, "deliver", send)


def test_dana_is_told_once(inquiry):
    assert outbox.send_next()
    assert not outbox.send_next()

    message = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert message.to == ["dana@practice.example"]
    assert inquiry.reference in message.subject
    assert f"http://practice.example/admin/intake/inquiry/{inquiry.pk}/change/" in message.body
    assert inquiry.notifications.get().state == "sent"


def test_the_mail_tells_the_time_on_danas_clock(inquiry):
    Inquiry.objects.update(received_at="2026-11-21T07:30:00Z")

    outbox.send_next()

    assert "Friday, November 20, 2026, 11:30 PM" in mail.outbox[0].body
    assert "7:30" not in mail.outbox[0].body


def test_the_mail_holds_nothing_sam_wrote(inquiry, answers):
    outbox.send_next()

    whole = mail.outbox[0].message().as_string() + mail.outbox[0].body
    for word in ("Sam", "sam@mail.example", "Evenings", "in_person", "California"):
        assert word not in whole.replace("San Francisco", "")


def test_a_mail_that_was_not_taken_waits_with_its_reason(inquiry, monkeypatch, later):
    failing(monkeypatch, "final dot", 451, b"4.7.1 try later sam@mail.example")

    assert outbox.send_next()

    row = Notification.objects.get()
    assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "final dot 451 4.7.1")
    assert "sam@" not in row.last_error
    assert not outbox.send_next()
    later(seconds=26)
    assert outbox.send_next()


def test_every_copy_has_the_same_message_id(inquiry, monkeypatch, later):
    with monkeypatch.context() as patch:
        failing(patch, "DATA")
        outbox.send_next()
    known = Notification.objects.get().message_id
    later(seconds=31)

    outbox.send_next()

    assert mail.outbox[0].extra_headers["Message-ID"] == known
    assert Notification.objects.get().state == "sent"


def test_a_refused_recipient_is_asked_again_after_an_hour(inquiry, monkeypatch):
    failing(monkeypatch, "RCPT", 550, b"5.1.1 no such user dana@x")

    outbox.send_next()

    row = Notification.objects.get()
    assert row.last_error == "RCPT 550 5.1.1"
    assert timedelta(minutes=55) < row.due_at - timezone.now() < timedelta(minutes=65)


def test_nothing_is_given_up_before_five_days(inquiry, monkeypatch, later):
    failing(monkeypatch, "connect")
    later(hours=119)
    outbox.send_next()
    assert Notification.objects.get().state == "waiting"

    later(hours=2)
    outbox.send_next()

    assert Notification.objects.get().state == "failed"


def test_a_leased_mail_is_left_to_whoever_has_it(inquiry):
    Notification.objects.update(leased_until=timezone.now() + timedelta(seconds=60))

    assert not outbox.send_next()
    assert mail.outbox == []


def test_a_lease_that_ran_out_is_taken_over(inquiry):
    Notification.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert outbox.send_next()
    assert len(mail.outbox) == 1


def test_a_sender_that_lost_its_lease_writes_nothing(inquiry, monkeypatch):
    def send_slowly(self, messages):
        Notification.objects.update(lease="00000000-0000-0000-0000-000000000001")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_slowly)

    outbox.send_next()

    row = Notification.objects.get()
    assert row.state == "waiting"
    assert row.sent_at is None


@pytest.mark.ignore_template_errors
def test_spam_is_not_mailed_until_dana_says_it_is_none(sam, dana, answers):
    sam.post("/consultation/", {**answers, "website": "x"})
    inquiry = Inquiry.objects.get()
    assert not outbox.send_next()

    dana.post(f"/admin/intake/inquiry/{inquiry.pk}/change/", form_of(inquiry, state="read"))

    assert outbox.send_next()
    assert len(mail.outbox) == 1


def form_of(inquiry, **fields):
    return {
        "notes": "",
        "notifications-TOTAL_FORMS": "0",
        "notifications-INITIAL_FORMS": "0",
        **fields,
    }
