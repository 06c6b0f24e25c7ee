"""docs/performance.md and its drawing, from the figures of one run."""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.speed.report import goals
from tests.running_site import ROOT

PAGE, DRAWING = ROOT / "docs/performance.md", ROOT / "docs/performance.svg"
REASONS = ROOT / "benchmarks/speed/reasons.json"
_NAMES = {
    "nginx": "nginx, a file",
    "bare WSGI": "bare WSGI",
    "kept": "the site, a kept page",
    "bare Django": "bare Django",
    "missed": "the site, a page made anew",
}


def write(figures: dict[str, Any]) -> None:
    """Put both in place; what is missed is explained by benchmarks/speed/reasons.json."""
    DRAWING.write_text(_drawing(figures["pages"]))
    PAGE.write_text(_text(figures))


def _text(figures: dict[str, Any]) -> str:
    return _reached(figures) + _beside(figures)


def _reached(figures: dict[str, Any]) -> str:
    return f"""# How fast it is

Written by `python -m benchmarks.speed` from one run, on {datetime.now(UTC):%B %-d, %Y}.
{_machine(figures)}

![Requests a second of each server](performance.svg)

## Goals

| what | reached | goal | |
| --- | --- | --- | --- |
{_goals(figures)}

{_reasons(figures)}
"""


def _beside(figures: dict[str, Any]) -> str:
    return f"""
## Servers beside each other

One process of each, eight visitors, the processor of the servers apart from that of the visitors; the median
of {figures["rounds"]} rounds in turns. The bare ones send the headers and bytes of our page.

| | requests a second | processor time, µs | of bare WSGI | of bare Django |
| --- | --- | --- | --- | --- |
{_servers(figures["pages"])}

## Pages

Queries of a page made anew in a process that has made others, its bytes with br, gzip and plain, and
processor time with 10 posts and with 10,000.

| page | queries | br | gzip | plain | made, 10 | made, 10,000 | times | kept, times |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
{_pages(figures["growth"])}
"""


def _machine(figures: dict[str, Any]) -> str:
    said = Path("/proc/cpuinfo").read_text().partition("model name")[2].partition("\n")[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    return (
        f"Machine: {os.cpu_count()} processors ({said.strip(': ' + chr(9))}), {memory:.0f} GiB, "
        f"Linux {platform.release()}, a virtual machine\nthat others took {figures['stolen']:.0f} % of "
        f"meanwhile. Python {platform.python_version()}, {figures['engine']}, commit {commit}."
    )


def _goals(figures: dict[str, Any]) -> str:
    return "\n".join(
        f"| {goal.what} | {goal.value:.2f} | {'≤' if goal.at_most else '≥'} {goal.goal:g} "
        f"| {'' if goal.reached else '**missed**'} |"
        for goal in goals(figures)
    )


def _reasons(figures: dict[str, Any]) -> str:
    known: dict[str, str] = json.loads(REASONS.read_text())
    missed = [goal for goal in goals(figures) if not goal.reached]
    lines = [f"- *{goal.key}*: {known.get(goal.key, 'nobody knows yet.')}" for goal in missed]
    return "Missed, and why:\n\n" + "\n".join(lines) if lines else "All are reached."


def _servers(pages: dict[str, dict[str, float]]) -> str:
    return "\n".join(
        f"| {name} | {pages[key]['requests a second']:,.0f} | {pages[key]['processor']:.0f} "
        f"| {pages[key]['processor, of bare WSGI']:.2f} | {pages[key]['processor, of bare Django']:.2f} |"
        for key, name in _NAMES.items()
    )


def _pages(growth: list[dict[str, Any]]) -> str:
    def line(row: dict[str, Any]) -> str:
        kept = f"{row['kept times']:.2f}" if "kept times" in row else ""
        made = f"{row['made few'] / 1000:.1f} ms | {row['made many'] / 1000:.1f} ms"
        return (
            f"| {row['page']} | {row['queries']} | {row['br']:,d} | {row['gzip']:,d} | {row['plain']:,d} "
            f"| {made} | {row['made times']:.2f} | {kept} |"
        )

    return "\n".join(map(line, growth))


def _drawing(pages: dict[str, dict[str, float]]) -> str:
    """Bars of requests a second, each named and numbered, readable by day and by night."""
    most = max(got["requests a second"] for got in pages.values())
    bars = []
    for number, (key, name) in enumerate(_NAMES.items()):
        a_second, y = pages[key]["requests a second"], 20 + number * 34
        width = max(2, 360 * a_second / most)
        bars.append(
            f'<text x="200" y="{y + 15}" text-anchor="end">{name}</text>'
            f'<rect x="210" y="{y}" width="{width:.0f}" height="22" rx="3"/>'
            f'<text x="{218 + width:.0f}" y="{y + 15}">{a_second:,.0f}</text>'
        )
    style = "text{font:14px sans-serif;fill:#444}rect{fill:#3f7d78}"
    night = "@media(prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#7fb8b2}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 200" role="img">'
        f"<title>Requests a second of each server</title><style>{style}{night}</style>{''.join(bars)}</svg>\n"
    )


if __name__ == "__main__":  # anew from figures that were kept
    write(json.loads(Path(sys.argv[1]).read_text()))
