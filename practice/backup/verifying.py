"""Whether a backup can be put back, by doing it somewhere else."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from practice.backup.key import key
from practice.backup.taking import SECRETS


class Bad(Exception):
    """It cannot be put back; `str()` says why."""


def verify(file: Path) -> str:
    """Put it back into a scratch place on SQLite; what came back, in a line. Raises Bad."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="verify-") as folder:
        # Nothing of this site's settings: the file and the key must be enough.
        unset = dict.fromkeys((*SECRETS, *(f"{name}_FILE" for name in SECRETS), "DATABASE_URL"), "")
        environment = {
            **os.environ, **unset,
            "DATA_DIR": folder, "SITE_URL": "http://127.0.0.1:8000", "RECOVERY_KEY": key(), "DEBUG": "",
        }  # fmt: skip
        command = [sys.executable, "manage.py", "restore", str(file.resolve())]
        done = subprocess.run(  # noqa: S603  our own command
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Bad(done.stderr.strip().rpartition("\n")[2].removeprefix("CommandError: "))
    return done.stdout.strip().rpartition("\n")[2].replace("Restored", "Would come back")
