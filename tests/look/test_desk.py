"""The desk at three widths, by day and by night: photographed, and readable by anyone."""

import pytest

from tests.browser import desk
from tests.browser.reading import sideways, violations
from tests.look.conftest import photograph
from tests.look.test_pages import WIDTHS

pytestmark = [pytest.mark.look, pytest.mark.engine_free]


def everything(page):
    """Come to each page of the desk; its name."""
    for name in ("", "settings/", "guide/", "guide/a-request/", "password_change/", "content/"):
        page.goto(f"/admin/{name}")
        yield name or "first page"
    for model in desk.models():
        yield from desk.pages_of(page, model, below=True)


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_desk(browsing, site, pictures, width, light):
    desk.fill(site)
    found = []
    with browsing() as open_page:
        page = open_page("about:blank", width=width, dark=light == "dark")
        reports = desk.enter(page, site)
        for name in everything(page):
            for what in (sideways(page), violations(page), *desk.too_small(page)):
                found += [f"{name}: {what}"] if what else []
            picture = name.replace("/", "-").replace(" ", "-").strip("-")
            photograph(page, pictures / f"desk-{picture}-{width}{'-dark' * (light == 'dark')}.png")
    assert not found, "\n" + "\n".join(found)
    assert reports == []
