"""While the mail server fails, it is asked now and then; when it is back, everything leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import outbox
from intake.models import Inquiry, MailServer, Notification
from intake.smtp import NotTaken

pytestmark = pytest.mark.django_db

PROBE = outbox.PROBE.total_seconds()


class Server:
    """Stands for the mail server: `answer` says why a mail is not taken, by its subject and recipient."""

    def __init__(self):
        self.answer = lambda message: None
        self.tried = []
        self.taken = []

    def __call__(self, message):
        self.tried.append(message)
        if problem := self.answer(message):
            raise problem
        self.taken.append(message)

    def is_down(self):
        self.answer = lambda message: NotTaken("connect", kind="ConnectionRefusedError")

    def is_well(self):
        self.answer = lambda message: None

    def does_not_take(self, word, *problem):
        self.answer = lambda message: NotTaken(*problem) if word in about(message) else None


def about(message):
    return f"{message.subject} {message.to[0]}"


@pytest.fixture
def server(monkeypatch):
    server = Server()
    monkeypatch.setattr(outbox, "deliver", server)
    return server


@pytest.fixture
def write_in(sam, answers):
    """Sam sends a request, each time with other words; ticked, an acknowledgement is owed too."""

    def write_in(count=1, **changes):
        for _ in range(count):
            number = Inquiry.objects.count()
            words = {"name": f"Sam the {number}.", "email": f"sam{number}@mail.example"}
            sam.post("/consultation/", {**answers, **words, **changes})
        return Inquiry.objects.order_by("received_at").last()

    return write_in


def send_all():
    """Try until nothing more is due; how many were tried."""
    tries = 0
    while outbox.send_next():
        tries += 1
        assert tries < 50, "the sender turns in a circle"
    return tries


def states():
    return list(Notification.objects.order_by("pk").values_list("state", flat=True))


def test_a_server_that_is_down_is_asked_once_a_probe_however_much_waits(server, write_in, later):
    server.is_down()
    write_in(6)
    send_all()

    for _ in range(4):
        later(seconds=PROBE - 2)
        assert send_all() == 0
        later(seconds=3)
        assert send_all() == 1

    assert PROBE <= 30
    assert set(states()) == {"waiting"}


def test_the_first_mail_it_takes_lets_all_others_go(server, write_in, later):
    server.is_down()
    write_in(6)
    send_all()
    server.is_well()
    later(seconds=PROBE + 1)

    send_all()

    assert len(server.taken) == 6
    assert set(states()) == {"sent"}
    assert not MailServer.objects.filter(failing_since__isnull=False).exists()


def test_nothing_waits_longer_than_a_minute_for_a_server_that_is_back_after_days(
    server, write_in, later
):
    server.is_down()
    write_in(4)
    for _ in range(9):
        send_all()
        later(hours=11)
    send_all()
    server.is_well()

    later(seconds=PROBE + 1)
    send_all()

    assert set(states()) == {"sent"}


def test_a_fresh_mail_does_not_wait_for_the_next_probe(server, write_in):
    server.is_down()
    write_in(2)
    send_all()
    server.is_well()

    fresh = write_in()
    send_all()

    assert fresh.reference in server.taken[0].subject
    assert set(states()) == {"sent"}


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_mail_the_server_chokes_on_stands_in_nobodys_way(server, write_in, later, position):
    poison = [write_in(), write_in(), write_in()][position]
    server.does_not_take(poison.reference, "final dot", 451, b"4.3.0 cannot read that")

    send_all()

    assert states().count("sent") == 2
    assert poison.notifications.get().state == "waiting"
    later(seconds=PROBE + 1)
    assert send_all() == 1


def test_nor_does_it_after_an_outage(server, write_in, later):
    server.is_down()
    poison = write_in()
    write_in(3)
    send_all()
    server.does_not_take(poison.reference, "final dot", 451)

    for _ in range(2):
        later(seconds=PROBE + 1)
        send_all()

    assert states() == ["waiting", "sent", "sent", "sent"]


def test_a_visitors_server_that_wants_patience_says_nothing_about_ours(server, write_in, later):
    write_in(acknowledge="on")
    server.does_not_take("sam0@mail.example", "RCPT", 450, b"4.7.1 come back in a minute")

    send_all()

    slow = Notification.objects.get(kind="acknowledgement")
    assert (slow.state, slow.last_error) == ("waiting", "RCPT 450 4.7.1")
    assert not MailServer.objects.filter(failing_since__isnull=False).exists()
    write_in(2)
    assert send_all() == 2
    server.is_well()
    later(minutes=2)
    send_all()
    assert set(states()) == {"sent"}


def test_its_pauses_grow_to_an_hour_and_no_further(server, write_in, later):
    write_in(acknowledge="on")
    server.does_not_take("sam0@mail.example", "RCPT", 450)
    send_all()
    pauses = []
    for _ in range(12):
        row = Notification.objects.get(kind="acknowledgement")
        pauses.append(row.due_at - timezone.now())
        later(seconds=pauses[-1].total_seconds() + 1)
        assert send_all() == 1

    assert pauses[0] < timedelta(minutes=2)
    assert pauses[5] > timedelta(minutes=10)
    assert max(pauses) <= timedelta(hours=1)
    assert Inquiry.objects.get().bounced_at is None


def test_acknowledgements_that_are_put_off_hold_up_no_notification(server, write_in, later):
    server.does_not_take("sam", "RCPT", 450)
    write_in(4, acknowledge="on")
    send_all()
    server.is_down()
    later(minutes=2)
    send_all()
    waiting = write_in()
    send_all()
    server.does_not_take("sam", "RCPT", 450)

    later(seconds=PROBE + 1)
    send_all()

    assert waiting.notifications.get().state == "sent"
    assert states().count("waiting") == 4


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
def test_nothing_is_given_up_before_five_days_whatever_is_wrong(server, write_in, later, problem):
    write_in(acknowledge="on")
    server.answer = lambda message: NotTaken(*problem)
    for _ in range(9):
        send_all()
        later(hours=13.2)
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


def test_mails_leave_in_the_order_they_became_due(server, write_in, later):
    references = []
    for _ in range(4):
        references.append(write_in().reference)
        later(seconds=1)

    send_all()

    assert [message.subject.split()[-1] for message in server.taken] == references


def test_dana_is_told_before_sam(server, write_in):
    write_in(acknowledge="on")

    send_all()

    recipients = [message.to[0] for message in server.taken]
    assert recipients == ["dana@practice.example", "sam0@mail.example"]
