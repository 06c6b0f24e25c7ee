"""A backup a day by itself, old ones gone in their time, and a word to Dana when there is none."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake import chores
from practice.backups import daily, recovery
from practice.backups.models import Backup, RecoveryKey
from practice.desk.registry import duties
from practice.profile.models import Practice
from tests.intake.inquiries import words
from tests.signing_in.steps import back_again

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.engine_free,
    pytest.mark.ignore_template_errors,
]

backup_is_recent = duties["backup_is_recent"]


@pytest.fixture
def stick(kept_outside):
    """A folder with a backup of each of the last 40 days, and something of Dana's own."""
    folder = kept_outside / "stick"
    folder.mkdir()
    for days in range(40):
        (folder / f"practice-{_day(days):%Y-%m-%d}-000000.age").touch()
    for name in ("letter.txt", "practice-by-hand.age", "practice-2020-13-45-999999.age"):
        (folder / name).touch()
    return folder


def _day(days):
    return datetime.now(UTC) - timedelta(days=days)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if daily.made_at(path))


def test_the_newest_stay_and_nothing_of_danas_own_goes(practice, stick):
    gone = daily.expire(stick, 3)

    assert len(gone) == 37
    assert names(stick) == [f"practice-{_day(days):%Y-%m-%d}-000000.age" for days in (2, 1, 0)]
    assert (stick / "letter.txt").exists()
    assert (stick / "practice-by-hand.age").exists()
    assert (stick / "practice-2020-13-45-999999.age").exists()


def test_none_is_kept_longer_than_requests_are(practice, stick):
    Practice.objects.update(retention_days=30)

    gone = daily.expire(stick)

    assert len(gone) == 10
    assert len(names(stick)) == 30


def test_what_is_removed_for_its_age_is_named_without_keep_too(practice, stick, capsys):
    Practice.objects.update(retention_days=30)

    call_command("backup", str(stick))

    removed = [line for line in capsys.readouterr().out.splitlines() if "Removed" in line]
    assert len(removed) == 10
    assert f"practice-{_day(39):%Y-%m-%d}-000000.age" in removed[-1]


def test_a_clock_that_may_be_wrong_forgets_none(practice, kept_outside, later):
    call_command("backup", str(kept_outside / "monday.age"))
    later(days=500)

    call_command("backup", str(kept_outside / "tuesday.age"), "--keep", "1")

    assert Backup.objects.filter(place=str(kept_outside / "monday.age")).exists()
    assert (kept_outside / "monday.age").exists()
    assert (kept_outside / "tuesday.age").exists()


def test_one_that_dana_named_goes_in_its_time_from_a_stick_put_in_now_and_then(
    practice, kept_outside, stick, later, monkeypatch
):
    Practice.objects.update(retention_days=30)
    monkeypatch.setattr(daily.clock, "doubt", str)
    call_command("backup", str(stick / "monday.age"))
    later(days=33)
    call_command("backup")  # the daily one, elsewhere

    later(days=4)
    call_command("backup", str(stick))

    assert not (stick / "monday.age").exists()


def test_those_of_days_to_come_push_out_none_that_is_made_now(practice, stick):
    """The clock was a year ahead for some days, and has been put right since."""
    to_come = [f"practice-{_day(-days):%Y-%m-%d}-000000.age" for days in (370, 369, 368)]
    for name in to_come:
        (stick / name).touch()

    daily.expire(stick, 4)
    assert names(stick) == [f"practice-{_day(days):%Y-%m-%d}-000000.age" for days in (3, 2, 1, 0)]

    for name in to_come:
        (stick / name).touch()
    call_command("backup", str(stick), "--keep", "1")
    [left] = names(stick)
    assert (stick / left).stat().st_size


def test_a_backup_into_a_folder_names_itself_and_notes_when_to_delete_it(practice, stick, capsys):
    Practice.objects.update(retention_days=30)

    call_command("backup", str(stick), "--keep", "5")

    made = Backup.objects.get()
    assert made.problem == ""
    assert made.rows > 10
    assert made.delete_by == timezone.localdate() + timedelta(days=30)
    assert len([name for name in names(stick) if (stick / name).stat().st_size]) == 1
    assert len(names(stick)) == 5
    said = capsys.readouterr().out
    assert f"Delete every copy of it by {made.delete_by:%B %-d, %Y}" in said
    assert "AGE-SECRET-KEY" not in said


def test_what_a_killed_run_left_is_swept_after_a_day(practice, kept_outside, stick):
    left = [stick / ".practice-2026-01-01-000000.age.part", kept_outside / ".verify-abc"]
    fresh = [stick / ".practice-2026-01-02-000000.age.part", kept_outside / ".verify-def"]
    for part, scratch in (left, fresh):
        part.touch()
        scratch.mkdir()
        (scratch / "inquiry_keys").touch()
    for path in left:
        os.utime(path, (1, 1))

    daily.sweep(stick)

    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in fresh)
    assert (stick / "letter.txt").exists()


