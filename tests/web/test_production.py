"""A wrong setting is one clear line, and production refuses to start half prepared."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = "k1:" + base64.urlsafe_b64encode(b"k" * 32).decode()
PREPARED = {
    "SITE_URL": "https://practice.example",
    "SECRET_KEY": "s" * 60,
    "INQUIRY_KEYS": KEYS,
    "NOTIFY_EMAIL": "dana@practice.example",
}


def manage(tmp_path, *arguments, **environment):
    base = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**base, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def refused(result, *words):
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 1
    assert len(lines) == 1, result.stderr
    for word in words:
        assert word in lines[0]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "INQUIRY_KEYS", "NOTIFY_EMAIL"])
def test_production_does_not_start_without(tmp_path, missing):
    environment = {name: value for name, value in PREPARED.items() if name != missing}

    refused(manage(tmp_path, "check", **environment), missing)


def test_production_does_not_start_with_debug(tmp_path):
    refused(manage(tmp_path, "check", **PREPARED, DEBUG="on"), "DEBUG")


def test_prepared_production_starts(tmp_path):
    result = manage(tmp_path, "check", **PREPARED)

    assert result.returncode == 0, result.stderr


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s" * 60 + "\n")
    environment = {**PREPARED, "SECRET_KEY": "", "SECRET_KEY_FILE": str(secret)}

    assert manage(tmp_path, "check", **environment).returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTIFY_EMAIL", "dana@practice.example, kim@practice.example"),
        ("PORT", "eighty"),
        ("DEBUG", "perhaps"),
        ("OUTBOX", "sometimes"),
        ("SERVER", "apache"),
        ("SITE_URL", "practice.example"),
        ("DATABASE_URL", "not an address"),
        ("DATABASE_URL", "mysql://user:secret@host/name"),
        ("SECRET_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path, name, value):
    result = manage(tmp_path, "check", **{name: value})

    refused(result, name.removesuffix("_FILE"))
    assert "secret@" not in result.stderr


def test_an_unwritable_data_folder_is_named_in_one_line(tmp_path):
    file = tmp_path / "file"
    file.write_text("")

    refused(manage(tmp_path, "check", DATA_DIR=str(file / "data")), "DATA_DIR")


def test_a_broken_key_ring_is_a_clear_refusal(tmp_path):
    result = manage(tmp_path, "check", INQUIRY_KEYS="k1:too-short")

    assert result.returncode == 1
    assert "INQUIRY_KEYS" in result.stderr
    assert "Traceback" not in result.stderr


def test_first_look_secrets_are_made_once_for_their_owner_only(tmp_path):
    manage(tmp_path, "check")
    first = {path.name: path.read_text() for path in (tmp_path / "data").iterdir()}

    manage(tmp_path, "check")

    assert set(first) == {"secret_key", "inquiry_keys", "audit_key"}
    for name, text in first.items():
        path = tmp_path / "data" / name
        assert path.read_text() == text
        assert path.stat().st_mode & 0o777 == 0o600
