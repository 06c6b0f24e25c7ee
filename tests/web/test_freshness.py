"""A turn ends with each change, with each text that appears by the clock, and with the practice's day."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError, connection, connections

from journal.models import Post
from practice.content import generation
from practice.content.models import Entry
from practice.profile.models import Practice
from practice.web.kept import freshness as module
from practice.web.kept.freshness import Freshness

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2027, 3, 8, 20, tzinfo=UTC)  # at noon in California


@pytest.fixture
def freshness(practice):
    fresh = Freshness()
    with time_machine.travel(NOON, tick=False) as clock:
        fresh.clock = clock
        fresh.look()
        yield fresh


def scheduled(at):
    return Post.objects.create(
        title="Rain", slug=f"rain-{at:%H%M%S}", status="public", publish_at=at
    )


def test_looking_again_changes_nothing(freshness):
    turn = freshness.turn()

    freshness.look()

    assert freshness.turn() == turn > 0


def test_each_change_is_another_turn(freshness):
    turns = {freshness.turn()}

    for number in range(3):
        Entry.objects.create(kind="post", title="A", slug=f"a-{number}")
        freshness.look()
        turns.add(freshness.turn())

    assert len(turns) == 4


def test_a_scheduled_text_ends_it_at_its_second_without_a_look(freshness):
    scheduled(NOON + timedelta(seconds=90))
    scheduled(NOON + timedelta(seconds=92))
    freshness.look()
    before = freshness.turn()

    freshness.clock.move_to(NOON + timedelta(seconds=89.9))
    assert freshness.turn() == before
    freshness.clock.move_to(NOON + timedelta(seconds=90.01))
    first = freshness.turn()
    freshness.look()
    assert freshness.turn() == first > before
    freshness.clock.move_to(NOON + timedelta(seconds=92.01))
    assert freshness.turn() > first


def test_a_draft_ends_nothing(freshness):
    Post.objects.create(title="B", slug="b", publish_at=NOON + timedelta(seconds=5))
    freshness.look()
    before = freshness.turn()

    freshness.clock.move_to(NOON + timedelta(minutes=5))

    assert freshness.turn() == before


def test_the_practices_midnight_ends_it_and_not_utcs(freshness):
    before = freshness.turn()

    freshness.clock.move_to(NOON + timedelta(hours=11, minutes=59))
    assert freshness.turn() == before
    freshness.clock.move_to(NOON + timedelta(hours=12, seconds=1))
    assert freshness.turn() > before


def test_moving_the_practice_moves_its_midnight(freshness):
    Practice.objects.update(time_zone="Europe/Berlin")
    freshness.look()
    before = freshness.turn()

    freshness.clock.move_to(NOON + timedelta(hours=3, seconds=1))

    assert freshness.turn() > before


def test_with_the_database_away_nothing_ends_until_it_is_back(freshness, monkeypatch):
    scheduled(NOON + timedelta(seconds=90))
    freshness.look()
    before = freshness.turn()
    assert freshness.is_sure

    def away():
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(generation, "current", away)
        patched.setattr(module, "SURE", 0)  # a second has passed
        freshness.clock.move_to(NOON + timedelta(minutes=5))
        with pytest.raises(OperationalError):
            freshness.look()
        assert not freshness.is_sure
        assert freshness.turn() == before

    freshness.look()
    assert freshness.is_sure
    assert freshness.turn() > before


def test_an_answer_is_as_old_as_its_question(freshness, monkeypatch):
    monkeypatch.setattr(module, "SURE", 0.1)
    freshness.look()
    assert freshness.is_sure

    def long_on_its_way():
        time.sleep(0.15)
        return freshness._stamp

    monkeypatch.setattr(generation, "current", long_on_its_way)
    freshness.look()

    assert not freshness.is_sure


def test_a_connection_is_not_kept_for_ever(freshness, monkeypatch):
    closed = []
    monkeypatch.setattr(connections["default"], "close", lambda: closed.append(True))
    connection.close_at = time.monotonic() + 60
    freshness._look_in_time()
    assert not closed

    connection.close_at = time.monotonic() - 1
    freshness._look_in_time()

    assert closed
