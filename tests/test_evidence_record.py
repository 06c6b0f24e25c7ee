"""What a run of the tests writes down for `manage.py evidence`, and what it leaves as it was.

Costs about 3 seconds: each run is a pytest of its own, on a few tests of its own.
"""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.running_site import ROOT

pytestmark = pytest.mark.engine_free

TESTS = """
import os, pytest
def test_locked(): pass
@pytest.mark.parametrize("door", ["front", "back"])
def test_shut(door): assert os.environ.get("OPEN") != door
def test_with_browser():
    if "NO_BROWSER" in os.environ: pytest.skip("no browser")
@pytest.mark.not_here
def test_of_one_engine(): pass
def test_of_nothing_else():
    if "BROKEN_OFF" in os.environ: raise KeyboardInterrupt
"""
LOCKED, SHUT, BROWSER, OF_ONE = (
    f"tests/test_doors.py::test_{name}"
    for name in ("locked", "shut", "with_browser", "of_one_engine")
)
PLUGIN = f"""
from pathlib import Path
from practice.evidence import recorded
from tests import evidence
recorded.FILE = Path(__file__).parent / "build/evidence.json"
evidence.WATCHED = {[LOCKED, SHUT, BROWSER, OF_ONE]!r}
def pytest_configure(config):
    config.addinivalue_line("markers", "not_here: what another engine shows")
    config.pluginmanager.register(evidence.Record())
"""
EARLIER = "2026-01-20T08:00:00+00:00"
# One process for several runs: most of a run is its start.
RUNS = "import json, pytest, sys; [pytest.main(['-q', *run]) for run in json.loads(sys.argv[1])]"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n")
    (tmp_path / "conftest.py").write_text(PLUGIN)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_doors.py").write_text(TESTS)
    return tmp_path


def run(project, *runs, **environment):
    """Run pytest in the project, once for each list of words; what was printed."""
    done = subprocess.run(
        [sys.executable, "-c", RUNS, json.dumps(runs)],
        cwd=project,
        env={
            **{"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            **{"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            **{"RECORD_EVIDENCE": "1", **environment},
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def written(project):
    file = project / "build/evidence.json"
    return json.loads(file.read_text()) if file.exists() else None


def write(project, seen):
    (project / "build").mkdir()
    (project / "build/evidence.json").write_text(json.dumps(seen))


def test_a_whole_run_is_written_down_and_a_failure_with_it(project):
    run(project, [], OPEN="back")

    seen = written(project)
    assert seen.keys() == {LOCKED, SHUT, BROWSER, OF_ONE}
    assert seen[SHUT] == {"SQLite": "failed"}
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", seen[LOCKED]["SQLite"])


def test_what_was_picked_out_broken_off_or_not_asked_for_is_not_written_down(project):
    old = {LOCKED: {"SQLite": EARLIER}}
    write(project, old)

    said = run(project, ["-k", "locked"], ["tests"], [LOCKED], ["-x"], ["--deselect", SHUT])
    broken_off = run(project, [], BROKEN_OFF="1")
    unasked = run(project, [], RECORD_EVIDENCE="")

    assert (said.count("1 passed"), said.count("6 passed")) == (2, 2)
    assert "KeyboardInterrupt" in broken_off
    assert "6 passed" in unasked
    assert written(project) == old


def test_what_the_other_engine_showed_and_what_was_only_skipped_stays(project):
    both = {"SQLite": EARLIER, "PostgreSQL": EARLIER}
    write(project, {LOCKED: both, BROWSER: both, OF_ONE: both, "tests/gone.py::test_old": both})

    run(project, ["-m", "not not_here"], NO_BROWSER="1")

    seen = written(project)
    assert seen[LOCKED]["SQLite"] > EARLIER
    assert seen[LOCKED]["PostgreSQL"] == EARLIER
    assert seen[BROWSER] == both
    # Here it is not shown any more, and a test that is no more shows nothing.
    assert seen[OF_ONE] == {"PostgreSQL": EARLIER}
    assert "tests/gone.py::test_old" not in seen


def test_only_make_tests_asks_for_it():
    make = (ROOT / "Makefile").read_text()

    assert make.count("RECORD_EVIDENCE") == 1
    assert "\ntests: export RECORD_EVIDENCE := 1\n" in make
