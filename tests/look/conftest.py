"""`make look`: what the whole site looks like, photographed into build/look/ and checked."""

import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import (  # noqa: F401  the same fixtures, for this folder
    CHROMIUM,
    NO_CHROMIUM,
    QUIET,
    browsing,
    dana,
    mailbox,
    open_page,
    signed_in,
    site,
)
from tests.look.visits import visits_of
from tests.running_site import ROOT

PICTURES = ROOT / "build/look"


@pytest.fixture(scope="session")
def pictures():
    """Where the screenshots go."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES


@pytest.fixture(scope="package")
def launch():
    """Start a Chromium: `launch("--some-flag")`."""
    if not CHROMIUM:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": "/usr/bin:/bin"}
        started = []

        def launch(*flags):
            started.append(
                playwright.chromium.launch(
                    executable_path=CHROMIUM, args=[*QUIET, *flags], env=environment
                )
            )
            return started[-1]

        yield launch
        for browser in started:
            browser.close()


@pytest.fixture(scope="package")
def chromium(launch):
    return launch()


@pytest.fixture(scope="session")
def visits(site):  # noqa: F811
    """Every page to look at; see `visits_of`."""
    return visits_of(site)


def photograph(page, path: Path):
    """The whole page, or what of it a person would ever scroll to."""
    size = page.evaluate("({width: innerWidth, height: document.documentElement.scrollHeight})")
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 8000)}
    page.screenshot(path=path, full_page=True, clip=clip)
