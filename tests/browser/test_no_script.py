"""Everything works with JavaScript off."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.engine_free


def test_the_menu_opens_on_a_small_screen(open_page):
    page = open_page("/", javascript=False, width=360)
    menu = page.get_by_role("navigation", name="Main")
    journal = menu.get_by_role("link", name="Journal")
    expect(journal).not_to_be_visible()

    menu.locator("summary").click()
    expect(journal).to_be_visible()
    expect(menu.get_by_role("link", name="Ask to talk")).to_be_visible()

    journal.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Journal")
    expect(menu.get_by_role("link", name="Journal")).not_to_be_visible()


def test_the_menu_opens_by_keyboard_on_a_small_screen(open_page):
    page = open_page("/", javascript=False, width=360)
    menu = page.get_by_role("navigation", name="Main")
    summary = menu.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Guides")).to_be_visible()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Guides")).not_to_be_visible()


def test_a_wide_screen_needs_no_click_to_show_the_menu(open_page):
    page = open_page("/", javascript=False)
    menu = page.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link", name="Journal")).to_be_visible()


def test_search_finds_what_is_written_and_says_when_nothing_is(open_page):
    page = open_page("/", javascript=False)
    page.get_by_role("contentinfo").get_by_role("link", name="Search").click()
    field = page.get_by_role("searchbox")

    field.fill("tide")
    field.press("Enter")
    expect(page.get_by_role("main").get_by_role("article").first).to_contain_text("tide")
    expect(field).to_have_value("tide")

    field.fill("xylophonequux")
    field.press("Enter")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("0 found")
    # Whoever finds nothing is still shown where help is.
    expect(page.get_by_role("main").locator("a[href='tel:988']").first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/no-such-page/"])
def test_every_link_on_top_and_at_the_foot_leads_somewhere(open_page, site, path):
    page = open_page(path, javascript=False)
    links = page.locator("body > header a, body > footer a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    ours = {link for link in links if not link.startswith(("#", "tel:", "mailto:", "sms:"))}
    assert len(ours) >= 10
    assert {link: site.ask(link).status for link in ours} == dict.fromkeys(ours, 200)
    # Nothing that only a script could follow.
    assert all(link.startswith("/") for link in ours)
