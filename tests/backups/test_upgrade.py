"""Dana's friend puts a new version in place; before its tables change, everything is sealed into a backup."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from benchmarks.upgrading import SHOWN, differences, fill, first_code, told
from intake import outbox
from intake.models import Inquiry
from practice import start
from practice.archive import age
from practice.audit.log import record
from practice.backups import daily, recovery, upgrade
from practice.backups.making import applied
from practice.backups.models import Backup, RecoveryKey
from practice.content import generation
from practice.content.models import Revision
from practice.profile.models import Practice
from tests.backups.places import machine
from tests.intake.inquiries import received

OTHER = "k1:" + "9" * 43 + "="


# What `up` does first, and what it tells.
START = """
from practice.start import bring_forward, one_at_a_time
with one_at_a_time():
    said = bring_forward()
from django.apps import apps
"""
TELL = "print(json.dumps([said, told]))"


def started(site):
    """What a start of today's code says, and what is there then."""
    return json.loads(told(site, START + SHOWN + TELL))


def test_a_site_of_the_first_release_comes_up_and_can_go_back(tmp_path):
    """It knew no backups and no recovery key. Two machines start the new version at once."""
    site, back = machine(tmp_path / "site"), machine(tmp_path / "back")
    try:
        before = fill(site, 12, tmp_path / "old")
        with ThreadPoolExecutor(2) as both:
            starts = list(both.map(started, [site, site.beside()]))

        [backup] = (site.folder / "backups").glob("*.age")
        [line] = [line for said, _ in starts for line in said]
        assert f"restore --as-it-was {backup}" in line
        assert [differences(before, json.dumps(there)) for _, there in starts] == [[], []]
        key = (site.folder / "recovery_key").read_text().strip()
        assert site.query("SELECT public FROM backups_recoverykey") == [(age.public_half(key),)]
        assert site.query("SELECT place, problem FROM backups_backup") == [(str(backup), "")]

        done = back.manage("restore", "--as-it-was", str(backup), RECOVERY_KEY=key)
        assert done.returncode == 0, done.stderr
        assert not [name for name in back.tables() if name.startswith("backups")]
        code, models = first_code(tmp_path / "old")
        assert differences(before, told(back, models + SHOWN, code)) == ["mails"]
        # What had been waiting may have been sent since.
        mails = "SELECT state, count(*) FROM intake_notification GROUP BY state ORDER BY state"
        assert site.query(mails) == [("sent", 11), ("waiting", 1)]
        assert back.query(mails) == [("failed", 1), ("sent", 11)]
        back.write("UPDATE content_entry SET body = 'other' WHERE slug = 'post-3'")
        assert differences(before, told(back, models + SHOWN, code)) == ["posts", "mails"]
    finally:
        site.close()
        back.close()


@pytest.fixture
def newer(db, practice, kept_outside, monkeypatch):
    """A newer version wants other tables; which migrations ran by then."""
    ran = []
    monkeypatch.setattr(start.upgrade, "waiting", lambda: True)
    monkeypatch.setattr(start, "call_command", lambda *asked, **how: ran.append(asked[0]))
    return ran


def upgrades(folder):
    return sorted(path.name for path in (folder / "backups").glob("upgrade-*.age"))


@pytest.mark.engine_free
class TestBefore:
    """What happens before the tables change, and when it cannot."""

    def test_an_empty_database_needs_no_backup(self, newer, kept_outside):
        Practice.objects.all().delete()

        assert start.bring_forward() == []

        assert newer == ["migrate"]
        assert upgrades(kept_outside) == []

    def test_with_nothing_to_change_nothing_is_made(self, db, practice, kept_outside):
        assert start.bring_forward() == []
        assert not (kept_outside / "backups").exists()

    def test_a_full_disk_stops_it_before_anything_changed(self, newer, kept_outside, monkeypatch):
        def full(number):
            raise OSError(28, "No space left on device")

        recovery.in_force()
        monkeypatch.setattr("practice.backups.making.os.fsync", full)

        with pytest.raises(CommandError, match="no backup could be made before: the disk is full"):
            start.bring_forward()

        assert newer == []
        assert list((kept_outside / "backups").iterdir()) == []

    def test_a_key_file_that_holds_none_stops_it(self, newer, kept_outside):
        (kept_outside / "recovery_key").write_text("lost\n")

        with pytest.raises(CommandError, match="recovery_key holds no recovery key") as refused:
            start.bring_forward()

        assert "\n" not in str(refused.value)
        assert newer == []

    def test_the_wrong_keys_stop_it(self, newer, kept_outside, settings):
        """Else what was not sealed before would be sealed with them."""
        received()
        settings.INQUIRY_KEYS = OTHER
        settings.INQUIRY_KEYS_PATH = None

        with pytest.raises(CommandError, match="is not the one these requests were sealed with"):
            start.bring_forward()

        assert newer == []
        assert upgrades(kept_outside) == []


