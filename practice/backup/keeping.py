"""Backups the site makes by itself: one a day, few of them, none older than what it may keep of people."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from practice.backup import taking
from practice.profile.models import Practice

SUFFIX = ".age"
KEPT = 7  # of those the site makes by itself
YOUNG = timedelta(days=2)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "backups"


def daily() -> str:
    """Make today's; what went wrong, or nothing."""
    folder().mkdir(mode=0o700, exist_ok=True)
    for left in folder().glob(f"*{SUFFIX}.part"):  # by a process that was killed
        left.unlink(missing_ok=True)
    file = folder() / f"practice-{timezone.now():%Y-%m-%d-%H%M%S}{SUFFIX}"
    try:
        taking.take(file)
    except OSError as problem:
        return f"no backup could be made: {problem.strerror}"
    rotate(folder(), KEPT)
    return ""


def rotate(where: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep`, and what is older than requests may be kept; returns what went."""
    oldest = time.time() - timedelta(days=Practice.load().retention_days).total_seconds()
    newest_first = sorted(
        where.glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True
    )
    gone = [
        file
        for number, file in enumerate(newest_first)
        if number >= max(keep, 1) or file.stat().st_mtime < oldest
    ]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def last() -> float | None:
    """When the newest of the site's own was made, in seconds since 1970; None when there is none."""
    files = folder().glob(f"*{SUFFIX}") if folder().is_dir() else ()
    return max((file.stat().st_mtime for file in files), default=None)
