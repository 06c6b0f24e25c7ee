"""Dana saves, and a second later every process of the site shows it to everybody.

Two whole sites on one database: what one machine saves another shows. Costs about six seconds.
"""

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests import copies

PATH = "/journal/small-hellos/"
LISTS = ("/", "/journal/", "/journal/feed/", "/sitemap.xml")
HIDDEN = """
from journal.models import Post
Post.objects.create(title="The scheduled one", slug="scheduled", body="Words.")
"""
ADDRESS = "/journal/scheduled/"
SCHEDULE = (
    "UPDATE content_entry SET status = 'public', publish_at = '{at}' WHERE slug = 'scheduled'"
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory, mailbox):
    one = copies.make(tmp_path_factory.mktemp("fresh"), mail_port=mailbox.port)
    other = one.beside()
    try:
        yield one.start(), other.start()
    finally:
        other.stop()
        one.close()


def until_kept(site, path):
    """Ask until the answer is one that was kept; its text."""
    for _ in range(40):
        answer = site.ask(path)
        if "hit" in answer.headers.get("Cache-Status", ""):
            return answer.text
        time.sleep(0.05)
    raise AssertionError(f"{path} is never kept")


def test_what_is_saved_is_seen_everywhere_a_second_later(sites, chromium):
    one = sites[0]
    for site in sites:
        assert "Small hellos, revisited" not in until_kept(site, PATH)
        assert "Small hellos, revisited" not in until_kept(site, "/journal/")
    with chromium.new_context(base_url=one.url) as context:
        page = context.new_page()
        page.goto("/admin/journal/post/?q=hellos")
        page.get_by_label("Username").fill("practitioner")
        page.get_by_label("Password").fill(one.password())
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("link", name="Small hellos").first.click()
        page.get_by_label("Title").fill("Small hellos, revisited")
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.locator(".messagelist")).to_be_visible()
        saved = time.monotonic()

    time.sleep(max(0, saved + 1 - time.monotonic()))
    for site in sites:
        for path in (PATH, "/journal/"):
            assert "Small hellos, revisited" in site.ask(path).text, (site.port, path)


@pytest.mark.engine_free
def test_a_scheduled_text_is_there_at_its_second_and_not_before(sites):
    made = sites[0].manage("shell", "-v", "0", "-c", HIDDEN)
    assert made.returncode == 0, made.stderr
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
    sites[0].write(SCHEDULE.format(at=f"{at:%Y-%m-%d %H:%M:%S}"))
    time.sleep(1)
    seen = {(site, path): until_kept(site, path) for site in sites for path in LISTS}
    assert datetime.now(UTC) < at, "too slow to have looked before"
    assert [path for (_, path), text in seen.items() if ADDRESS in text] == []

    time.sleep((at - datetime.now(UTC)).total_seconds() + 0.05)

    for site in sites:
        for path in LISTS:
            assert ADDRESS in site.ask(path).text, (site.port, path)
