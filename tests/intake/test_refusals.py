"""What is wrong with one mail is told from what is wrong with the server, and neither is given up soon."""

import pytest

from intake import outbox
from intake.models import MailServer, Notification
from intake.smtp import NotTaken
from tests.intake.sending import PROBE, send_all, states

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "final dot"])
def test_a_refused_mail_is_asked_about_hourly_and_shown_at_once(
    server, write_in, later, dana, step
):
    refused = write_in()
    server.does_not_take(refused.reference, step, 550, b"5.7.1 not this one")

    send_all()

    row = refused.notifications.get()
    assert (row.state, row.refused, row.last_error) == ("waiting", True, f"{step} 550 5.7.1")
    assert not MailServer.objects.filter(failing_since__isnull=False).exists()
    write_in(2)
    assert send_all() == 2
    later(minutes=58)
    assert send_all() == 0
    later(minutes=3)
    assert send_all() == 1


@pytest.mark.ignore_template_errors
def test_dana_sees_the_refusal_on_the_page_of_the_request(server, write_in, dana):
    refused = write_in()
    server.does_not_take(refused.reference, "RCPT", 550, b"5.1.1 dana@practice.example unknown")
    send_all()

    page = dana.get(f"/admin/intake/inquiry/{refused.pk}/change/").content.decode()

    assert "RCPT 550 5.1.1" in page
    assert "unknown" not in page.split("RCPT 550 5.1.1")[1][:200]


@pytest.mark.parametrize(
    ("problem", "bounced"),
    [
        (("sam0@", "RCPT", 550), True),
        (("sam0@", "RCPT", 450), False),
        (("sam0@", "MAIL", 550), False),
        (("sam0@", "final dot", 550), False),
        (("dana@", "RCPT", 550), False),
    ],
)
def test_only_an_acknowledgement_refused_at_its_recipient_has_bounced(
    server, write_in, problem, bounced
):
    inquiry = write_in(acknowledge="on")
    server.does_not_take(*problem)

    send_all()

    inquiry.refresh_from_db()
    assert (inquiry.bounced_at is not None) is bounced


@pytest.mark.parametrize("step", ["connect", "EHLO", "STARTTLS", "AUTH", "DATA"])
def test_a_refusal_anywhere_else_is_the_servers(server, write_in, later, step):
    write_in(2)
    server.answer = lambda message: NotTaken(step, 554, b"5.7.0 nobody")
    send_all()

    assert not Notification.objects.filter(refused=True).exists()
    assert MailServer.objects.get().last_error == f"{step} 554 5.7.0"
    server.is_well()
    later(seconds=PROBE + 1)
    send_all()
    assert set(states()) == {"sent"}


@pytest.mark.parametrize(
    "problem", [("connect",), ("final dot", 451), ("RCPT", 450), ("RCPT", 550), ("made",)]
)
@pytest.mark.on_both
def test_nothing_is_given_up_before_five_days_whatever_is_wrong(server, write_in, later, problem):
    write_in(acknowledge="on")
    server.answer = lambda message: NotTaken(*problem)
    for _ in range(4):
        send_all()
        later(hours=29.7)
    assert set(states()) == {"waiting"}

    for _ in range(4):
        later(hours=1.1)
        send_all()

    assert set(states()) == {"failed"}


def test_a_mail_that_cannot_be_made_is_no_fault_of_the_servers(
    server, write_in, later, monkeypatch
):
    broken = write_in()
    make = outbox.make

    def stumble(notification):
        if notification.inquiry_id == broken.pk:
            raise LookupError("a template is broken")
        return make(notification)

    monkeypatch.setattr(outbox, "make", stumble)

    send_all()
    write_in(2)
    send_all()

    row = broken.notifications.get()
    assert (row.state, row.refused, row.last_error) == ("waiting", False, "made LookupError")
    assert not MailServer.objects.filter(failing_since__isnull=False).exists()
    assert states().count("sent") == 2
    monkeypatch.setattr(outbox, "make", make)
    later(minutes=2)
    send_all()
    assert set(states()) == {"sent"}
