"""Dana signs out: what she typed reaches the site first, and then nobody after her finds it in this browser.

Costs about 8 seconds.
"""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import _context, sign_in
from tests.browser.reading import violations
from tests.browser.test_writing import ADD, words

pytestmark = pytest.mark.engine_free

HELD = "Object.keys(localStorage).filter(name => name.startsWith('writing:')).sort()"
KIMS = {"user": "kim", "url": "/admin/journal/post/keep/", "at": 0, "fields": [["body", "Kim’s."]]}


@pytest.fixture
def page(chromium, site):
    """A page of hers, in a browser that also holds words of Kim's. The session is its own: she ends it."""
    context = _context(chromium, site.url, holds=sign_in(chromium, site))
    page = context.new_page()
    page.goto("/admin/settings/")
    page.evaluate("kims => localStorage.setItem('writing:kims', kims)", json.dumps(KIMS))
    yield page
    context.close()


def unsent(page, title):
    """Type while the site takes nothing, and leave the page."""
    page.context.route("**/keep/", lambda route: route.abort())
    page.goto(ADD)
    page.get_by_label("Title").fill(title)
    words(page).fill("Four words of hers.")
    page.goto("/admin/settings/")
    assert len(page.evaluate(HELD)) == 2


def test_words_that_cannot_be_sent_are_asked_about(page):
    unsent(page, "Held back")
    out = page.get_by_role("button", name="Sign out", exact=True)

    out.click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("“Held back”, 4 words")
    assert not (found := violations(page)), found
    asked.get_by_role("button", name="Stay").click()

    expect(asked).to_have_count(0)
    expect(page).to_have_title("Settings | Desk")
    assert len(page.evaluate(HELD)) == 2
    out.click()
    asked.get_by_role("button", name="Sign out anyway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.wait_for_load_state()
    assert page.evaluate(HELD) == ["writing:kims"]


def test_words_that_can_be_sent_are_kept_on_the_site_and_gone_from_the_browser(page, site):
    unsent(page, "Sent in time")
    page.context.unroute("**/keep/")
    page.goto(ADD)
    words(page).fill("Typed this moment.")

    page.get_by_role("button", name="Sign out", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.wait_for_load_state()
    assert page.evaluate(HELD) == ["writing:kims"]
    rows = site.query("SELECT fields FROM content_revision WHERE origin = 'typed'")
    assert all(any(said in str(row) for row in rows) for said in ("Sent in time", "this moment"))