@pytest.fixture
def older(transactional_db, practice, kept_outside):
    """A site whose tables two migrations have not seen; how many rows were there."""
    received()
    call_command("migrate", "content", "0013", verbosity=0)
    call_command("migrate", "profile", "0004", verbosity=0)
    yield kept_outside
    call_command("migrate", verbosity=0)


def test_half_an_upgrade_is_taken_back_and_its_tries_fill_no_disk(older, monkeypatch):
    apply = MigrationExecutor.apply_migration

    def stops(self, state, migration, *more, **how):
        if migration.app_label == "profile":
            raise ValueError("a row that nobody thought of: Sam")
        return apply(self, state, migration, *more, **how)

    before, number = applied(), generation.current()
    with monkeypatch.context() as patched:
        patched.setattr(MigrationExecutor, "apply_migration", stops)
        for _ in range(3):
            with pytest.raises(
                CommandError, match=r"stopped \(ValueError\): the tables are as they"
            ) as refused:
                start.bring_forward()
            assert "Sam" not in str(refused.value)
    assert applied() == before
    assert Inquiry.objects.get().name == "Sam"
    Practice._base_manager.update(name="The Quiet Room")
    assert generation.current() != number  # kept pages still hear of it
    [first] = upgrades(older)

    record("signed in", actor="dana")
    [told] = start.bring_forward()

    assert applied() != before
    assert upgrades(older)[0] == first
    assert upgrades(older)[1] in told
    assert Inquiry.objects.get().name == "Sam"


def test_what_was_sent_or_typed_since_a_try_is_in_the_backup_of_the_next(
    transactional_db, practice, kept_outside
):
    """Neither leaves a row or an event: the row that was there says something else."""
    received()
    models = upgrade.models_there()
    copy = Revision.objects.create(author="dana", fields={"body": ["Ra"]}, saved_at=timezone.now())
    first, made = upgrade.back_up(models)
    assert made
    assert upgrade.back_up(models) == (first, None)

    Revision.objects.filter(pk=copy.pk).update(fields={"body": ["Rain"]}, saved_at=timezone.now())
    second, made = upgrade.back_up(models)
    assert made
    assert outbox.send_next()
    third, made = upgrade.back_up(models)
    assert made
    assert len({first, second, third}) == 3


class Killed(BaseException):
    """What nothing is done about."""


def test_the_way_back_from_one_that_was_killed_half_way_leads_to_before_it(older, monkeypatch):
    """What the next start seals is half an upgrade, which the earlier code cannot run on."""
    apply = MigrationExecutor.apply_migration

    def stops(self, state, migration, *more, **how):
        if migration.app_label == "profile":
            raise Killed
        return apply(self, state, migration, *more, **how)

    before = applied()
    with monkeypatch.context() as patched:
        patched.setattr(MigrationExecutor, "apply_migration", stops)
        with pytest.raises(Killed):
            start.bring_forward()
    assert applied() != before
    [whole] = upgrades(older)

    [told] = start.bring_forward()
    assert f"--as-it-was {older / 'backups' / whole}`" in told
    assert len(upgrades(older)) == 2

    call_command("migrate", "content", "0013", verbosity=0)
    record("signed in", actor="dana")
    [told] = start.bring_forward()  # the next one has a way back of its own
    assert whole not in told


@pytest.mark.engine_free
def test_those_of_upgrades_push_out_no_day_and_go_in_their_time(practice, kept_outside, later):
    folder = daily.folder()
    for _ in range(5):
        (folder / daily.new_name()).touch()
        (folder / daily.new_name(daily.UPGRADE, "-0123abcd")).touch()
        later(days=1)

    assert len(daily.expire(folder, 4)) == 3
    assert len(upgrades(kept_outside)) == 3
    assert len(list(folder.glob("practice-*"))) == 4

    later(days=400)
    daily.expire(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.engine_free
def test_a_key_that_was_here_before_its_table_is_the_one_in_force(db, kept_outside, key):
    recovery.keep(key)

    assert recovery.in_force().public == age.public_half(key)

    assert recovery.here() == key
    assert RecoveryKey.objects.count() == 1
    call_command("recovery_sheet", "--new", stdout=StringIO())
    assert recovery.here() != key
    assert not Backup.objects.exists()
