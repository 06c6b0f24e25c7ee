"""Every page at three widths, by day and by night: photographed, readable, and nothing moves."""

import pytest

from tests.browser.reading import shift, sideways, violations
from tests.look.conftest import photograph

pytestmark = [pytest.mark.look, pytest.mark.engine_free]

WIDTHS = (360, 768, 1280)
# Below this is a word or two when Literata arrives late, on a busy machine; a line that moves is above it.
STILL = 0.01


def faults(page):
    """What is wrong with the page that is shown, a line each."""
    found = {
        "jumps": "" if (jump := shift(page)) < STILL else f"by {jump:.4f}",
        "sideways": sideways(page),
        "axe": violations(page),
    }
    return [f"{name}: {what}" for name, what in found.items() if what]


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page(browsing, visits, pictures, width, light):
    found = []
    with browsing() as open_page:
        page = open_page("/", width=width, dark=light == "dark")
        for name, visit in visits.items():
            visit(page)
            found += [f"/{name}: {fault}" for fault in faults(page)]
            photograph(page, pictures / f"{name}-{width}{'-dark' * (light == 'dark')}.png")
    assert not found, "\n" + "\n".join(found)


def test_the_narrowest_screen_shows_every_page(browsing, visits):
    found = []
    with browsing() as open_page:
        page = open_page("/", width=320)
        for name, visit in visits.items():
            visit(page)
            found += [f"/{name}: {fault}" for fault in (sideways(page),) if fault]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_twice_as_large_letters_fit_every_page(launch, site, visits, pictures, width):
    # As set in the browser's own preferences, where 16 pixels are the rule.
    browser = launch("--blink-settings=defaultFontSize=32,defaultFixedFontSize=26")
    page = browser.new_page(viewport={"width": width, "height": 900}, base_url=site.url)
    found = []
    for name, visit in visits.items():
        visit(page)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        found += [f"/{name}: {fault}" for fault in (sideways(page),) if fault]
        if name in {"home", "consultation", "emotions"}:
            photograph(page, pictures / f"{name}-{width}-large.png")
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("setting", ["forced_colors", "reduced_motion", "contrast"])
def test_a_few_pages_as_some_people_set_them(browsing, visits, pictures, setting):
    value = {"forced_colors": "active", "reduced_motion": "reduce", "contrast": "more"}[setting]
    with browsing() as open_page:
        page = open_page("/")
        page.emulate_media(**{setting: value})
        for name in ("home", "emotions", "consultation-sent-back"):
            visits[name](page)
            assert sideways(page) == ""
            photograph(page, pictures / f"{name}-1280-{setting}.png")


def test_the_style_page(dana, pictures):
    assert dana.goto("/admin/style/").status == 200
    for width in WIDTHS:
        for light in ("light", "dark"):
            dana.set_viewport_size({"width": width, "height": 900})
            dana.emulate_media(color_scheme=light)
            dana.reload()
            assert faults(dana) == []
            photograph(dana, pictures / f"style-{width}{'-dark' * (light == 'dark')}.png")
