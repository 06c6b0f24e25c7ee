"""Dana's desk in a browser: anyone can read each page, a telephone shows it, no widget breaks a rule.

Costs about 20 seconds.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.reading import sideways, violations

pytestmark = pytest.mark.engine_free


@pytest.fixture(scope="module")
def dana_at_work(browsing, site):
    """Dana's page, signed in once for all, and the list of the rules it was seen to break."""
    desk.fill(site)
    with browsing() as open_page:
        page = open_page("about:blank")
        page.reports = desk.enter(page, site)
        page.complaints = open_page.complaints
        yield page


def assert_anyone_can_use(page, name):
    """At a desk, and then on a telephone with the menu open."""
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not (found := violations(page)), f"{name}, {page.url}\n{found}"
    assert page.locator("h1").count() == 1, name
    assert not (found := sideways(page)), f"{name} is {found}"
    page.set_viewport_size({"width": 360, "height": 800})
    assert not (found := sideways(page)), f"{name} is {found}"
    assert not (found := desk.too_small(page)), f"{name}: {found}"


def test_anyone_can_use_a_list_its_forms_and_what_lies_below(dana_at_work):
    """One model for all: `make look` goes through whatever the admin knows (tests/look/test_desk.py)."""
    page = dana_at_work
    page.set_viewport_size({"width": 1280, "height": 900})
    seen = []
    for name in desk.pages_of(page, "content/emotion", below=True):
        assert_anyone_can_use(page, name)
        seen.append(name.removeprefix("content/emotion "))
    assert seen == ["list", "add", "change", "history", "delete"]
    assert page.reports == []


@pytest.mark.parametrize("address", ["", "settings/"])
def test_anyone_can_use_the_pages_that_belong_to_no_model(dana_at_work, address):
    assert dana_at_work.goto(f"/admin/{address}").status == 200
    assert_anyone_can_use(dana_at_work, address)


def test_what_dana_prints_as_evidence_is_a_paper_and_no_screen(dana_at_work):
    """On paper no narrower than a letter's or A4's inner width, with whose it is, of where and which day."""
    page = dana_at_work
    page.goto("/admin/evidence/agreement/add/")
    page.get_by_label("What they do for you").select_option("the mail server")
    page.get_by_label("With whom").fill("Postbox Ltd")
    page.get_by_label("Why none is needed").fill("It stands in my own office.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert_anyone_can_use(page, "evidence")

    letterhead = page.get_by_text("printed on")
    on_screen = [
        *(page.get_by_role("link", name="Add agreement"), page.get_by_role("button", name="Go")),
        *(page.get_by_role("checkbox").first, page.locator(".messagelist")),
    ]
    expect(letterhead).to_be_hidden()
    for control in on_screen:
        expect(control).to_be_visible()
    page.set_viewport_size({"width": 640, "height": 900})
    page.emulate_media(media="print")
    try:
        expect(letterhead).to_contain_text("The Long Window, http://127.0.0.1")
        expect(page.get_by_role("cell", name="It stands in my own office.")).to_be_visible()
        expect(page.get_by_text("164.312(e)(2)(ii)")).to_be_visible()
        for control in on_screen:
            expect(control).to_be_hidden()
        assert not (found := sideways(page)), found
        assert 3 <= len(re.findall(rb"/Type /Page\b", page.pdf(format="Letter"))) <= 5
    finally:
        page.emulate_media(media="screen")


def test_the_menu_of_a_telephone_works_without_script(browsing, site):
    with browsing() as open_page:
        page = open_page("/admin/", javascript=False, width=360)
        desk.sign_in(page, site)
        column = page.get_by_role("navigation", name="Desk")
        expect(column).to_be_hidden()

        page.get_by_text("Menu").click()

        expect(column.get_by_role("link", name="Desk", exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        assert sideways(page) == ""
        column.get_by_role("link", name="Writing").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Posts")


def test_a_broken_rule_is_heard_of(dana_at_work):
    page = dana_at_work
    page.goto("/admin/settings/")
    for directive, breach in desk.PROVOKE.items():
        page.evaluate(f"() => {{ {breach} }}")
        page.wait_for_timeout(50)
        assert page.reports.pop().startswith(f"{directive} by inline on /admin/settings/")
    assert page.evaluate("window.ran") is None
    assert len(page.complaints) == len(desk.PROVOKE)  # the browser's own words, in the console
    page.complaints.clear()


def test_a_tag_is_found_by_its_letters_and_a_new_one_made_in_a_window(dana_at_work):
    page = dana_at_work
    page.goto("/admin/pages/page/add/")
    box = page.locator(".field-tags .select2-search__field")
    box.click()
    box.press_sequentially("re")
    page.locator(".select2-results__option", has_text="re").first.wait_for()
    assert not (found := violations(page)), found
    page.keyboard.press("Enter")
    chosen = page.locator(".field-tags .select2-selection__choice")
    expect(chosen).to_have_count(1)

    with page.expect_popup() as opened:
        page.locator("#add_id_tags").click()
    window = opened.value
    window.get_by_label("Name").fill("lanterns")
    window.get_by_label("Slug").fill("lanterns")
    window.get_by_role("button", name="Save", exact=True).click()

    expect(chosen).to_have_count(2)
    expect(chosen.last).to_contain_text("lanterns")
    assert page.reports == []


def test_rows_are_added_and_taken_away_and_a_box_is_named(dana_at_work):
    page = dana_at_work
    page.goto("/admin/profile/practice/1/change/")
    before = page.locator("#days_away-group .dynamic-days_away").count()
    page.get_by_text("Add another Days away").click()
    row = page.locator("#days_away-group .dynamic-days_away").last
    row.get_by_label("First day away").fill("2026-12-24")
    row.locator(".date-icon").first.click()
    page.locator(".calendarbox:visible").wait_for()
    assert not (found := violations(page)), found
    page.locator(".calendarbox:visible td a", has_text="15").click()
    assert row.get_by_label("First day away").input_value() == "2026-12-15"

    row.get_by_text("Remove").click()

    expect(page.locator("#days_away-group .dynamic-days_away")).to_have_count(before)
    assert page.reports == []


def test_a_list_is_filtered_searched_sorted_and_a_row_deleted(dana_at_work):
    page = dana_at_work
    page.goto("/admin/journal/post/")
    everything = page.locator("#result_list tbody tr").count()
    page.locator(".sieve summary").click()
    page.locator("#changelist-filter").get_by_role("link", name="draft", exact=True).click()
    expect(page.get_by_role("link", name="Show all again")).to_be_visible()
    drafts = page.locator("#result_list tbody tr").count()
    assert 0 < drafts < everything
    page.get_by_role("link", name="Show all again").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(everything)

    page.goto("/admin/content/tag/add/")
    page.get_by_label("Name").press_sequentially("Ferns")
    expect(page.get_by_label("Slug")).to_have_value("ferns")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Find in this list").fill("fern")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.locator("#result_list thead").get_by_role("link", name="Name").click()
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("delete_selected")
    page.get_by_role("button", name="Go").click()
    assert not (found := violations(page)), found
    page.get_by_role("button", name="Delete tag").click()

    expect(page.get_by_text("Successfully deleted 1 tag.")).to_be_visible()
    page.goto("/admin/content/tag/?q=fern")
    expect(page.get_by_text("Nothing fits that.")).to_be_visible()
    assert page.reports == []
