"""The day by which Sam hears back: business days, days away, the practice's own clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.profile.models import DaysAway
from practice.profile.promise import reply_by
from tests.content.seen import look

# June 2026: the 10th is a Wednesday.
WED, THU, FRI, SAT, SUN = (datetime(2026, 6, day, 12, 0) for day in range(10, 15))


def june(first, last=None):
    return (date(2026, 6, first), date(2026, 6, last or first))


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("received", "days", "away", "due"),
    [
        pytest.param(WED, 1, [], 11, id="the next day"),
        pytest.param(WED, 2, [], 12, id="two days on"),
        pytest.param(THU, 2, [], 15, id="over a weekend"),
        pytest.param(FRI, 1, [], 15, id="from Friday to Monday"),
        pytest.param(FRI.replace(hour=23, minute=59), 1, [], 15, id="late on Friday"),
        pytest.param(SAT, 1, [], 15, id="from Saturday"),
        pytest.param(SUN, 2, [], 16, id="from Sunday"),
        pytest.param(WED, 10, [], 24, id="ten days are two weeks"),
        pytest.param(WED, 1, [june(11)], 12, id="one day away"),
        pytest.param(FRI, 1, [june(15, 16)], 17, id="away after a weekend"),
        pytest.param(WED, 2, [june(10)], 12, id="away only on the day it came"),
        pytest.param(WED, 1, [june(1, 9)], 11, id="away before"),
        pytest.param(WED, 1, [june(13, 14)], 11, id="away on a weekend only"),
        pytest.param(WED, 1, [june(11, 12), june(12, 16)], 17, id="two times away that overlap"),
        pytest.param(WED, 2, [june(11), june(15)], 16, id="away now and then"),
        pytest.param(WED, 1, [june(12, 30)], 11, id="away only after the day it is due"),
    ],
)
def test_answer_is_due(received, days, away, due):
    assert reply_by(received, days, away) == date(2026, 6, due)


@pytest.mark.engine_free
def test_answer_may_be_due_in_another_year():
    assert reply_by(datetime(2026, 12, 31, 9), 1) == date(2027, 1, 1)
    assert reply_by(datetime(2028, 2, 28, 9), 1) == date(2028, 2, 29)


@pytest.mark.engine_free
@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    st.integers(1, 10),
    st.lists(st.tuples(st.integers(-20, 40), st.integers(0, 15)), max_size=4),
)
def test_exactly_the_promised_number_of_working_days_passes(received, days, stretches):
    start = received.date()
    away = [
        (start + timedelta(first), start + timedelta(first + length)) for first, length in stretches
    ]

    due = reply_by(received, days, away)

    passed = [start + timedelta(n) for n in range(1, (due - start).days + 1)]
    not_away = [day for day in passed if not any(first <= day <= last for first, last in away)]
    working = [day for day in not_away if day.strftime("%a") not in {"Sat", "Sun"}]
    assert len(working) == days
    assert working[-1] == due


@pytest.mark.parametrize(
    ("zone", "due"),
    [("America/Los_Angeles", date(2026, 6, 12)), ("Europe/London", date(2026, 6, 15))],
)
def test_day_is_counted_on_the_practice_s_own_clock(practice, zone, due):
    practice.time_zone, practice.reply_days = zone, 1
    practice.save()
    night = datetime(2026, 6, 12, 4, 0, tzinfo=UTC)  # Thursday evening in Los Angeles

    assert practice.reply_by(night) == due


def test_days_away_that_dana_entered_are_skipped(practice):
    DaysAway.objects.create(practice=practice, first=date(2026, 6, 11), last=date(2026, 6, 19))

    assert practice.reply_by(datetime(2026, 6, 10, 19, tzinfo=UTC)) == date(2026, 6, 23)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "within one business day"),
        (2, "within two business days"),
        (10, "within ten business days"),
    ],
)
def test_promise_is_said_in_words(sam, practice, days, said):
    practice.reply_days = days
    practice.save()

    for address in ("/guides/", "/consultation/"):
        words = look(sam, address).words
        assert words.count(said) == words.count("business day")
        assert said in words
