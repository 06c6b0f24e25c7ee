"""The log is older than its chain: lines written before are sealed too, and it says so."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from practice.audit import chain
from practice.audit.models import Event

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_outside"),
]


def migrate(name):
    executor = MigrationExecutor(connection)
    return executor.migrate([("audit", name)]).apps.get_model("audit", "Event").objects


@pytest.fixture
def newest():
    [name] = [key[1] for key in MigrationExecutor(connection).loader.graph.leaf_nodes("audit")]
    yield name
    migrate(name)


def test_old_lines_are_sealed_and_the_way_back_loses_none(newest):
    old = migrate("0001_initial")
    for number in range(3):
        old.create(at=timezone.now(), action=f"line {number}", actor="dana", references=["A"])

    migrate(newest)

    assert chain.verify() == []
    said = list(Event.objects.order_by("number").values_list("number", "action", "actor"))
    assert said[:3] == [(1, "line 0", "dana"), (2, "line 1", "dana"), (3, "line 2", "dana")]
    assert said[3:] == [(4, "3 older lines sealed afterwards", "site")]
    Event.objects.filter(number=2).update(actor="sam")
    assert chain.verify()[0].startswith("Line 2 ")

    back = migrate("0001_initial")

    assert back.count() == 4
    assert back.filter(action="line 1", references=["A"]).exists()


def test_an_empty_log_stays_empty(newest):
    migrate("0001_initial")
    migrate(newest)

    assert not Event.objects.exists()
    assert chain.verify() == []
