"""Real Chromium on the running site. Sam is a visitor, Dana the practitioner."""

import shutil
import tempfile
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import copies
from tests.running_site import Mailbox

# The shell is the same engine without the windows around it, at a quarter of the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
NO_CHROMIUM = "Chromium is not installed: apt-get install chromium-headless-shell"
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    # The shell does not know how good the line is, and would fetch pictures from farther away.
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250",
    # No name but this machine's is looked up, so a page that asks a third party fails its test.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

expect.set_options(timeout=15_000)  # a machine that does much else answers late


@pytest.fixture(scope="session")
def mailbox():
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory, mailbox):
    """The site with its demo content, its mail going to `mailbox`."""
    running = copies.make(tmp_path_factory.mktemp("site"), mail_port=mailbox.port)
    try:
        yield running.start()
    finally:
        running.close()


@pytest.fixture(scope="package")
def chromium():
    """Ends with this folder: Playwright's loop gives database tests beside it connections of their own,
    which PostgreSQL then finds open when the test database is dropped."""
    if not CHROMIUM:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=QUIET, env={"HOME": home, "PATH": "/usr/bin:/bin"}
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def browsing(chromium, site):
    """`with browsing() as open_page:` for what lasts longer, or shorter, than one test.

    `open_page("/fees/", javascript=False, width=360, dark=True)` opens a page of its own context. At the end
    it fails if any page logged an error, broke the content policy or asked another host.
    """
    kept = {}  # pages of visitors whose test is over, by how they look at the site

    @contextmanager
    def browsing():
        used, complaints = [], []

        def open_page(path="/", **how):
            key = tuple(sorted(how.items())) if "holds" not in how else None
            page = kept.pop(key, None) or _context(chromium, site.url, **how).new_page()
            used.append((key, page, _listen(page, complaints, site.url)))
            page.goto(path)
            return page

        open_page.complaints = complaints
        yield open_page
        for key, page, stop_listening in used:
            stop_listening()
            _keep(kept, key, page)
        assert complaints == []

    return browsing


@pytest.fixture
def open_page(browsing):
    """Open pages for one test; see `browsing`."""
    with browsing() as open_page:
        yield open_page


@pytest.fixture(scope="package")
def signed_in(chromium, site):
    """What Dana's browser holds once she has signed in; a test that signs her out signs in by itself."""
    return sign_in(chromium, site)


@pytest.fixture
def dana(open_page, signed_in):
    """Dana at her desk."""
    return open_page("/admin/", holds=signed_in)


def sign_in(chromium, site):
    """Sign in with what `up` printed; what the browser then holds, for contexts that come after."""
    context = _context(chromium, site.url)
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("practitioner")
    page.get_by_label("Password").fill(site.password())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Needs you now").wait_for()
    held = context.storage_state()
    context.close()
    return held


def _context(chromium, url, *, javascript=True, holds=None, **looks):
    context = chromium.new_context(
        storage_state=holds, java_script_enabled=javascript, base_url=url, **_looks(**looks)
    )
    context.set_default_timeout(10_000)
    return context


def _looks(width=1280, dark=False):
    return {
        "viewport": {"width": width, "height": 900},
        "color_scheme": "dark" if dark else "light",
    }


def _keep(kept, key, page):
    """A second of a processor is saved by who need not begin a page; at the desk each has its own."""
    context = page.context
    away = page.is_closed() or any("/admin" in each.url for each in context.pages)
    if key is None or key in kept or away:
        context.close()
        return
    for other in context.pages:
        if other != page:
            other.close()
    context.clear_cookies()
    if page.url.startswith("http"):
        page.evaluate("[localStorage, sessionStorage].forEach(kept => kept.clear())")
    page.goto("about:blank")
    page.mouse.move(0, 0)
    looks = _looks(**{name: how for name, how in key if name != "javascript"})
    page.set_viewport_size(looks["viewport"])
    page.emulate_media(color_scheme=looks["color_scheme"])
    kept[key] = page


def _listen(page, complaints, own):
    """Whatever the page says that it should not is kept in `complaints`, until its answer is called."""
    heard = {
        "console": lambda message: _note(complaints, message),
        "pageerror": lambda error: complaints.append(str(error)),
        "request": lambda request: _only_ours(complaints, request.url, own),
    }
    for event, note in heard.items():
        page.on(event, note)

    def stop():
        for event, note in heard.items():
            page.remove_listener(event, note)

    return stop


def _note(complaints, message):
    # A 4xx answer to the page itself is reported by Chromium as an error too; tests ask for those.
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        complaints.append(message.text)


def _only_ours(complaints, url, own):
    if not url.startswith((f"{own}/", "data:", "blob:", "about:")):
        complaints.append(f"asked {url}")
