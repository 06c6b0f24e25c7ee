"""The figures beside the goals of the page they stand on."""

from typing import Any, NamedTuple


class Goal(NamedTuple):
    """`key` is what a reason for missing it is filed under; `what` says it with its figures."""

    key: str
    value: float
    goal: float
    at_most: bool
    more: str = ""

    @property
    def what(self) -> str:
        return f"{self.key}{self.more}"

    @property
    def reached(self) -> bool:
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def pages(seen: dict[str, dict[str, float]]) -> None:
    """Print what each server took."""
    print(
        f"{'':14}{'requests/s':>12}{'µs/request':>12}{'of WSGI':>10}{'of Django':>11}  (processor)"
    )
    for name, got in seen.items():
        print(
            f"{name:14}{got['requests a second']:12,.0f}{got['processor']:12.0f}"
            f"{got['processor, of bare WSGI']:10.2f}{got['processor, of bare Django']:11.2f}"
        )


def say(figures: dict[str, Any]) -> int:
    """Print each goal and what was reached; 1 when one was missed."""
    for goal in goals(figures):
        word = "at most" if goal.at_most else "at least"
        missed = "" if goal.reached else "   MISSED"
        print(f"{goal.what:66}{goal.value:9.2f}   {word} {goal.goal:g}{missed}")
    return int(not all(goal.reached for goal in goals(figures)))


def goals(figures: dict[str, Any]) -> list[Goal]:
    """What issue and page promise: each figure beside the one to reach."""
    kept, made = figures["pages"]["kept"], figures["pages"]["missed"]
    form, start, growth = figures["posting"], figures["start"], figures["growth"]
    posts = f" ({form['posts']:.0f} posts a second, {form['bare posts']:.0f} bare inserts)"
    lost = f" (of {form['pressed']:.0f} pressed and {form['thanked']:.0f} thanked)"
    django = "requests a second, of bare Django"
    slowest = max(growth, key=lambda row: row["made times"])
    kept_slowest = max(row.get("kept times", 0) for row in growth)
    return [
        Goal("kept page: processor time of bare WSGI", kept["processor, of bare WSGI"], 1.10, True),
        Goal("kept page: requests of bare Django", kept[django], 1.7, False),
        Goal("made page: speed of bare Django", 1 / made["processor, of bare Django"], 0.3, False),
        Goal("queries of a made page, the most", max(row["queries"] for row in growth), 4, True),
        Goal("form: posts beside bare inserts", form["ratio"], 0.4, False, posts),
        Goal("form: 99th percentile, ms", form["p99"], 300, True),
        Goal("form: lost", form["lost"], 0, True, lost),
        Goal(
            "10,000 posts beside 10, made",
            slowest["made times"],
            1.1,
            True,
            f" ({slowest['page']})",
        ),
        Goal("10,000 posts beside 10, kept", kept_slowest, 1.05, True),
        Goal("start: gunicorn to the first 200, s", start["gunicorn"], 1.0, True),
        Goal("start: `up` to the first 200, s", start["up"], 1.0, True),
        Goal("memory of a web process after load, MiB (PSS)", figures["memory"], 80, True),
    ]