def test_what_a_killed_upgrade_left_is_swept_too(practice, kept_outside):
    part = daily.folder() / ".upgrade-2026-01-01-000000-0123abcd.age.part"
    part.touch()
    os.utime(part, (1, 1))

    call_command("backup")

    assert not part.exists()


def test_what_cannot_be_swept_stops_no_backup(practice, kept_outside, monkeypatch):
    """Somebody tried a backup as root, and closed the window meanwhile."""

    def roots(path):
        raise PermissionError(1, "Operation not permitted")

    scratch = kept_outside / ".verify-abc"
    scratch.mkdir()
    os.utime(scratch, (1, 1))
    monkeypatch.setattr(daily.shutil, "rmtree", roots)

    call_command("backup")

    assert len(names(daily.folder())) == 1


def test_backups_that_dana_named_are_rotated_too_and_nobody_elses(practice, kept_outside):
    (kept_outside / "letter.age").touch()

    for name in ("monday.age", "tuesday.age", "wednesday.age"):
        call_command("backup", str(kept_outside / name), "--keep", "2")

    left = sorted(path.name for path in kept_outside.glob("*.age"))
    assert left == ["letter.age", "tuesday.age", "wednesday.age"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["{}/letter.txt"], "is there already"),
        (["{}/new.age", "--keep", "0"], "--keep takes a number from 1 on"),
        (["--verify"], "Name the backup"),
        (["--verify", "{}/letter.txt"], "no backup of a site"),
        (["--verify", "{}/nothing.age"], "no such file"),
        (["{}/nowhere/new.age"], "make it first"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(practice, stick, asked, said):
    with pytest.raises(CommandError, match=said) as refused:
        call_command("backup", *(word.format(stick) for word in asked))

    assert "\n" not in str(refused.value)
    assert len(names(stick)) == 40


def test_a_failed_one_is_noted_for_the_desk(practice, stick, monkeypatch):
    def full(number):
        raise OSError(28, "No space left on device")

    recovery.in_force()
    monkeypatch.setattr("practice.backups.making.os.fsync", full)

    with pytest.raises(CommandError, match="the disk is full"):
        call_command("backup", str(stick / "new.age"))

    assert "the disk is full" in Backup.objects.get().problem
    assert daily.last_backup() is None
    said = backup_is_recent()  # /readyz tells it to everybody
    assert "the last try failed" in said
    assert str(stick) not in said


def test_failures_of_a_disk_that_stays_full_are_told_for_a_month(practice, stick):
    for days in (40, 31, 2):
        at = timezone.now() - timedelta(days=days)
        Backup.objects.create(place="/stick/old.age", problem="the disk is full", at=at)
    Backup.objects.create(place="/stick/whole.age", at=timezone.now() - timedelta(days=50))

    daily.note_failure(stick, "the disk is full")

    assert Backup.objects.exclude(problem="").count() == 2
    assert Backup.objects.filter(problem="").count() == 1


def test_a_new_site_has_two_days_and_then_the_desk_asks(dana, practice, kept_outside, later):
    recovery.in_force()
    assert backup_is_recent() == ""
    later(days=2, hours=1)
    assert backup_is_recent() == "no backup has been made yet"

    back_again(dana)
    card = words(dana.get("/admin/"))
    assert "No backup has been made yet If this machine were lost" in card

    Backup.objects.create(place="a", rows=5)
    assert "No backup" not in words(dana.get("/admin/"))
    assert backup_is_recent() == ""
    later(days=1, hours=23)
    assert backup_is_recent() == ""
    later(hours=2)
    assert backup_is_recent() == "the newest backup is 2 days old"
    assert daily.last_backup().place == "a"


def test_the_site_makes_one_a_day_in_a_process_that_lets_visitors_go_first(monkeypatch):
    asked = []

    def run(command, **how):
        asked.append(command)
        return SimpleNamespace(returncode=0, stderr="")

    monkeypatch.setattr(subprocess, "run", run)

    assert daily.act() == ""

    assert asked[0][:3] == ["nice", "-n", "10"]
    assert asked[0][-3:] == ["backup", "--keep", "14"]
    task = next(task for task in chores.TASKS if task.act == daily.act)
    assert task.every == timedelta(days=1)


def test_what_goes_wrong_there_is_told_and_stops_no_other_chore(monkeypatch):
    done = SimpleNamespace(returncode=1, stderr="a warning\nCommandError: the disk is full\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)

    assert daily.act() == "CommandError: the disk is full"


def test_dana_reads_on_her_desk_what_was_backed_up(dana, practice, kept_outside):
    Backup.objects.create(place="/stick/a.age", rows=1234, size=5_000_000)
    Backup.objects.create(place="/stick/b.age", problem="No backup could be written.")

    page = words(dana.get("/admin/backups/backup/"))

    assert "1,234 rows" in page
    assert "4.8" in page
    assert "No backup could be written." in page
    assert not RecoveryKey.objects.exists()
