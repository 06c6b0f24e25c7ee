"""Dana writes on a Sunday evening, and whatever breaks, no word is lost.

Costs about 30 seconds. She waits for nothing that a clock can be set forward for; only the test of her last
five seconds takes them.
"""

import json
import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests import copies
from tests.browser.conftest import sign_in as signed_in_as_dana
from tests.browser.test_inbox import sign_in as enter
from tests.faults.processes import kill_all

pytestmark = pytest.mark.engine_free

ADD = "/admin/journal/post/add/"
KEPT = re.compile(r"Kept at \d")
LINE = "Seven cups, and I use one."


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    """A site that may be killed."""
    running = copies.make(tmp_path_factory.mktemp("writing"), OUTBOX="off")
    yield running.start()
    running.close()


@pytest.fixture(scope="module")
def signed_in_here(chromium, own_site):
    return signed_in_as_dana(chromium, own_site)


@pytest.fixture
def browser_of_dana(chromium, own_site, signed_in_here):
    """Dana's own browser, signed in: its context, to open pages in."""
    context = chromium.new_context(base_url=own_site.url, storage_state=signed_in_here)
    context.set_default_timeout(15_000)
    yield context
    context.close()


def sign_in(page, site, where="/admin/"):
    page.goto(where)
    enter(page, site)


def begins(context, title):
    """A new post with a title, on a page whose clock can be set forward."""
    context.clock.install()
    page = context.new_page()
    page.goto(ADD)
    page.get_by_label("Title").fill(title)
    return page


def later(page, seconds=5):
    """Set the clock forward: what waits for that long is done now."""
    page.clock.fast_forward(seconds * 1000)


def words(page):
    return page.get_by_label("Words", exact=True)


def kept(page):
    expect(page.locator(".kept")).to_have_text(KEPT)


def on_the_server(site):
    """The words of the newest unsaved copy, read past the site."""
    [[fields]] = site.query(
        "SELECT fields FROM content_revision WHERE origin = 'typed' ORDER BY saved_at DESC LIMIT 1"
    )
    return (json.loads(fields) if isinstance(fields, str) else fields)["body"][-1]


def test_the_server_is_killed_while_she_types(browser_of_dana, own_site):
    page = begins(browser_of_dana, "Killed")
    words(page).press_sequentially(LINE)
    later(page)
    kept(page)

    kill_all(own_site)
    words(page).press_sequentially(LINE)
    later(page)
    expect(page.locator(".kept")).to_have_text(
        "Not connected. Your words are kept in this browser."
    )
    page.close()  # the evening is over, and the site is still down
    own_site.start()
    page = browser_of_dana.new_page()
    page.goto(ADD)

    found = page.locator("#found-here")
    expect(found).to_contain_text("“Killed”")
    found.get_by_role("link", name="Continue with them").click()
    expect(words(page)).to_have_value(LINE * 2)
    assert page.evaluate("Object.keys(localStorage).filter(n => n.startsWith('writing:'))") == []


def test_the_session_ends_while_she_types(browser_of_dana, own_site):
    page = begins(browser_of_dana, "Signed out")
    words(page).press_sequentially(LINE)
    later(page)
    kept(page)

    browser_of_dana.clear_cookies(name="sessionid")
    words(page).press_sequentially(LINE)
    later(page)
    line = page.locator(".kept")
    expect(line).to_contain_text("You are signed out. Your words are kept in this browser.")
    with browser_of_dana.expect_page() as opened:
        line.get_by_role("link").click()
    sign_in(opened.value, own_site, opened.value.url)

    later(page)
    kept(page)
    assert on_the_server(own_site) == LINE * 2
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    expect(words(page)).to_have_value(LINE * 2)


def test_sent_after_the_session_ended_the_words_come_back(browser_of_dana, own_site):
    page = browser_of_dana.new_page()
    page.goto(ADD)
    page.get_by_label("Title").fill("Sent signed out")
    words(page).fill(LINE)
    browser_of_dana.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your words are still here")
    with browser_of_dana.expect_page() as opened:
        page.get_by_role("link", name="Sign in on a page of its own").click()
    sign_in(opened.value, own_site, opened.value.url)
    page.get_by_role("button", name="Save").click()
    if page.get_by_text("Press the button once more").count():
        page.get_by_role("button", name="Save").click()

    expect(words(page)).to_have_value(LINE)
    expect(page.locator(".messagelist")).to_contain_text("Saved.")


def test_the_browser_is_killed_and_the_site_has_all_but_the_last_words(browser_of_dana, own_site):
    page = browser_of_dana.new_page()
    page.goto(ADD)
    page.get_by_label("Title").fill("Crashed")
    early = "".join(f"Word {number} of the evening. " for number in range(4))
    words(page).press_sequentially(early, delay=3)
    page.wait_for_timeout(5000)
    page.evaluate("document.querySelector('form.writer').elements.body.value += 'too late'")
    crash(page)

    assert on_the_server(own_site) == early


def test_a_save_that_is_stopped_does_not_end_the_keeping(browser_of_dana, own_site):
    page = begins(browser_of_dana, "Stopped")
    page.route(re.compile("/add/$"), lambda route: route.fulfill(status=204))  # as after Esc
    words(page).fill("Before.")
    page.get_by_role("button", name="Save draft").first.click()

    words(page).press_sequentially(" After.")
    later(page, 20)

    kept(page)
    assert on_the_server(own_site) == "Before. After."


def test_a_page_that_goes_sends_only_what_a_browser_lets_it(browser_of_dana):
    page = browser_of_dana.new_page()
    page.goto(ADD)
    sent = []
    # The preview asks too, when it likes.
    page.on(
        "request", lambda asked: sent.append(asked.url) if asked.url.endswith("/keep/") else None
    )
    goes = "window.dispatchEvent(new Event('pagehide'))"

    words(page).fill(
        "ж" * 40_000
    )  # 80,000 bytes: with keepalive a browser refuses more than 65,536
    page.evaluate(goes)
    assert sent == []
    assert "жжж" in page.evaluate("JSON.stringify(localStorage)")  # the next page sends it
    words(page).fill("ж" * 20_000)
    with page.expect_response("**/keep/") as answer:
        page.evaluate(goes)

    assert answer.value.status == 200


def crash(page):
    """End the process of the page as a power cut does: nothing of its own runs any more."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


def test_two_tabs_are_told_and_both_texts_stay(browser_of_dana):
    page = begins(browser_of_dana, "Two tabs")
    words(page).fill("The beginning.")
    page.get_by_role("button", name="Save draft").first.click()
    other = browser_of_dana.new_page()
    other.goto(page.url)

    words(other).fill("The beginning, in the other tab.")
    other.get_by_role("button", name="Save draft").first.click()
    words(page).press_sequentially(" Mine.")
    later(page)
    expect(page.locator(".overtaken-now")).to_contain_text("saved this text on")
    page.get_by_role("button", name="Save draft").first.click()

    notice = page.get_by_role("alert").filter(has_text="after you had opened it")
    expect(notice).to_contain_text("in the other tab")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#found-here")).to_be_hidden()  # they are here, not lost
    expect(words(page)).to_have_value(re.compile("Mine"))
    page.get_by_role("button", name="Save mine on top").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    page.get_by_role("link", name="Earlier versions").click()
    expect(page.locator(".shelf-list li")).to_have_count(3)
