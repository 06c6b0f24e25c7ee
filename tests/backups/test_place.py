"""A backup goes into an empty place only, and half a restore is never taken for a site."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from practice.backups import place
from practice.backups.keys import Differ, Keys, put_back, refuse_others
from practice.start import refuse_half_a_restore
from tests.backups.places import machine


def test_a_place_with_a_database_is_refused(db, kept_outside, tmp_path, settings, key):
    settings.RECOVERY_KEY = key
    tables = connection.introspection.table_names()

    with pytest.raises(CommandError, match=r"a database already .* Nothing was changed"):
        call_command("restore", str(tmp_path / "site.age"))

    assert connection.introspection.table_names() == tables


@pytest.mark.engine_free
def test_a_place_with_pictures_is_refused(db, kept_outside, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    place.refuse_what_is_there()
    (kept_outside / "media").mkdir()
    place.refuse_what_is_there()
    (kept_outside / "media" / "a.jpg").touch()

    with pytest.raises(place.NotEmpty, match="pictures already"):
        place.refuse_what_is_there()


@pytest.mark.django_db(transaction=True)
def test_nothing_starts_on_half_a_restore():
    refuse_half_a_restore()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {place.MARK} (began integer)")
    try:
        place.refuse_what_is_there()  # which may begin anew there
        with pytest.raises(CommandError, match="A restore was stopped before its end"):
            refuse_half_a_restore()
    finally:
        place.end()


@pytest.mark.engine_free
class TestKeys:
    """The keys in the backup, and those that lie here or come from the environment."""

    @pytest.fixture
    def lying(self, kept_outside, settings):
        settings.INQUIRY_KEYS_PATH = kept_outside / "inquiry_keys"
        for name, value in (("inquiry_keys", "k1:here"), ("audit_key", "a"), ("secret_key", "s")):
            (kept_outside / name).write_text(value)
        return kept_outside

    def test_files_are_replaced_and_older_ones_kept_beside(self, lying, monkeypatch, settings):
        monkeypatch.setattr("practice.backups.keys._BEGAN", 2e10)

        said = put_back(Keys("k2:b", "a", "s"))

        assert (lying / "inquiry_keys").read_text().strip() == "k2:b"
        assert (lying / "inquiry_keys").stat().st_mode & 0o777 == 0o600
        assert (lying / "inquiry_keys.before-restore").read_text().strip() == "k1:here"
        assert said == [
            "inquiry_keys: the one that lay here is kept as inquiry_keys.before-restore."
        ]
        assert not list(lying.glob("audit_key.*"))
        assert settings.INQUIRY_KEYS == "k2:b"

    def test_those_that_this_start_made_are_simply_replaced(self, lying):
        assert put_back(Keys("k2:b", "other", "s")) == []

        assert (lying / "audit_key").read_text().strip() == "other"
        assert not list(lying.glob("*.before-restore"))

    def test_the_environment_must_give_the_same(self, lying, settings, monkeypatch):
        monkeypatch.setitem(__import__("practice.env").env._values, "INQUIRY_KEYS", "k1:a")
        settings.INQUIRY_KEYS = "k2:b,k1:a"

        refuse_others(Keys("k1:a", "other"))
        with pytest.raises(
            Differ, match=r"^INQUIRY_KEYS in the environment differ.*Nothing was changed"
        ):
            refuse_others(Keys("k1:x", "other"))
        assert "the environment’s" in put_back(Keys("k1:a", "a"))[0].replace("'", "’")


@pytest.mark.engine_free
def test_a_restore_without_the_key_says_what_is_missing(tmp_path):
    site = machine(tmp_path / "new", sqlite=True)

    done = site.manage("restore", str(tmp_path / "none.age"))
    wrong = site.manage("restore", str(tmp_path / "none.age"), RECOVERY_KEY="AGE-SECRET-KEY-1ABC")

    assert done.returncode == wrong.returncode == 1
    assert done.stderr.startswith("CommandError: The recovery key is missing: set RECOVERY_KEY")
    assert "a letter of it is mistyped" in wrong.stderr
    assert "1ABC" not in wrong.stderr
    assert not site.query("SELECT name FROM sqlite_master WHERE type = 'table'")
