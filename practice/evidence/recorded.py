"""When the tests of a safeguard passed last, as the test run of this very copy has written down."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from practice.evidence.safeguards import SAFEGUARDS, Safeguard

# `make test` writes it, and an image that is built afterwards takes it along.
FILE = settings.BASE_DIR / "build/evidence.json"


@dataclass(frozen=True)
class Row:
    """A safeguard and what was seen of its tests: when all had `passed`, the databases on which each of them
    did, and which `failed`."""

    safeguard: Safeguard
    passed: datetime | None
    engines: tuple[str, ...]
    failed: tuple[str, ...]


def rows() -> list[Row]:
    """Every safeguard with what is recorded of it; nothing where no test has run."""
    found = seen()
    return [_row(safeguard, found) for safeguard in SAFEGUARDS]


def _row(safeguard: Safeguard, seen: dict[str, dict[str, str]]) -> Row:
    runs = [seen.get(test, {}) for test in safeguard.tests]
    failed = tuple(test for test in safeguard.tests if "failed" in seen.get(test, {}).values())
    if failed or not all(runs):
        return Row(safeguard, None, (), failed)
    oldest = min(datetime.fromisoformat(day) for run in runs for day in run.values())
    return Row(safeguard, oldest, tuple(sorted(set.intersection(*map(set, runs)))), ())


def seen() -> dict[str, dict[str, str]]:
    """For each test and engine the moment it passed, or the word failed."""
    try:
        found = json.loads(FILE.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
