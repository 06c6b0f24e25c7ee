"""Figures of many measurements."""


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie, the nearest one that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def out_of_order(pairs: list[tuple[float, float]]) -> float:
    """Of (clicked, accepted): by how many seconds at most a later click overtook an earlier one."""
    overtaken, worst, latest = [], 0.0, float("-inf")
    for clicked, accepted in sorted(pairs, key=lambda pair: pair[1]):
        worst = max(worst, latest - clicked)
        latest = max(latest, clicked)
        overtaken.append(accepted)
    return worst
