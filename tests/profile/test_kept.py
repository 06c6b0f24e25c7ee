"""The profile lies beside the database too, for the day the database is away."""

import json
import stat
from pathlib import Path

import pytest

from practice.profile.kept import kept_lines, kept_practice
from practice.profile.models import CrisisLine, Practice

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what happens inside is stored for good at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def kept_file(settings):
    return Path(settings.DATA_DIR) / "profile.json"


def test_what_dana_saves_is_kept(practice, committed, settings):
    with committed():
        practice.telephone = "(415) 555-0177"
        practice.crisis_text = "Call [988](tel:988) & breathe."
        practice.save()

    kept = kept_practice()
    assert kept.telephone == "(415) 555-0177"
    assert kept.licence_number == "LMFT 000000"
    assert kept.places_licensed == ["California"]
    assert str(kept.zone) == "America/Los_Angeles"
    assert '<a href="tel:988">988</a> &amp; breathe' in kept.crisis_line


def test_a_crisis_line_is_kept_and_one_that_was_removed_is_not(practice, committed):
    with committed():
        line = CrisisLine.objects.create(practice=practice, label="Text 988", link="sms:988")
    assert [line.label for line in kept_lines()] == ["Call 988", "Text 988"]

    with committed():
        line.delete()

    assert [line.link for line in kept_lines()] == ["tel:988"]


def test_what_was_not_committed_is_not_kept(practice, committed, settings):
    with committed():
        practice.save()
    practice.telephone = "(415) 555-0100"
    practice.save()  # the test's own transaction never ends

    assert kept_practice().telephone == "(415) 555-0199"


def test_only_the_owner_reads_it_and_nothing_else_is_left_beside_it(practice, committed, settings):
    with committed():
        practice.save()

    path = kept_file(settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "text",
    [None, "", "not json", "[]", '{"practice": 5, "crisis_lines": 5}', '{"practice": {"pk": 9}}'],
)
def test_a_file_that_is_missing_or_broken_leaves_988_and_911(settings, text):
    if text is not None:
        kept_file(settings).write_text(text)

    kept = kept_practice()

    assert "tel:988" in kept.crisis_line
    assert "tel:911" in kept.crisis_line
    assert not kept.telephone
    assert not kept.email
    assert kept_lines() == []


def test_a_value_of_the_wrong_kind_costs_only_itself(practice, committed, settings):
    with committed():
        practice.save()
    whole = json.loads(kept_file(settings).read_text())
    whole["practice"] |= {"reply_days": "soon", "licensed_in": "CA", "unheard_of": 1}
    kept_file(settings).write_text(json.dumps(whole))

    kept = kept_practice()

    assert kept.telephone == "(415) 555-0199"
    assert kept.reply_days == 2
    assert kept.licensed_in == []


def test_no_room_for_the_file_fails_nothing_that_was_saved(practice, committed, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("practice.profile.kept.os.fsync", full)

    with committed():
        practice.telephone = "(415) 555-0177"
        practice.save()

    assert Practice.load().telephone == "(415) 555-0177"
    assert not kept_practice().telephone
