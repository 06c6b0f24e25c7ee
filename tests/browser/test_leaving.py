"""Somebody looks over Sam's shoulder: one press, and the page is gone."""

import pytest
from playwright.sync_api import expect

from tests.browser import visitor

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


def test_nothing_is_seen_while_the_other_page_is_on_its_way(open_page):
    page = open_page("/consultation/")
    # A place on this very page, so that the other one never comes.
    page.locator("[data-leave]").evaluate("link => link.href = '#main'")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.get_by_role("link", name="Leave this page").click()

    seen = "[getComputedStyle(document.body).display, document.title]"
    assert page.evaluate(seen) == ["none", ""]


@pytest.fixture
def written(open_page):
    """The form, with Sam's words in it."""
    page = open_page("/journal/")
    page.goto("/consultation/")
    page.get_by_label("In a few lines").fill("I cannot sleep.")
    return page


def test_words_are_not_put_back_after_leaving(written):
    written.locator("[data-leave]").evaluate(f"link => link.href = '{ELSEWHERE}'")
    written.goto("/privacy/")
    written.goto("/consultation/")
    written.locator("[data-leave]").evaluate(f"link => link.href = '{ELSEWHERE}'")
    written.get_by_role("link", name="Leave this page").click()
    written.wait_for_url(f"**{ELSEWHERE}")

    written.go_back()
    written.go_back()
    written.wait_for_url("**/consultation/")

    expect(written.get_by_label("In a few lines")).to_have_value("")


def test_words_are_put_back_for_who_only_looked_something_up(written):
    written.goto("/privacy/")
    written.go_back()

    expect(written.get_by_label("In a few lines")).to_have_value("I cannot sleep.")


def test_words_are_not_put_back_after_sending(written):
    visitor.fill(written, {**visitor.SAM, "times": "once, and then Back"})
    assert visitor.send(written).status == 200

    written.go_back()
    written.wait_for_url("**/consultation/")

    expect(written.get_by_label("In a few lines")).to_have_value("")
    expect(written.get_by_label("What should I call you?")).to_have_value("")


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
    expect(page.get_by_text("This visit stays in your browser’s history")).to_be_visible()
    expect(page.get_by_text("Shift three times")).not_to_be_visible()


def test_button_that_needs_a_script_is_not_seen_without_one(open_page):
    plain = open_page("/guides/keeping-your-edges/", javascript=False)
    expect(plain.get_by_text("Print this to keep")).not_to_be_visible()
    scripted = open_page("/guides/keeping-your-edges/")
    expect(scripted.get_by_text("Print this to keep")).to_be_visible()


def test_pages_that_need_none_have_none(open_page):
    page = open_page("/journal/")
    expect(page.get_by_role("link", name="Leave this page")).to_have_count(0)
    assert page.evaluate("document.querySelector('script[src*=leave]')") is None
