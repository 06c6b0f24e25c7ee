"""While the mail server fails, it is asked now and then; when it is back, everything leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.models import Inquiry, MailServer, Notification
from tests.intake.sending import PROBE, send_all, states

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]


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


@pytest.mark.on_both
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
@pytest.mark.on_both
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


@pytest.mark.on_both
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
