"""Figures of many measurements."""

import os


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie, the nearest one that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def out_of_order(pairs: list[tuple[float, float]]) -> float:
    """Of (clicked, accepted): by how many seconds at most a later click overtook an earlier one."""
    worst, latest = 0.0, float("-inf")
    for clicked, _ in sorted(pairs, key=lambda pair: pair[1]):
        worst = max(worst, latest - clicked)
        latest = max(latest, clicked)
    return worst


def busy() -> str:
    """A word beside a measured time when others had the processors too; nothing otherwise."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f" (load {load:.0f} on {cores} cores)" if load > 1.5 * cores else ""
