"""What the processes ask of the kernel while a visitor is thanked, by strace (R6)."""

import os
import re
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.faults.processes import children, web_workers
from tests.faults.visitor import Visitor
from tests.running_site import RunningSite

CALLS = "fsync,fdatasync,write,pwrite64,pwritev,sendto,sendmsg"
THANKED = "HTTP/1.1 303"
_LINE = re.compile(r"^(\d+) +[\d.]+ (\w+)\((.*)$")
_RESUMED = re.compile(r"^(\d+) +[\d.]+ <\.\.\. (\w+) resumed>(.*)$")


def why_not(site: RunningSite) -> str:
    """The reason why nothing can be seen here; empty when it can."""
    if not shutil.which("strace"):
        return "strace is missing: apt-get install strace"
    tried = subprocess.run(["strace", "-qq", "true"], capture_output=True, check=False)
    if tried.returncode:
        return "strace may not look into processes here"
    if site.database_url and not postgres_processes(site):
        return "the PostgreSQL server runs on another machine"
    return ""


def postgres_processes(site: RunningSite) -> list[int]:
    """The server's processes, those that serve the site's connections among them."""
    with psycopg.connect(site.database_url) as connection:
        [(own,)] = connection.execute("SELECT pg_backend_pid()").fetchall()
        try:
            status = Path(f"/proc/{own}/status").read_text()
        except OSError:
            return []
        server = int(re.search(r"PPid:\s+(\d+)", status)[1])
        return [server, *(pid for pid in children(server) if pid != own)]


def seen_while(visitor: Visitor, folder: Path) -> list[str]:
    """One post under strace: the finished calls of all processes concerned, in their order."""
    site = visitor.site
    if site.database_url:
        _wait_for_the_disk(site)
    pids = web_workers(site) + (postgres_processes(site) if site.database_url else [])
    trace = folder / "strace"
    command = ["strace", "-f", "-ttt", "-y", "-s", "200", "-e", f"trace={CALLS}", "-o", str(trace)]
    command += [part for pid in pids for part in ("-p", str(pid))]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as strace:
        deadline = time.monotonic() + 10
        while not all(_traced(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.02)
        try:
            assert visitor.press(), visitor.statuses
        finally:
            _end(strace)
    return finished_calls(trace.read_text(errors="replace"))


def _wait_for_the_disk(site: RunningSite) -> None:
    """As a server does that was not told otherwise; ours was, see tests/postgres.py."""
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        if connection.execute("SHOW fsync").fetchone() == ("off",):
            for setting in ("fsync", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM RESET {setting}")
            connection.execute("SELECT pg_reload_conf()")
            time.sleep(0.2)  # until all its processes have heard of it


def _end(strace: "subprocess.Popen[bytes]") -> None:
    # Now and then one signal is lost between two of its waits, and it looks on for ever.
    while strace.poll() is None:
        strace.terminate()
        with suppress(subprocess.TimeoutExpired):
            strace.wait(1)


def _traced(pid: int) -> bool:
    try:
        tasks = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208  names only
    except OSError:  # one of PostgreSQL's own that came and went
        return True
    return all(
        "TracerPid:\t0" not in Path(f"/proc/{pid}/task/{task}/status").read_text() for task in tasks
    )


def finished_calls(text: str) -> list[str]:
    """`pid call(arguments) = result` in the order in which calls ended: an fsync counts when it is over.

    Except that what sends counts when it begins: bytes may be with the visitor before the call returns.
    """
    begun: dict[tuple[str, str], str] = {}
    calls = []
    for line in text.splitlines():
        if resumed := _RESUMED.match(line):
            pid, name, rest = resumed.groups()
            calls.append(f"{pid} {begun.pop((pid, name), name + '(')}{rest}")
        elif started := _LINE.match(line):
            pid, name, rest = started.groups()
            if rest.endswith("<unfinished ...>"):
                begun[pid, name] = f"{name}({rest.removesuffix('<unfinished ...>')}"
                if not name.endswith("sync"):
                    calls.append(f"{pid} {begun[pid, name]}")
            else:
                calls.append(f"{pid} {name}({rest}")
    return calls


def first(calls: list[str], *parts: str) -> int:
    """Where the first call with all these parts stands, or -1."""
    places = [n for n, call in enumerate(calls) if all(part in call for part in parts)]
    return places[0] if places else -1


def last(calls: list[str], *parts: str) -> int:
    places = [n for n, call in enumerate(calls) if all(part in call for part in parts)]
    return places[-1] if places else -1


def synced_before_thanks(site: RunningSite, calls: list[str]) -> str:
    """What was written and synced before the visitor was thanked; an AssertionError if nothing was."""
    thanked = first(calls, THANKED)
    assert thanked >= 0, "no redirect was seen"
    if site.database_url:
        synced = _committed(_own(site), calls[:thanked])
    else:
        synced = _synced(calls[:thanked], "practice.sqlite3-wal")
    assert synced, "the redirect left before the log was on disk"
    return re.sub(r"<.*?>", "", synced.split(" ", 1)[1]).strip()


def _synced(calls: list[str], log: str) -> str:
    """The sync that ended well after the last write to this log, or nothing."""
    written = last(calls, "write", log)
    synced = last(calls, "sync(", log)
    well = synced > written >= 0 and calls[synced].rstrip().endswith("= 0")
    return calls[synced] if well else ""


def _committed(own: set[str], calls: list[str]) -> str:
    """The sync between what one of our connections was told last and its COMMIT, or nothing.

    Whoever syncs PostgreSQL's log does it for all, so the process may be another's; the word is ours.
    """
    told = {}  # by process: where the answer before stands
    for place, call in enumerate(calls):
        process, _, what = call.partition(" ")
        if process not in own or not what.startswith("send"):
            continue
        if "COMMIT" in what and (
            synced := _synced(calls[told.get(process, 0) : place], "/pg_wal/")
        ):
            return synced
        told[process] = place
    return ""


def _own(site: RunningSite) -> set[str]:
    """The server's processes behind this site's connections; other tests share the server."""
    with psycopg.connect(site.database_url) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        )
        return {str(pid) for (pid,) in rows}
