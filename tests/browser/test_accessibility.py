"""Anyone can read and use the pages: axe finds nothing, a phone shows all of it, a keyboard is enough."""

import pytest
from playwright.sync_api import expect

from tests.browser import visitor
from tests.browser.addresses import TEMPLATES, address
from tests.browser.reading import sideways, violations

pytestmark = pytest.mark.engine_free

FOCUSED = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect()
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    return {
        tag: at.localName, name: at.name ?? '', type: at.type ?? '',
        href: at.getAttribute('href') ?? '', text: at.textContent.trim().slice(0, 40),
        seen: (ring || style.boxShadow !== 'none') && box.width > 1 && box.height > 1
            && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }
}"""


def assert_anyone_can_read(page):
    assert not (found := violations(page)), f"{page.url}\n{found}"
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    page.set_viewport_size({"width": 320, "height": 640})
    assert not (found := sideways(page)), f"{page.url} is {found}"


@pytest.fixture(scope="module")
def reader(browsing):
    """One page to read through the whole site with."""
    with browsing() as open_page:
        yield open_page("/")


# What looks like another of them, and is read at every width by `make look` only.
ALIKE = ("about", "services", "privacy", "notices", "a tag", "a year")
READ = [name for name in TEMPLATES if name not in ALIKE]


# Each kind of page once, by turns wide by day and narrow by night; `make look` reads every page in all.
@pytest.mark.parametrize(
    ("name", "width", "light"),
    [(name, *((1280, "light"), (360, "dark"))[n % 2]) for n, name in enumerate(READ)],
    ids=str,
)
def test_anyone_can_read(reader, site, name, width, light):
    reader.set_viewport_size({"width": width, "height": 900})
    reader.emulate_media(color_scheme=light)
    assert reader.goto(address(site, name)).status == 200
    assert not (found := sideways(reader)), f"{reader.url} is {found}"
    assert_anyone_can_read(reader)


def test_anyone_can_read_a_form_that_was_sent_back(open_page):
    page = open_page("/consultation/")
    assert visitor.send(page).status == 422
    assert_anyone_can_read(page)


def test_anyone_can_read_the_thanks(open_page):
    page = open_page("/consultation/")
    visitor.fill(page, {**visitor.SAM, "times": "whenever axe looks"})
    assert visitor.send(page).status == 200
    assert visitor.reference_on(page)
    assert_anyone_can_read(page)


def test_anyone_can_read_what_stands_where_nothing_is(open_page):
    page = open_page("/no-such-page/")
    assert_anyone_can_read(page)


def test_the_first_stop_skips_to_the_words(open_page):
    page = open_page("/journal/")
    skip = page.locator("a[href='#main']")
    assert skip.bounding_box()["width"] <= 1  # out of the way until it is wanted
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    assert page.evaluate(FOCUSED)["seen"]

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("document.activeElement.closest('header.top') === null")


def tab(page, stops):
    page.keyboard.press("Tab")
    stop = page.evaluate(FOCUSED)
    stops.append(stop)
    assert len(stops) < 120, "Tab goes round in circles"
    return stop


def test_sam_asks_for_a_talk_with_the_keyboard_alone(open_page, site):
    page, stops = open_page("/"), []
    while tab(page, stops)["href"] != "/consultation/":
        pass
    assert any(stop["href"] == "/journal/" for stop in stops)  # the menu was on the way
    page.keyboard.press("Enter")
    page.wait_for_url("**/consultation/")

    typed = {name: visitor.SAM[name] for name in visitor.WRITTEN} | {"place": "Nev"}
    while (stop := tab(page, stops))["type"] != "submit":
        if stop["name"] in typed:
            page.keyboard.type(typed[stop["name"]])
        elif stop["name"] == "who":
            # Arrows move within a group of choices: from “Me” to the last, “Us, as a couple”.
            for _ in range(3):
                page.keyboard.press("ArrowDown")
        elif stop["type"] in {"radio", "checkbox"}:
            page.keyboard.press("Space")
    assert visitor.filled_in(page) == {**visitor.SAM, "preferred": "email", "modality": "in_person"}
    with page.expect_navigation() as navigation:
        page.keyboard.press("Enter")

    assert navigation.value.status == 200
    assert visitor.reference_on(page)
    assert [stop for stop in stops if not stop["seen"]] == []
    assert "website" not in {stop["name"] for stop in stops}  # the trap is for machines
