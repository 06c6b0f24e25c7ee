"""Backups while people post and things are killed, disks that are full, ten thousand requests in a minute."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import upgrading
from benchmarks.restoring import FILL, timed
from practice.backups import place
from tests.backups.places import machine, on_postgresql, restored
from tests.faults.full_disk import small_disk
from tests.faults.processes import without_covers
from tests.faults.visitor import Visitor
from tests.running_site import ROOT

pytestmark = pytest.mark.faults

POSTS, MANY, FEW = 60, 10_000, 1000


def killed(site, seconds, *arguments, begun=lambda: True, **environment):
    """Begin a command and kill it so many seconds after it has `begun`, wherever it is then."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env={**site.environment, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not begun():
        time.sleep(0.01)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def tables_of(site):
    is_there = site.database_url or (site.folder / "practice.sqlite3").exists()
    return site.tables() if is_there else {}


def key_of(site):
    return (site.folder / "recovery_key").read_text().strip()


@pytest.fixture
def site(tmp_path):
    """A site with the demo's texts, which nobody serves."""
    site = machine(tmp_path / "old")
    for command in (("migrate", "-v0"), ("demo",)):
        done = site.manage(*command)
        assert done.returncode == 0, done.stderr
    yield site
    site.close()


@pytest.fixture
def onto(tmp_path):
    """A bare machine of this run's engine, gone afterwards."""
    site = machine(tmp_path / "new")
    yield site
    site.close()


def test_people_post_meanwhile_and_each_backup_is_one_moment(start_site, tmp_path, onto):
    site = start_site()
    with ThreadPoolExecutor(6) as pool:
        visitors = [
            pool.submit(lambda n: Visitor(site, n).read_form().send(), n) for n in range(POSTS)
        ]
        for number in range(3):
            killed(site, 0.9 + number / 3, "backup", tmp_path / f"killed-{number}.age")
        thanked = [each.result().reference for each in visitors if each.done()]
        done = site.manage("backup", str(tmp_path / "last.age"))
        people = [each.result() for each in visitors]
    assert done.returncode == 0, done.stderr
    assert all(person.statuses == [303] for person in people)

    assert "Everything adds up" in restored(onto, tmp_path / "last.age", key_of(site))
    there = {reference for (reference,) in onto.query("SELECT reference FROM intake_inquiry")}
    assert set(thanked) <= there
    for file in tmp_path.glob("killed-*.age"):  # under its name there is none, or a whole one
        assert site.manage("backup", "--verify", str(file)).returncode == 0


def test_a_restore_that_is_killed_anywhere_can_begin_anew(site, tmp_path, onto):
    file = tmp_path / "site.age"
    assert site.manage("backup", str(file)).returncode == 0
    key = key_of(site)

    def is_half():
        return place.MARK in tables_of(onto)

    began = time.monotonic()
    killed(onto, 0, "restore", file, begun=is_half, RECOVERY_KEY=key)
    until_half = time.monotonic() - began
    for later in (0.1, 0.2, 0.3):
        assert is_half()
        killed(onto, until_half + later, "restore", file, RECOVERY_KEY=key)
    assert is_half()
    refused = onto.manage("up")
    assert refused.returncode == 1
    assert "run `manage.py restore FILE` again" in refused.stderr

    said = restored(onto, file, key)
    assert "An earlier restore was stopped here. It begins anew." in said
    assert "Everything adds up" in said
    again = onto.manage("restore", str(file), RECOVERY_KEY=key)
    assert again.returncode == 1
    assert "a database already" in again.stderr


def test_a_full_disk_is_said_in_one_line(site, tmp_path):
    with small_disk(tmp_path / "disk", megabytes=2) as disk:
        disk.fill()
        done = site.manage("backup", str(disk.folder / "site.age"))
        assert done.returncode == 1
        assert "the disk is full" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert [path.name for path in disk.folder.iterdir()] == ["filler"]
        disk.free()
        assert site.manage("backup", str(disk.folder / "site.age")).returncode == 0


@pytest.mark.skipif(on_postgresql(), reason="PostgreSQL keeps its data elsewhere")
def test_a_restore_onto_a_small_disk_leaves_it_empty(site, tmp_path):
    file = tmp_path / "site.age"
    assert site.manage("backup", str(file)).returncode == 0
    with small_disk(tmp_path / "disk", megabytes=1) as disk:
        onto = machine(disk.folder / "new", sqlite=True)
        done = onto.manage("restore", str(file), RECOVERY_KEY=key_of(site))
        assert done.returncode == 1
        assert "was not restored" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert not tables_of(onto)


def test_ten_thousand_requests_within_a_minute_and_memory_stays_flat(tmp_path, onto):
    used = {}
    for count in (FEW, MANY):
        site = machine(tmp_path / str(count))
        site.manage("migrate", "-v0")
        timed(site, "shell", "-v", "0", "-c", FILL.replace("COUNT", str(count)))
        file = tmp_path / f"{count}.age"
        backup = timed(site, "backup", file)
        new = machine(tmp_path / f"new-{count}")
        used[count] = backup, timed(new, "restore", file, RECOVERY_KEY=key_of(site))
        assert new.query("SELECT count(*) FROM intake_inquiry")[0][0] == count
        new.close()
        site.close()
    for few, many in zip(used[FEW], used[MANY], strict=True):
        assert many[0] < 60
        assert many[1] < few[1] + 30  # MiB


def test_an_upgrade_on_a_full_disk_changes_nothing(tmp_path):
    site = machine(tmp_path / "site")
    before = upgrading.fill(site, 20, tmp_path / "old")
    steps = site.query("SELECT count(*) FROM django_migrations")
    try:
        with small_disk(site.folder / "backups", megabytes=1) as disk:
            disk.fill()
            done = site.manage("up")
            assert done.returncode == 1
            [line] = done.stderr.strip().splitlines()
            assert "no backup could be made before: the disk is full. Nothing was changed" in line
            assert site.query("SELECT count(*) FROM django_migrations") == steps
            code, models = upgrading.first_code(tmp_path / "old")
            there = upgrading.told(site, models + upgrading.SHOWN, code)
            assert upgrading.differences(before, there) == []
            disk.free()

            without_covers(site.start())

            assert "To go back: `manage.py restore --as-it-was" in site.output()
            assert len(list(disk.folder.glob("upgrade-*.age"))) == 1
            assert site.query("SELECT count(*) FROM django_migrations") > steps
            site.stop()
    finally:
        site.close()
