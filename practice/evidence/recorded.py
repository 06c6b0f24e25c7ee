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
    """A safeguard and what was seen of its tests: when all had `passed`, and which `failed`."""

    safeguard: Safeguard
    passed: datetime | None
    engines: tuple[str, ...]
    failed: tuple[str, ...]


def rows() -> list[Row]:
    """Every safeguard with what is recorded of it; nothing where no test has run."""
    seen = _seen()
    return [_row(safeguard, seen) for safeguard in SAFEGUARDS]


def _row(safeguard: Safeguard, seen: dict[str, dict[str, str]]) -> Row:
    runs = [run for test in safeguard.tests for run in seen.get(test, {}).values()]
    failed = tuple(test for test in safeguard.tests if "failed" in seen.get(test, {}).values())
    if failed or not all(seen.get(test) for test in safeguard.tests):
        return Row(safeguard, None, (), failed)
    engines = sorted({engine for test in safeguard.tests for engine in seen[test]})
    return Row(safeguard, min(map(datetime.fromisoformat, runs)), tuple(engines), ())


def _seen() -> dict[str, dict[str, str]]:
    """For each test and engine the moment it passed, or the word failed."""
    try:
        found = json.loads(FILE.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
