"""A key ring that lies in a file: running processes know its new keys at once, and survive its loss."""

import base64
import os

import pytest
from django.test import override_settings

from intake.key_proofs import prove_keys
from intake.sealing import KeyRing, SealingError, key_ring, open_sealed
from practice.env import replace_secret

pytestmark = [pytest.mark.engine_free, pytest.mark.django_db]

KEY_1 = "k1:" + base64.urlsafe_b64encode(b"1" * 32).decode()
KEY_2 = "k2:" + base64.urlsafe_b64encode(b"2" * 32).decode()
OTHER_KEY_1 = "k1:" + base64.urlsafe_b64encode(b"3" * 32).decode()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "inquiry_keys"
    path.write_text(KEY_1 + "\n")
    path.chmod(0o600)
    with override_settings(INQUIRY_KEYS_PATH=path):
        prove_keys()  # as at every start
        yield path


def test_a_new_key_in_the_file_seals_from_then_on_and_the_old_one_still_opens(file):
    before = key_ring().seal("words", "here")

    replace_secret(file, f"{KEY_2},{KEY_1}")

    assert key_ring().seal("words", "here").startswith("1.k2.")
    assert open_sealed(before, "here") == "words"


def test_the_file_is_looked_at_again_when_a_value_names_an_unknown_key(file):
    assert key_ring().newest == "k1"
    as_it_was = file.stat()
    # A copy of a shared folder may be behind: the same look from outside, another text.
    file.write_text(KEY_2 + "\n")
    os.utime(file, ns=(as_it_was.st_atime_ns, as_it_was.st_mtime_ns))
    assert key_ring().newest == "k1"
    with override_settings(INQUIRY_KEYS_PATH=None, INQUIRY_KEYS=KEY_2):
        token = key_ring().seal("words", "here")

    assert open_sealed(token, "here") == "words"


@pytest.mark.parametrize("text", ["", "k1:half", "é", OTHER_KEY_1])
def test_a_file_that_was_spoiled_under_a_running_site_changes_nothing(file, text):
    token = key_ring().seal("words", "here")

    file.write_text(text)

    assert open_sealed(token, "here") == "words"
    assert key_ring().open(key_ring().seal("more", "here"), "here") == "more"


def test_a_first_key_made_anew_because_the_file_was_lost_is_not_taken(file):
    replace_secret(file, f"{KEY_2},{KEY_1}")
    prove_keys()
    replace_secret(file, KEY_2)  # k1 is forgotten here too
    assert list(key_ring().keys) == ["k2"]

    file.write_text(OTHER_KEY_1)

    assert key_ring().newest == "k2"


def test_a_process_that_slept_through_a_rotation_knows_the_new_key(file):
    token = KeyRing.parse(KEY_2).seal("words", "here")
    assert list(key_ring().keys) == ["k1"]

    replace_secret(file, KEY_2)

    assert open_sealed(token, "here") == "words"
    assert list(key_ring().keys) == ["k2"]


def test_a_file_that_is_gone_changes_nothing(file):
    token = key_ring().seal("words", "here")

    file.unlink()

    assert open_sealed(token, "here") == "words"


def test_a_file_that_was_never_right_is_refused_without_quoting_it(file):
    another = file.with_name("another")
    another.write_text("k1:" + "secret" * 8)

    with override_settings(INQUIRY_KEYS_PATH=another), pytest.raises(SealingError) as problem:
        key_ring()

    assert "secret" not in str(problem.value)


def test_the_file_keeps_its_mode_and_nothing_is_left_beside_it(file):
    file.with_name(".inquiry_keys.new").write_text("left by a process that was killed")

    replace_secret(file, KEY_2)

    assert file.read_text().strip() == KEY_2
    assert f"{file.stat().st_mode & 0o777:o}" == "600"
    assert [path.name for path in file.parent.iterdir()] == ["inquiry_keys"]


def test_a_file_reached_by_a_link_is_changed_where_it_lies(file):
    link = file.with_name("link")
    link.symlink_to(file)

    replace_secret(link, KEY_2)

    assert link.is_symlink()
    assert file.read_text().strip() == KEY_2
