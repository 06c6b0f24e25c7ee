"""Several senders at once, and a database that is away for a moment, never send one mail twice."""

import threading
import time
from collections import Counter

import pytest
from django.db import OperationalError, connection, connections

from intake import outbox
from intake.models import Inquiry, Notification
from tests.side_by_side import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]


@pytest.fixture
def taken(monkeypatch):
    """What the mail server took, by Message-ID; each mail takes it a moment."""
    taken = []

    def deliver(message):
        time.sleep(0.005)
        taken.append(message.extra_headers["Message-ID"])

    monkeypatch.setattr(outbox, "deliver", deliver)
    return taken


@pytest.fixture
def requests(sam, answers):
    """Ten requests, each with its acknowledgement owed too."""
    for number in range(10):
        words = {"email": f"sam{number}@mail.example", "acknowledge": "on"}
        sam.post("/consultation/", {**answers, **words})
    return list(Inquiry.objects.all())


def send_all():
    while outbox.send_next():
        pass


def test_four_senders_share_the_work_and_send_nothing_twice(requests, taken):
    at_once(*[send_all] * 4)

    assert Counter(taken).most_common(1)[0][1] == 1
    assert len(taken) == 20
    assert set(Notification.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_sender_whose_mail_hangs_holds_up_no_other(requests, taken, monkeypatch):
    hanging, all_others = threading.Event(), threading.Event()
    deliver = outbox.deliver

    def hang_once(message):
        if not hanging.is_set():
            hanging.set()
            assert all_others.wait(20)
        deliver(message)

    monkeypatch.setattr(outbox, "deliver", hang_once)

    def send_the_others():
        assert hanging.wait(5)
        send_all()
        assert len(taken) == 19
        all_others.set()

    at_once(outbox.send_next, send_the_others)

    assert len(set(taken)) == len(taken) == 20


@pytest.fixture
def away(monkeypatch):
    """The database is away for the final write, once for each time that is left."""
    left = [3]
    real = connection.cursor

    def cursor(*args, **kwargs):
        if left[0] and sending_done():
            left[0] -= 1
            raise OperationalError("the database is away")
        return real(*args, **kwargs)

    sent = []

    def sending_done():
        return bool(sent)

    monkeypatch.setattr(outbox, "deliver", sent.append)
    monkeypatch.setattr(connections["default"], "cursor", cursor)
    monkeypatch.setattr(outbox.time, "sleep", lambda seconds: None)
    return left


def test_a_database_that_is_away_for_the_final_write_is_waited_for(requests, away):
    Notification.objects.exclude(pk=Notification.objects.first().pk).delete()

    assert outbox.send_next()

    assert away == [0]
    row = Notification.objects.get()
    assert (row.state, row.attempts) == ("sent", 1)
    assert not outbox.send_next()


def test_a_withdrawal_while_its_mail_is_under_way_is_no_trouble(requests, monkeypatch):
    gone = []

    def deliver(message):
        if not gone:
            inquiry = Inquiry.objects.get(reference=message.subject.split()[-1])
            gone.append(inquiry.reference)
            inquiry.delete()

    monkeypatch.setattr(outbox, "deliver", deliver)

    send_all()

    assert not Inquiry.objects.filter(reference=gone[0]).exists()
    assert set(Notification.objects.values_list("state", flat=True)) == {"sent"}
    assert Notification.objects.count() == 18
