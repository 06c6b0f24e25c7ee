"""How many web processes this machine has room for, where WEB_WORKERS does not say."""

import os
from math import ceil
from pathlib import Path

MIB = 2**20
EACH = (80 + 24) * MIB  # a web process after load, and the pages it keeps
# Each holds up to fifteen connections, and PostgreSQL takes a hundred unless it is told otherwise.
MOST = 6


def processes(root: Path = Path("/")) -> int:
    """One for each processor and two at least, so that one answers while the other starts; no more than fit
    into half of the memory, the other half being the database's and the system's.

    Memory that is free at this moment is not looked at: at a reload our own processes have taken it.
    """
    groups = _control_groups(root)
    fit = min([_memory(root), *_limits(groups)]) // 2 // EACH
    return max(1, min(max(2, _processors(groups)), fit, MOST))


def _processors(groups: list[Path]) -> int:
    """Those this process may run on, or the share of them that a container is given."""
    allowed: float = len(os.sched_getaffinity(0))
    for group in groups:
        quota, _, period = _text(group / "cpu.max").partition(" ")
        if quota.isdigit() and period.isdigit():
            allowed = min(allowed, int(quota) / int(period))
    return ceil(allowed)


def _memory(root: Path) -> int:
    said = _text(root / "proc/meminfo").partition("MemTotal:")[2].split()
    return int(said[0]) * 1024 if said else 2 * 2 * EACH


def _limits(groups: list[Path]) -> list[int]:
    limits = [_text(group / "memory.max") for group in groups]
    return [int(limit) for limit in limits if limit.isdigit()]


def _control_groups(root: Path) -> list[Path]:
    """The group this process is in and those around it (cgroup v2): a limit of each is a limit of ours."""
    top = root / "sys/fs/cgroup"
    own = _text(root / "proc/self/cgroup").rpartition("0::/")[2].partition("\n")[0]
    inner = top / own
    return [inner, *(outer for outer in inner.parents if outer.is_relative_to(top))]


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
