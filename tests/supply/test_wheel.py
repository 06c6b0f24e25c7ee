"""The wheel holds nothing but us, comes out the same wherever it is built, and works from where it lies."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.running_site import ROOT

pytestmark = pytest.mark.engine_free
OURS = {"practice", "pages", "journal", "intake", "therapy_practice-0.1.0.dist-info"}
TAKEN = ("practice", "pages", "journal", "intake", "templates", "static")
BESIDE = ("manage.py", "gunicorn.conf.py", "pyproject.toml", "README.md", "LICENSE", ".gitignore")


def build(tree, umask):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tree / "dist")],
        cwd=tree,
        env={"PATH": os.environ["PATH"]},
        umask=umask,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return next((tree / "dist").glob("*.whl"))


def copied(folder, *, mode, time):
    """The same files somewhere else, with other rights and another time."""
    for name in TAKEN:
        shutil.copytree(ROOT / name, folder / name)
    for name in BESIDE:
        shutil.copy(ROOT / name, folder)
    for path in [one for one in folder.rglob("*") if one.is_file()]:
        path.chmod(mode)
        os.utime(path, (time, time))
    return folder


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("another-place")
    return (
        build(copied(one, mode=0o644, time=1_600_000_000), 0o022),
        build(copied(other, mode=0o600, time=1_700_000_000), 0o077),
    )


def test_two_builds_are_one_wheel(wheels):
    one, other = wheels

    assert one.read_bytes() == other.read_bytes()


def test_it_holds_nothing_but_us(wheels):
    names = zipfile.ZipFile(wheels[0]).namelist()

    assert {name.split("/")[0] for name in names} == OURS
    assert not [
        name for name in names if "__pycache__" in name or ".env" in name or "/var/" in name
    ]
    assert "practice/house/templates/base.html" in names
    assert any(name.startswith("practice/house/static/looks/window/fonts/") for name in names)
    guide = {
        "practice/desk/guide/words/writing.md",
        "practice/house/static/desk/guide/writing.webp",
    }
    assert guide <= set(names)


def test_it_works_from_where_it_lies_and_asks_for_a_folder(wheels, tmp_path):
    place = tmp_path / "site-packages"
    zipfile.ZipFile(wheels[0]).extractall(place)

    def said(**environment):
        command = [sys.executable, "-m", "practice", "check"]
        environment |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(place)}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    assert "no issues" in said(DATA_DIR=str(tmp_path / "data")).stdout
    without = said()
    assert without.returncode == 1
    assert without.stderr.startswith("DATA_DIR is missing")
    assert not (place / "practice" / "house" / "var").exists()
