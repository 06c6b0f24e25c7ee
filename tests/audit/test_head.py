"""The note outside the database follows the log, and never stands in anybody's way."""

import logging

import pytest
from django.db import transaction

from practice.audit import chain, head
from practice.audit.log import record
from practice.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def note(kept_outside):
    return kept_outside / "audit.head"


def test_it_holds_number_and_seal_and_keeps_its_length(note, write_lines):
    [first] = write_lines(1)
    length = note.stat().st_size
    assert note.read_text() == f"{1:020d} {first.seal}\n"

    *_, newest = write_lines(11)

    assert note.read_text() == f"{12:020d} {newest.seal}\n"
    assert note.stat().st_size == length
    assert note.stat().st_mode & 0o777 == 0o600


def test_what_is_rolled_back_is_neither_written_nor_noted(note, write_lines):
    write_lines(1)
    before = note.read_bytes()

    with pytest.raises(RuntimeError), transaction.atomic():
        write_lines(3)
        raise RuntimeError

    assert note.read_bytes() == before
    assert chain.verify() == []


def test_a_crash_between_commit_and_note_leaves_it_behind_and_that_is_well(note, write_lines):
    write_lines(2)
    behind = note.read_bytes()
    write_lines(2)
    note.write_bytes(behind)

    assert chain.verify() == []

    *_, newest = write_lines(1)

    assert head.read() == (5, newest.seal)
    assert chain.verify() == []


def test_commits_that_overtake_each_other_never_move_it_back(note, write_lines):
    first, _, third = write_lines(3)

    head.advance(head.Noted(1, first.seal), lambda noted: True)

    assert head.read() == (3, third.seal)


def test_a_removed_note_is_reported_and_its_new_beginning_is_in_the_log(note, write_lines):
    write_lines(3)
    note.unlink()
    assert chain.verify() == ["audit.head is missing: nothing shows where the event log ended."]

    write_lines(1)

    assert chain.verify() == []
    assert Event.objects.first().action == "note of the log’s end begun anew"


def test_a_spoiled_note_is_reported_and_left_as_it_is(note, write_lines):
    write_lines(3)
    note.write_bytes(b"spoiled")

    write_lines(1)

    assert note.read_bytes() == b"spoiled"
    assert chain.verify() == ["audit.head cannot be read: nothing shows where the event log ended."]


def test_a_full_disk_or_a_folder_nobody_may_write_fails_no_request(note, caplog):
    note.mkdir()  # no file can be opened at this place, whoever asks

    with caplog.at_level(logging.INFO):
        record("inquiry received", actor="visitor", references=["ABCD-EFGH"])

    assert Event.objects.get().action == "inquiry received"
    [line] = caplog.records
    assert line.getMessage() == "the end of the event log could not be noted in audit.head"
    assert line.exc_info is None
