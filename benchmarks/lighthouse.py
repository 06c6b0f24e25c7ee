"""Mobile Lighthouse on the running demo site: `make lighthouse`. Fails when any score is below 100.

Reports go to build/lighthouse/. Plain HTTP to 127.0.0.1 counts as secure, so what HTTPS adds is not measured.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.addresses import address
from tests.running_site import ROOT, RunningSite

LIGHTHOUSE = ROOT / "build/node/node_modules/lighthouse/cli/index.js"
REPORTS = ROOT / "build/lighthouse"
PAGES = {"home": "home", "post": "a post", "guide": "a guide", "form": "the form"}
SCORES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = {
    "FCP": "first-contentful-paint",
    "LCP": "largest-contentful-paint",
    "CLS": "cumulative-layout-shift",
    "TBT": "total-blocking-time",
    "bytes": "total-byte-weight",
}
CHROME = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update --disable-default-apps"
)


def measure(name: str, url: str) -> dict:
    """Lighthouse's report on one page."""
    path = REPORTS / f"{name}.json"
    flags = ["--output=json", f"--output-path={path}", "--quiet", f"--chrome-flags={CHROME}"]
    names = ("chromium", "chromium-browser", "chromium-headless-shell")
    chromium = next(filter(None, map(shutil.which, names)), None)
    subprocess.run(  # noqa: S603  our own command
        [_node(), str(LIGHTHOUSE), url, *flags, "--no-enable-error-reporting"],
        check=True,
        timeout=180,
        env={**os.environ, "CHROME_PATH": str(chromium)},
    )
    return json.loads(path.read_text(encoding="utf-8"))


def _node() -> str:
    return shutil.which("node") or sys.exit("Node is needed: apt-get install nodejs npm")


def scores(report: dict) -> dict[str, int]:
    return {name: round((report["categories"][name]["score"] or 0) * 100) for name in SCORES}


def row(name: str, report: dict) -> str:
    """The page's scores and figures as a line of the table."""
    figures = [report["audits"][audit].get("numericValue", 0) for audit in FIGURES.values()]
    cells = [*scores(report).values(), *(f"{figure:,.3g}" for figure in figures[:-1])]
    return "".join(f"{cell:>15}" for cell in (name, *cells, f"{figures[-1]:,.0f}"))


def failing(report: dict) -> list[str]:
    """The audits that cost points, and on what."""
    found = []
    for category in SCORES:
        for ref in report["categories"][category]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = (audit.get("details") or {}).get("items") or []
                found.append(f"{category}: {audit['title']} ({audit['score']})  {_short(items)}")
    return found


def _short(items: list) -> str:
    return json.dumps(items, ensure_ascii=False)[:300] if items else ""


def main() -> None:
    """Start the site, measure each page, print the table."""
    if not LIGHTHOUSE.is_file():
        sys.exit("Lighthouse is not installed: make build/node")
    REPORTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(Path(folder))
        try:
            site.start()
            reports = {
                name: measure(name, site.url + address(site, page)) for name, page in PAGES.items()
            }
        finally:
            site.close()
    print("".join(f"{title:>15}" for title in ("page", *SCORES, *FIGURES)))
    for name, report in reports.items():
        print(row(name, report))
    for name, report in reports.items():
        for line in failing(report):
            print(f"{name}  {line}")
    sys.exit(any(min(scores(report).values()) < 100 for report in reports.values()))


if __name__ == "__main__":
    main()
