"""Dana signs in as a newcomer would: a link, a fingerprint, a drawer for the codes. In a real Chromium."""

import json
import re
from itertools import cycle

import pytest
from playwright.sync_api import expect

from tests import copies
from tests.browser import welcome
from tests.browser.conftest import _context, _listen
from tests.browser.reading import violations

pytestmark = pytest.mark.engine_free


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    """A site of Dana's own: once there is a passkey, the password of `up` opens it no more."""
    running = copies.make(tmp_path_factory.mktemp("signin"))
    try:
        yield running.start()
    finally:
        running.close()


@pytest.fixture
def page(chromium, own_site):
    """A page of a browser with a fingerprint reader; fails if it complains of anything."""
    url = f"http://localhost:{own_site.port}"
    context, complaints = _context(chromium, url, width=360), []
    page = context.new_page()
    _listen(page, complaints, url)
    page.complaints = complaints
    welcome.give_reader(page)
    yield page
    context.close()
    assert complaints == []


def assert_anyone_can_read(page):
    """Whatever it asks of Dana, she can read it, by turns by night and by day, on a small telephone."""
    page.emulate_media(color_scheme=next(page.schemes))
    assert not (found := violations(page)), f"{page.url}\n{found}"
    wide = page.locator("main").evaluate("main => main.scrollWidth - main.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def begin(page, site):
    """From the link that `up` printed to the desk."""
    page.goto(welcome.way_in(site))
    assert_anyone_can_read(page)
    page.get_by_label("Your name here").fill("dana")
    page.get_by_label("Password").fill("a kettle and a window")
    page.get_by_role("button", name="Go on").click()
    assert_anyone_can_read(page)
    page.get_by_role("button", name="Use this device").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert_anyone_can_read(page)
    page.get_by_role("button", name="Go to the desk").click()
    expect(page).to_have_url(re.compile("/admin/sign-in/codes/"))  # not ticked
    page.get_by_label("I have put them away").check()
    page.get_by_role("button", name="Go to the desk").click()
    expect(page).to_have_url(re.compile("/admin/$"))


NIGHT_FIRST, DAY_FIRST = ("dark", "light"), ("light", "dark")


@pytest.mark.parametrize(
    "turns", [NIGHT_FIRST, pytest.param(DAY_FIRST, marks=pytest.mark.look)], ids=str
)
def test_from_the_link_to_a_sign_in_without_typing(page, own_site, turns):
    page.schemes = cycle(turns)
    begin(page, own_site)
    page.goto("/admin/sign-in/")
    expect(page.locator(".devices li")).to_have_count(1)
    assert_anyone_can_read(page)
    page.goto("/admin/sign-in/app/")
    assert_anyone_can_read(page)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in again").click()
    expect(page).to_have_url(re.compile("/admin/login/"))
    page.goto("/admin/journal/post/")  # a link in a mail
    assert_anyone_can_read(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url(re.compile(r"\d/admin/journal/post/$"))
    _a_form_in_another_tab_survives(page)
    _says_before_it_ends(page)
    _sees_a_violation(page)


def _a_form_in_another_tab_survives(page):
    """Signed out and in again here, Dana can still send off what she had begun in another tab."""
    other = page.context.new_page()
    other.goto("/admin/content/tag/add/")
    other.locator("#id_name").fill("Evenings")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(r"\d/admin/$"))
    with other.expect_response("**/sign-in/left/"):
        other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.wait_for_timeout(200)
    other.locator("[name=_save]").click()
    expect(other.get_by_text("was added successfully")).to_be_visible()
    other.close()


def _says_before_it_ends(page):
    """The two minutes before the end: what was written is saved, and Dana may stay."""
    left = {"left": 100, "can_stay": True}
    page.route("**/sign-in/left/", lambda route: route.fulfill(body=json.dumps(left)))
    page.clock.install()
    page.goto("/admin/journal/post/")
    page.evaluate("""() => {
        window.told = [];
        for (const name of ["desk:save", "desk:signed-out"])
            document.addEventListener(name, () => window.told.push(name));
    }""")
    dialog = page.get_by_role("dialog")
    page.clock.fast_forward("27:00")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("01:10")
    expect(dialog).to_contain_text("2 minutes")
    assert page.evaluate("window.told") == ["desk:save"]
    page.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()

    left.update(left=0, can_stay=False)
    page.clock.fast_forward("31:00")
    expect(dialog).to_contain_text("You have been signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    assert page.evaluate("window.told.at(-1)") == "desk:signed-out"


def _sees_a_violation(page):
    """The watch that found none so far does see one."""
    assert page.complaints == []
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("true")
    assert any("Content Security Policy" in said for said in page.complaints)
    page.complaints.clear()
