"""Dana writes on a Sunday evening, and whatever breaks, no word is lost."""

import json
import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests import copies
from tests.browser import pasted
from tests.browser.reading import sideways, violations
from tests.browser.test_inbox import sign_in as enter
from tests.content.photographs import picture
from tests.faults.processes import kill_all

pytestmark = pytest.mark.engine_free

ADD = "/admin/journal/post/add/"
KEPT = re.compile(r"Kept at \d")
LINE = "Seven cups stand on the shelf, and I use one."
A_PHONE = pytest.param(360, "dark", marks=pytest.mark.look)


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    """A site that may be killed."""
    running = copies.make(tmp_path_factory.mktemp("writing"), OUTBOX="off")
    yield running.start()
    running.close()


@pytest.fixture
def browser_of_dana(chromium, own_site):
    """Dana's own browser, signed in: its context, to open pages in."""
    context = chromium.new_context(base_url=own_site.url)
    context.set_default_timeout(15_000)
    sign_in(context.new_page(), own_site)
    yield context
    context.close()


def sign_in(page, site, where="/admin/"):
    page.goto(where)
    enter(page, site)


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
    page = browser_of_dana.new_page()
    page.goto(ADD)
    page.get_by_label("Title").fill("Killed")
    words(page).press_sequentially(LINE, delay=5)
    kept(page)

    kill_all(own_site)
    words(page).press_sequentially(LINE, delay=5)
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
    page = browser_of_dana.new_page()
    page.goto(ADD)
    page.get_by_label("Title").fill("Signed out")
    words(page).press_sequentially(LINE, delay=5)
    kept(page)

    browser_of_dana.clear_cookies(name="sessionid")
    words(page).press_sequentially(LINE, delay=5)
    line = page.locator(".kept")
    expect(line).to_contain_text("You are signed out. Your words are kept in this browser.")
    with browser_of_dana.expect_page() as opened:
        line.get_by_role("link").click()
    sign_in(opened.value, own_site, opened.value.url)

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
    early = "".join(f"Word {number} of the evening. " for number in range(40))
    words(page).press_sequentially(early, delay=3)
    page.wait_for_timeout(5000)
    page.evaluate("document.querySelector('form.writer').elements.body.value += 'too late'")
    crash(page)

    assert on_the_server(own_site) == early


def crash(page):
    """End the process of the page as a power cut does: nothing of its own runs any more."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


def test_two_tabs_are_told_and_both_texts_stay(browser_of_dana):
    page = browser_of_dana.new_page()
    page.goto(ADD)
    page.get_by_label("Title").fill("Two tabs")
    words(page).fill("The beginning.")
    page.get_by_role("button", name="Save draft").first.click()
    other = browser_of_dana.new_page()
    other.goto(page.url)

    words(other).fill("The beginning, in the other tab.")
    other.get_by_role("button", name="Save draft").first.click()
    words(page).press_sequentially(" Mine.")
    expect(page.locator(".overtaken-now")).to_contain_text("saved this text on")
    page.get_by_role("button", name="Save draft").first.click()

    notice = page.get_by_role("alert").filter(has_text="after you had opened it")
    expect(notice).to_contain_text("in the other tab")
    expect(words(page)).to_have_value(re.compile("Mine"))
    page.get_by_role("button", name="Save mine on top").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    page.get_by_role("link", name="Earlier versions").click()
    expect(page.locator(".shelf-list li")).to_have_count(3)


def test_word_and_google_docs_become_markdown(dana):
    dana.goto(ADD)
    for html, markdown in (
        (pasted.WORD, pasted.WORD_AS_MARKDOWN),
        (pasted.DOCS, pasted.DOCS_AS_MARKDOWN),
    ):
        words(dana).fill("")
        assert paste(dana, html) < 500
        expect(words(dana)).to_have_value(markdown)


def test_two_megabytes_of_word_are_pasted_in_two_seconds(dana):
    dana.goto(ADD)
    many = pasted.WORD.partition("<!--StartFragment-->")[2].partition("<!--EndFragment-->")[0]
    html = f"<html><body>{many * (2_000_000 // len(many) + 1)}</body></html>"

    took = paste(dana, html)

    assert took < 2500, f"{took} ms for {len(html)} characters"
    assert words(dana).input_value().count("## What helps") == html.count("What helps")


def test_plain_text_is_pasted_as_it_is(dana):
    dana.goto(ADD)
    words(dana).click()
    prevented = dana.evaluate(PASTE, {"text": "* a star * and _more_"})

    assert prevented is False
    assert dana.evaluate(PASTE, {"html": "<div><span>code</span></div>", "text": "code"}) is False


PASTE = """({ html, text }) => {
    const held = new DataTransfer()
    if (html) held.setData("text/html", html)
    if (text) held.setData("text/plain", text)
    const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true })
    document.querySelector("textarea.words").dispatchEvent(event)
    return event.defaultPrevented
}"""


def paste(page, html):
    """How many milliseconds the page was busy with it."""
    page.evaluate("html => { window.pasted = html }", html)
    return page.evaluate(
        f"() => {{ const began = performance.now(); ({PASTE})({{ html: window.pasted, text: 'x' }});"
        " document.body.offsetHeight; return performance.now() - began }"
    )


@pytest.mark.parametrize(("width", "scheme"), [A_PHONE, (1280, "light")])
def test_every_tool_is_used_and_the_policy_holds(dana, tmp_path, width, scheme):
    """The page's own complaints, violations of the policy among them, fail the test; see conftest."""
    dana.set_viewport_size({"width": width, "height": 900})
    dana.emulate_media(color_scheme=scheme)
    dana.goto(ADD)
    dana.get_by_label("Title").fill("Every tool")
    mark_and_undo(dana)
    link_by_search(dana)
    (tmp_path / "lamp.jpg").write_bytes(picture(size=(width, 600)))
    add_a_picture(dana, tmp_path / "lamp.jpg")
    if width < 1000:
        dana.get_by_role("button", name="Preview").click()
    look_at_the_preview(dana)
    dana.get_by_role("button", name="Full screen").click()
    words(dana).press("Escape")
    choose_day_emotion_and_tag(dana)

    kept(dana)
    assert not (found := violations(dana)), found
    assert not (found := sideways(dana)), found


