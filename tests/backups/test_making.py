"""Dana’s site is backed up while people write to her, and the file holds one moment of it."""

import errno
import json
import threading

import pytest
from django.db import connection

from intake import actions
from intake.models import Inquiry
from practice.archive import age
from practice.archive.bundle import Bundle
from practice.backups import making, tables
from practice.backups.keys import Keys
from tests.backups.conftest import SAID
from tests.intake.conftest import on_disk  # noqa: F401  a fixture
from tests.intake.inquiries import received

pytestmark = pytest.mark.django_db(transaction=True)


def opened(file, key):
    """Everything in a backup, by its place in it."""
    with age.opened(file, key) as stream:
        bundle = Bundle(stream)
        return bundle.manifest, {part.name: part.whole() for part in bundle.parts()}


def rows_of(parts, label):
    data = b"".join(
        data for name, data in sorted(parts.items()) if name.startswith(f"tables/{label}/")
    )
    return [json.loads(line) for line in data.split(b"\n") if line]


def test_who_writes_meanwhile_waits_for_nothing_and_is_in_it_whole_or_not(
    on_disk,  # noqa: F811
    kept_outside,
    practice,
    key,
):
    received("before")
    posted = []

    def post(part):
        """Somebody writes after the events were read, and before the requests are."""
        if part.name.startswith("tables/backups") and not posted:
            thread = threading.Thread(target=_post, args=[posted])
            thread.start()
            thread.join(10)

    making.make(kept_outside / "site.age", age.public_half(key), post)

    assert posted == ["stored"]
    assert Inquiry.objects.count() == 2
    _, parts = opened(kept_outside / "site.age", key)
    assert len(rows_of(parts, "intake.inquiry")) == 1
    assert len(rows_of(parts, "audit.event")) == 1
    assert len(rows_of(parts, "intake.notification")) == 1


def _post(posted):
    try:
        received("meanwhile", name="Kay")
        posted.append("stored")
    finally:
        connection.close()


def test_nothing_sealed_is_opened_on_the_way(site_full, backup, key):
    manifest, parts = opened(backup(), key)

    data = b"".join(parts.values())
    assert SAID.encode() not in data
    assert json.dumps(SAID).encode() not in data
    assert b"sam@mail.example" not in data
    assert all(row["message"].startswith("1.k1.") for row in rows_of(parts, "intake.inquiry"))
    assert manifest["delete_by"] > manifest["made_at"][:10]
    assert not [name for name in manifest["settings"] if "KEY" in name or "PASSWORD" in name]


def test_the_file_tells_nothing_without_the_key(site_full, backup):
    data = backup().read_bytes()

    for word in (b"intake", b"INQUIRY_KEYS", b"Whitfield", b"manifest", b"dana"):
        assert word not in data


def test_who_was_signed_in_and_what_is_good_once_stay_behind(site_full, backup, key, client):
    from django.contrib.sessions.models import Session

    client.session.save()
    Session.objects.create(session_key="a" * 32, session_data="x", expire_date="2030-01-01T00:00Z")
    manifest, parts = opened(backup(), key)

    assert not rows_of(parts, "sessions.session")
    assert "sessions.session" not in manifest["tables"]
    assert manifest["left_out"]["sessions.session"]


def test_a_full_disk_leaves_nothing_under_the_name(practice, kept_outside, key, monkeypatch):
    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("practice.backups.making.os.fsync", full)

    with pytest.raises(OSError, match="No space"):
        making.make(kept_outside / "site.age", age.public_half(key))

    assert not list(kept_outside.glob("*site.age*"))


def test_no_file_is_ever_written_over(practice, kept_outside, key):
    (kept_outside / "site.age").write_text("an older one")

    with pytest.raises(making.Refused, match="there already"):
        making.make(kept_outside / "site.age", age.public_half(key))
    with pytest.raises(making.Refused, match="no folder"):
        making.make(kept_outside / "nowhere" / "site.age", age.public_half(key))

    assert (kept_outside / "site.age").read_text() == "an older one"


def test_who_comes_a_moment_late_does_not_empty_the_file_that_has_just_become_whole(
    practice, kept_outside, key, monkeypatch
):
    """It opened what the other one was writing, and got the lock when that one was done."""
    target = kept_outside / "site.age"

    def gets_it_now(file, how):
        beside = kept_outside / ".site.age.part"
        beside.write_text("a whole one")
        beside.rename(target)

    monkeypatch.setattr(making.fcntl, "flock", gets_it_now)

    with pytest.raises(making.Refused, match="Another backup"):
        making.make(target, age.public_half(key))

    assert target.read_text() == "a whole one"


@pytest.mark.parametrize("problem", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_stick_that_every_computer_reads_takes_one_too(
    practice, kept_outside, key, monkeypatch, problem
):
    """Such disks know no second name for a file."""

    def no_links(old, new):
        raise OSError(problem, "Operation not permitted")

    monkeypatch.setattr("practice.backups.making.os.link", no_links)

    making.make(kept_outside / "site.age", age.public_half(key))

    assert opened(kept_outside / "site.age", key)[0]["format"] == 1
    assert not list(kept_outside.glob(".site*"))


def test_a_rotation_meanwhile_loses_no_key():
    before, after = Keys("k1:a", "x"), Keys("k2:b,k1:a", "x")

    assert before.and_those(after).ring == "k2:b,k1:a"
    assert Keys("k2:b,k1:a", "x").and_those(Keys("k2:b", "x")).ring == "k2:b,k1:a"


def test_every_table_is_backed_up_or_left_out_for_a_reason(db):
    """A new one that is neither makes this fail: say in its app’s apps.py why it need not come back."""
    kept = {model._meta.db_table for model in tables.backed_up()}
    out = {_table(name) for name in tables.left_out()}
    shadows = {
        name
        for name in connection.introspection.table_names()
        if name.startswith("content_search_")
    }
    there = set(connection.introspection.table_names()) - (shadows - {"content_search_word"})

    assert kept | out == there
    assert not kept & out
    assert {"intake_inquiry", "auth_user", "otp_totp_totpdevice", "content_entry_tags"} <= kept
    assert all(reason for reason in tables.left_out().values())


def _table(name):
    from django.apps import apps

    return apps.get_model(name)._meta.db_table if "." in name else name


def test_each_table_comes_after_those_it_needs():
    labels = [model._meta.label_lower for model in tables.backed_up()]

    for first, later in (
        *(("auth.user", "signin.passkey"), ("content.entry", "content.entry_tags")),
        *(("profile.noticeversion", "intake.inquiry"), ("intake.inquiry", "intake.notification")),
    ):
        assert labels.index(first) < labels.index(later)


def test_erasing_goes_on_while_a_backup_is_kept(practice, kept_outside, key):
    """What a backup keeps of the erased is named, and not hidden."""
    from practice.backups import daily

    gone = received("gone")
    assert daily.remaining() == ""
    daily.note(kept_outside / "a.age", making.make(kept_outside / "a.age", age.public_half(key)))
    actions.erase(inquiries=[gone], by="dana")

    assert "1 backup" in daily.remaining()
    assert "copies elsewhere are yours to delete" in daily.remaining()
