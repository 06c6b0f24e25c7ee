"""The figures beside their goals, as the table of docs/performance.md."""

from typing import Any


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
    missed = 0
    for what, value, goal, at_most in _goals(figures):
        reached = value <= goal if at_most else value >= goal
        missed += not reached
        word = "at most" if at_most else "at least"
        print(f"{what:62}{value:9.2f}   {word} {goal:g}{'' if reached else '   MISSED'}")
    return int(missed > 0)


def _goals(figures: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    kept, made = figures["pages"]["kept"], figures["pages"]["missed"]
    form, start = figures["posting"], figures["start"]
    posts = f"{form['posts']:.0f} posts/s, {form['bare posts']:.0f} bare inserts"
    lost = f"of {form['pressed']:.0f} pressed and {form['thanked']:.0f} thanked"
    django = "requests a second, of bare Django"
    return [
        ("kept page: processor time of bare WSGI", kept["processor, of bare WSGI"], 1.10, True),
        ("kept page: requests of bare Django", kept[django], 1.7, False),
        ("made page: speed by processor time of bare Django",
         1 / made["processor, of bare Django"], 0.3, False),
        ("made page: requests of bare Django", made[django], 0.3, False),
        (f"form: {posts}", form["ratio"], 0.4, False),
        ("form: 99th percentile, ms", form["p99"], 300, True),
        (f"form: lost, {lost}", form["lost"], 0, True),
        ("start: gunicorn to the first 200, s", start["gunicorn"], 1.0, True),
        ("start: `up` to the first 200, s", start["up"], 1.0, True),
        ("memory of a web process after load, MiB (PSS)", figures["memory"], 80, True),
    ]  # fmt: skip