def mark_and_undo(page):
    area = words(page)
    area.press_sequentially("calm")
    area.press("Control+a")
    area.press("Control+b")
    expect(area).to_have_value("**calm**")
    area.press("Control+z")
    expect(area).to_have_value("calm")
    area.press("Control+a")
    page.get_by_role("button", name="Emphasis").click()
    expect(area).to_have_value("*calm*")
    area.press("End")


def link_by_search(page):
    words(page).press("Control+k")
    link = page.get_by_role("dialog", name="Link")
    link.get_by_role("searchbox").fill("second cup")
    link.get_by_role("button", name="The second cup").click()
    expect(words(page)).to_have_value("*calm*[The second cup](/journal/the-second-cup/)")


def look_at_the_preview(page):
    shown = page.frame_locator("iframe[title='How the page will look']")
    expect(shown.get_by_role("heading", level=1)).to_have_text("Every tool")
    expect(shown.get_by_role("img", name="A lamp")).to_be_visible()
    shown.get_by_role("link", name="The second cup").first.click()
    expect(shown.get_by_role("heading", level=1)).to_have_text("Every tool")
    words(page).press("Control+End")
    words(page).press_sequentially("\n\n## Newer words")
    expect(shown.get_by_role("heading", name="Newer words")).to_be_visible()


def choose_day_emotion_and_tag(page):
    page.get_by_label("On a day").check()
    page.get_by_label("Day", exact=True).fill("2020-06-01")
    page.get_by_label("Time", exact=True).fill("18:00")
    expect(page.get_by_text("This day has gone by.")).to_be_visible()
    page.get_by_label("calm", exact=True).check()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("rest")
    page.locator(".select2-results__option").first.click()
    expect(page.locator(".select2-selection__choice")).to_have_count(1)


def add_a_picture(page, file):
    page.get_by_role("button", name="Picture", exact=True).click()
    box = page.get_by_role("dialog", name="Picture")
    box.get_by_label("A new picture").set_input_files(file)
    box.get_by_role("button", name="Add this picture").click()
    expect(box.get_by_role("alert")).to_contain_text("Say in a few words")
    box.get_by_label("What it shows").fill("A lamp")
    box.get_by_role("button", name="Add this picture").click()
    expect(box).to_be_hidden()
    expect(words(page)).to_have_value(re.compile(r"!\[\]\(image:lamp-?\d*\)"))
