"""A flood from one place is stored and marked, everybody else is heard, and no place is kept."""

import re

import pytest
from django.test import Client

from intake import outbox, rates
from intake.models import Inquiry, Notification, RateRow

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]

FLOOD = "203.0.113.7"


@pytest.fixture
def write_in(practice, answers):
    """Send a request from an address, each with its own words."""

    def write_in(address=FLOOD, count=1, **changes):
        for _ in range(count):
            words = {"message": f"Words {Inquiry.objects.count()}", **changes}
            visitor = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address)
            assert visitor.post("/consultation/", {**answers, **words}).status_code == 303
        return Inquiry.objects.order_by("received_at").last()

    return write_in


def marked():
    return Inquiry.objects.filter(state="spam")


def mails_sent():
    while outbox.send_next():
        pass
    return Notification.objects.filter(state="sent").count()


@pytest.mark.on_both
def test_the_eleventh_from_one_address_is_stored_marked_and_not_mailed(write_in):
    write_in(count=10)
    assert not marked().exists()

    write_in(count=5)

    assert Inquiry.objects.count() == 15
    assert marked().count() == 5
    assert all(
        inquiry.suspicions == ["more than 10 requests came from the same place within a day"]
        for inquiry in marked()
    )
    assert mails_sent() == 10


def test_everybody_else_is_heard_meanwhile(write_in):
    write_in(count=12)

    others = [write_in(f"198.51.100.{number}") for number in range(1, 4)]

    assert all(inquiry.state == "new" for inquiry in others)
    assert mails_sent() == 10 + 3


@pytest.mark.on_both
def test_the_flood_is_forgiven_after_a_day(write_in, later):
    write_in(count=11)
    later(hours=25)

    assert write_in().state == "new"


def test_a_machine_in_the_same_house_marks_nobody_else(write_in):
    write_in(count=12, website="http://spam.example")

    sam = write_in()

    assert (sam.state, sam.suspicions) == ("new", [])
    assert mails_sent() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:DB8:1:2:0::1", "2001:db8:1:2::1"),
    ],
)
def test_one_household_is_one_place(write_in, monkeypatch, one, other):
    monkeypatch.setattr(rates, "REQUESTS", 2)
    write_in(one, count=2)

    assert write_in(other).state == "spam"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:3::1"),
        ("203.0.113.7", "203.0.113.8"),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8"),
    ],
)
def test_two_households_are_two_places(write_in, monkeypatch, one, other):
    monkeypatch.setattr(rates, "REQUESTS", 2)
    write_in(one, count=2)

    assert write_in(other).state == "new"


def test_visitors_whose_address_nobody_told_are_not_one_visitor(practice, answers):
    for number in range(12):
        sam = Client(
            REMOTE_ADDR=""
        )  # gunicorn on a socket file, behind a proxy that adds no header
        sam.post("/consultation/", {**answers, "message": f"Words {number}"})

    assert Inquiry.objects.filter(state="new").count() == 12
    assert not RateRow.objects.exists()


def test_a_claimed_address_is_not_believed_from_a_stranger(practice, answers):
    for number in range(11):
        visitor = Client(REMOTE_ADDR=FLOOD, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        visitor.post("/consultation/", {**answers, "message": f"Words {number}"})

    assert marked().count() == 1


def test_no_address_lies_in_the_table(write_in, settings):
    write_in("203.0.113.77", acknowledge="on", email="sam@mail.example")
    write_in("2001:db8:77::1")

    for kind, place in RateRow.objects.values_list("kind", "place"):
        assert kind in {"request", "mail"}
        assert re.fullmatch(r"[0-9a-f]{64}", place)

    keyed = set(RateRow.objects.values_list("place", flat=True))
    settings.SECRET_KEY = "another"
    rates.note("request", "203.0.113.77")
    assert len(set(RateRow.objects.values_list("place", flat=True)) - keyed) == 1


def test_rows_are_gone_after_a_day(write_in, later):
    write_in(count=2)
    later(hours=23)
    write_in()
    assert rates.forget_old() == 0

    later(hours=2)

    assert rates.forget_old() == 2
    assert RateRow.objects.count() == 1


def test_pressing_twenty_times_counts_once(practice, answers):
    sam = Client(REMOTE_ADDR=FLOOD)
    for _ in range(20):
        sam.post("/consultation/", answers)

    assert RateRow.objects.filter(kind="request").count() == 1
    assert Inquiry.objects.get().state == "new"


def test_a_form_that_was_not_accepted_does_not_count(practice, answers):
    sam = Client(REMOTE_ADDR=FLOOD)
    for _ in range(3):
        sam.post("/consultation/", {**answers, "consent": ""})

    assert not RateRow.objects.exists()
