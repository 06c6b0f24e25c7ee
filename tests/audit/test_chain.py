"""Whoever changes the log past the site is found out, and at which line."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import override_settings

from practice.audit import chain
from practice.audit.log import record, step_back
from practice.audit.models import Event

# Real commits, because the end of the log is noted outside the database after each.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_outside"),
]


def line(number):
    return Event.objects.filter(number=number)


def remove(*numbers):
    """As somebody at the database would: the site itself has no way to."""
    line_numbers = Event.objects.filter(number__in=numbers)
    line_numbers._raw_delete("default")


def test_an_untouched_log_has_nothing_to_say(write_lines):
    assert chain.verify() == []

    write_lines(5)

    assert chain.verify() == []
    assert list(Event.objects.values_list("number", flat=True)) == [5, 4, 3, 2, 1]


def test_a_line_knows_the_moment_to_the_microsecond_and_every_script(write_lines):
    record("inquiry changed", actor="Zoë 李 \u2028 \U0001f600", references=['"\\'], fields=["ß"])
    line(1).update(at=F("at"))

    assert chain.verify() == []


@pytest.mark.parametrize(
    "change",
    [
        {"action": "line 9"},
        {"actor": "sam"},
        {"references": []},
        {"fields": ["state", "notes"]},
        {"at": F("at") + timedelta(microseconds=1)},
        {"seal": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_line_is_named(write_lines, change):
    write_lines(5)

    line(3).update(**change)

    [found] = chain.verify()
    assert found.startswith("Line 3 of the event log does not fit")


def test_a_removed_line_is_named(write_lines):
    write_lines(5)

    remove(3)

    assert chain.verify() == ["Line 3 of the event log is missing; line 4 is in its place."]


def test_a_removed_line_is_found_when_the_rest_closes_ranks(write_lines):
    write_lines(5)
    remove(3)
    for number in (4, 5):
        line(number).update(number=number - 1)

    found = chain.verify()

    assert found[0].startswith("Line 3 of the event log does not fit")
    assert found[1].startswith("The event log ends at line 4, but audit.head knows 5 lines")


def test_a_removed_beginning_is_found(write_lines):
    write_lines(5)

    remove(1, 2)

    assert chain.verify() == ["Line 1 of the event log is missing; line 3 is in its place."]


def test_two_lines_that_changed_places_are_found(write_lines):
    write_lines(5)
    for number, other in ((2, 99), (3, 2), (99, 3)):
        line(number).update(number=other)

    [found] = chain.verify()
    assert found.startswith("Line 2 of the event log does not fit")


def test_an_added_line_is_found(write_lines):
    first, *_ = write_lines(3)
    line(3).update(number=4)
    line(2).update(number=3)
    copied = {name: getattr(first, name) for name in chain.Line._fields}
    Event.objects.create(**{**copied, "number": 2}, seal=first.seal)

    assert chain.verify()[0].startswith("Line 2 of the event log does not fit")


def test_a_cut_off_end_is_found(write_lines):
    write_lines(5)

    remove(4, 5)

    [found] = chain.verify()
    assert found.startswith("The event log ends at line 3, but audit.head knows 5 lines")


def test_an_emptied_log_is_found(write_lines):
    write_lines(2)

    remove(1, 2)

    [found] = chain.verify()
    assert found.startswith("The event log ends at line 0, but audit.head knows 2 lines")


def test_a_cut_off_end_stays_found_when_the_log_is_written_on_past_it(write_lines, caplog):
    write_lines(5)
    remove(4, 5)

    write_lines(4)

    [found] = chain.verify()
    assert found.startswith("Line 5 of the event log is not the one audit.head knows")
    assert "its end was cut off" in caplog.text


def test_another_key_is_named_as_what_may_be_wrong(write_lines):
    write_lines(2)

    with override_settings(AUDIT_KEY="spare-key-of-dana"):
        [found] = chain.verify()

    assert "AUDIT_KEY" in found
    assert "spare-key" not in found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets no such value in")
@pytest.mark.parametrize("column", ["at", "references"])
def test_a_line_nobody_can_read_is_named(write_lines, column):
    write_lines(3)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        cursor.execute(f'UPDATE audit_event SET "{column}" = %s WHERE number = 2', ["{"])
        cursor.execute("PRAGMA ignore_check_constraints=OFF")

    [found] = chain.verify()
    assert found.startswith("Line 2 of the event log")


def test_a_restored_older_database_is_told_from_a_cut_and_its_event_stays(write_lines):
    write_lines(5)
    remove(4, 5)
    assert chain.verify() != []

    with transaction.atomic():
        step_back("restored from a backup")
    write_lines(2)

    assert chain.verify() == []
    assert line(4).get().action == "log stepped back from 5: restored from a backup"
    assert line(4).get().actor == "site"


def test_stepping_back_hides_no_changed_line(write_lines):
    write_lines(5)
    line(2).update(actor="nobody")

    step_back("restored from a backup")

    [found] = chain.verify()
    assert found.startswith("Line 2 ")
