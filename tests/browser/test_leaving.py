"""Somebody looks over Sam's shoulder: one press, and the page is gone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.engine_free

# Where leaving leads is on another host, which no test may ask; the journal stands in for it.
ELSEWHERE = "/journal/"


@pytest.fixture
def at_the_form(open_page):
    page = open_page("/help-now/")
    page.goto("/consultation/")
    page.locator("[data-leave]").evaluate(f"link => link.href = '{ELSEWHERE}'")
    return page


def test_the_way_out_is_the_first_stop_and_always_in_sight(open_page):
    page = open_page("/consultation/", width=360)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Leave this page")
    expect(link).to_be_focused()

    page.mouse.wheel(0, 2000)
    page.wait_for_function("scrollY > 1000")
    expect(link).to_be_in_viewport()


def test_pressing_it_takes_the_page_out_of_back(at_the_form):
    page = at_the_form
    page.get_by_label("What should I call you?").fill("Sam")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(f"**{ELSEWHERE}")

    page.go_back()
    page.wait_for_url("**/help-now/")
    assert "/consultation/" not in page.url


def test_three_presses_of_shift_leave(at_the_form):
    for _ in range(3):
        at_the_form.keyboard.press("Shift")
    at_the_form.wait_for_url(f"**{ELSEWHERE}")


def test_writing_capitals_does_not_leave(at_the_form):
    page = at_the_form
    page.get_by_label("What should I call you?").focus()
    for letter in "SAM":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_timeout(300)

    assert page.url.endswith("/consultation/")
    expect(page.get_by_label("What should I call you?")).to_have_value("SAM")


def test_without_script_it_is_a_plain_link_that_promises_no_keys(open_page):
    page = open_page("/consultation/", javascript=False)
    link = page.get_by_role("link", name="Leave this page")
    expect(link).to_have_attribute("href", "https://www.weather.gov/")
    assert "noreferrer" in link.get_attribute("rel")
    expect(page.get_by_text("It can’t clear your history")).to_be_visible()
    expect(page.get_by_text("press Shift three times")).not_to_be_visible()


def test_pages_that_need_none_have_none(open_page):
    page = open_page("/journal/")
    expect(page.get_by_role("link", name="Leave this page")).to_have_count(0)
    assert page.evaluate("document.querySelector('script[src*=leave]')") is None
