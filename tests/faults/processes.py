"""The processes of a running site, seen from outside: found, killed, measured."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.running_site import ROOT, RunningSite


def children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def web_workers(site: RunningSite) -> list[int]:
    return [pid for pid in children(site.process.pid) if "gunicorn" in command(pid)]


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def without_covers(site: RunningSite) -> RunningSite:
    """End the drawing of covers beside a new site: it takes ten seconds of a processor."""
    for pid in children(site.process.pid):
        if "draw_covers" in command(pid):
            kill(pid)
    return site


def after_covers(site: RunningSite) -> RunningSite:
    """Wait until the covers are drawn."""
    while any("draw_covers" in command(pid) for pid in children(site.process.pid)):
        time.sleep(0.1)
    return site


def kill_all(site: RunningSite) -> None:
    """As when the machine loses its power: no process of the site says good-bye."""
    pids = [site.process.pid, *children(site.process.pid)]
    for pid in pids:
        kill(pid)
    site.process.wait()
    for pid in pids[1:]:
        while "gunicorn" in command(pid):
            time.sleep(0.02)


def mail_worker(site: RunningSite) -> subprocess.Popen:
    """`manage.py worker` beside a site with OUTBOX=off."""
    with site.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=ROOT,
            env=site.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def proportional_memory(pids: list[int]) -> int:
    """Kilobytes, shared pages divided among those who share them."""
    texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    lines = [line for text in texts for line in text.splitlines() if line.startswith("Pss:")]
    return sum(int(line.split()[1]) for line in lines)


def open_files(pids: list[int]) -> int:
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)
