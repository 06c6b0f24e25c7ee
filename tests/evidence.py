"""Writes down when the tests of each safeguard passed, for `manage.py evidence` (a plugin of pytest)."""

import json
from datetime import UTC, datetime

from django.db import connection

from practice.evidence.recorded import FILE
from practice.evidence.safeguards import SAFEGUARDS

WATCHED = {test for safeguard in SAFEGUARDS for test in safeguard.tests}


class Record:
    """What became of each watched test in this run; of several kinds of one, all must pass."""

    def __init__(self):
        self.outcomes = {}

    def pytest_runtest_logreport(self, report):
        test = report.nodeid.partition("[")[0]
        if test in WATCHED and (report.when == "call" or report.failed):
            passed = report.passed and self.outcomes.get(test, True)
            self.outcomes[test] = passed

    def pytest_sessionfinish(self):
        if not self.outcomes:
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        seen = json.loads(FILE.read_text()) if FILE.exists() else {}
        for test, passed in self.outcomes.items():
            seen.setdefault(test, {})[connection.vendor] = now if passed else "failed"
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(json.dumps({test: seen[test] for test in sorted(seen)}, indent=1) + "\n")
