"""Writes down when the tests of each safeguard passed, for `manage.py evidence` (a plugin of pytest).

Only `make tests` asks for it, and only a run of all that its engine is to show is written down: what somebody
picked out, or broke off, says nothing of the rest.
"""

import json
import os
from datetime import UTC, datetime

import pytest
from django.db import connection

from practice.evidence import recorded
from practice.evidence.safeguards import SAFEGUARDS

ASKED = "RECORD_EVIDENCE"
WATCHED = {test for safeguard in SAFEGUARDS for test in safeguard.tests}
PICKING = ("keyword", "deselect", "ignore", "ignore_glob", "maxfail", "lf", "stepwise")
TO_THE_END = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}


def whole(config):
    """Whether all tests of this engine were to run, to the last one."""
    picked = any(config.getoption(name, None) for name in PICKING)
    from_ini = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return bool(os.environ.get(ASKED)) and from_ini and not picked


class Record:
    """What became of each watched test in this run; of several kinds of one, all must pass."""

    def __init__(self):
        self.outcomes = {}

    def pytest_runtest_logreport(self, report):
        test = report.nodeid.partition("[")[0]
        if test in WATCHED and (report.when == "call" or not report.passed):
            kinds = self.outcomes.setdefault(test, set())
            kinds.add(report.outcome)

    def pytest_sessionfinish(self, session, exitstatus):
        if exitstatus in TO_THE_END and whole(session.config):
            now = datetime.now(UTC).isoformat(timespec="seconds")
            seen = {test: self._runs(test, now) for test in sorted(WATCHED)}
            recorded.FILE.parent.mkdir(exist_ok=True)
            told = {test: runs for test, runs in seen.items() if runs}
            recorded.FILE.write_text(json.dumps(told, indent=1) + "\n")

    def _runs(self, test, now):
        """When it passed on each engine; of this run's engine what this run saw.

        Skipped is not passed: what an earlier run saw of it stays, with its day. What was not even skipped is
        no test of this engine any more.
        """
        runs, engine = dict(recorded.seen().get(test, {})), connection.display_name
        outcomes = self.outcomes.get(test, set())
        if "failed" in outcomes:
            runs[engine] = "failed"
        elif outcomes == {"passed"}:
            runs[engine] = now
        elif not outcomes:
            runs.pop(engine, None)
        return runs
