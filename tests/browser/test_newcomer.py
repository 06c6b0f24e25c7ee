"""Dana’s first evening, given only the address and the link that `up` prints: a post with its day.

Costs about 30 seconds: the page knows minutes, and takes seconds, too. `make look` waits for a minute.
"""

import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests import copies
from tests.browser import welcome
from tests.browser.conftest import _context, _listen
from tests.content.photographs import picture

pytestmark = pytest.mark.engine_free

TITLE, SUMMARY = "What the rain is for", "On sitting still while it rains."
PROPOSED, CHOSEN = "what-the-rain-is-for", "rain"
PARAGRAPH = (
    "It began to rain during the last hour of the day, and for a while nobody in the room said anything. "
    "You could hear it on the roof and in the gutter, and then only on the leaves of the tree by the window. "
    "We often believe that a pause must be filled. Rain fills nothing, and still it is easy to be with. "
)
LAST = "Perhaps that is what the rain is for."
WORDS = [*[PARAGRAPH.strip()] * 5, LAST]
# From the printed link to the scheduled post. More than these is a step that somebody added to her evening.
MOST_PRESSES = 16
LISTS = ["/", "/journal/", "/journal/feed/", "/emotions/calm/", "/search/?q=gutter", "/sitemap.xml"]


@dataclass
class Evening:
    """Dana at her browser, Sam at his; how often she pressed something, and how long it took."""

    site: Any
    dana: Any
    sam: Any
    presses: int = 0
    began: float = field(default_factory=time.monotonic)

    def press(self, what):
        self.presses += 1
        what.click()

    @property
    def seconds(self):
        return round(time.monotonic() - self.began, 1)

    def gets(self, path):
        """What Sam's browser is answered."""
        return self.sam.request.get(path)


@pytest.fixture
def evening(chromium, tmp_path):
    """A new site, a browser with a fingerprint reader and one that is nobody's."""
    site = copies.make(tmp_path / "site")
    try:
        url = f"http://localhost:{site.start().port}"
        contexts = [_context(chromium, url) for _ in range(2)]
        pages, complaints = [context.new_page() for context in contexts], []
        for page in pages:
            _listen(page, complaints, url)
        welcome.give_reader(pages[0])
        yield Evening(site, *pages)
        for context in contexts:
            context.close()
        assert complaints == []
    finally:
        site.close()


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.look)])
def test_from_the_first_link_to_a_post_that_moved(evening, tmp_path, record_property, whole):
    begins(evening)
    begins_a_post(evening)
    writes(evening)
    adds_a_picture(evening, tmp_path / "leaves.png")
    sees_it_in_the_preview(evening)
    minute = schedules(evening, whole)
    assert evening.presses <= MOST_PRESSES
    record_property("presses", evening.presses)
    record_property("seconds to the scheduled post", evening.seconds)

    nobody_sees_it_before(evening, minute)
    it_appears_by_itself(evening, minute)
    changes_its_address(evening)
    sam_follows_the_old_one(evening)
    record_property("seconds", evening.seconds)


def begins(evening):
    """From the link to the desk."""
    page = evening.dana
    page.goto(welcome.way_in(evening.site))
    page.get_by_label("Your name here").fill("dana")
    page.get_by_label("Password").fill("a kettle and a window")
    evening.press(page.get_by_role("button", name="Go on"))
    evening.press(page.get_by_role("button", name="Use this device"))
    expect(page.locator(".codes li")).to_have_count(10)
    evening.press(page.get_by_label("I have put them away"))
    evening.press(page.get_by_role("button", name="Go to the desk"))
    expect(page).to_have_url(re.compile(r"\d/admin/$"))


def begins_a_post(evening):
    evening.press(evening.dana.get_by_role("link", name="Write a post"))
    expect(evening.dana.get_by_role("heading", level=1)).to_have_text("Write a post")


def writes(evening):
    """A title, a summary and some three hundred words; the address is proposed meanwhile."""
    page = evening.dana
    evening.press(page.get_by_label("Title"))
    page.keyboard.type(TITLE)
    expect(page.get_by_label("Address")).to_have_value(PROPOSED)
    evening.press(page.get_by_label("Words", exact=True))
    for paragraph in WORDS:
        page.keyboard.insert_text(paragraph)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    expect(page.locator(".count")).to_have_text(re.compile(r"^3\d\d words"))
    expect(page.locator(".kept")).to_have_text(re.compile(r"Kept at \d"))
    page.get_by_label("Summary").fill(SUMMARY)


def adds_a_picture(evening, file):
    """She presses beside the words, chooses a file and says what it shows; then an emotion."""
    file.write_bytes(picture("PNG", size=(640, 400), colour="olive"))
    page = evening.dana
    evening.press(page.get_by_role("button", name="Picture", exact=True))
    box = page.get_by_role("dialog", name="Picture")
    evening.presses += 1  # the browser's own window of files
    box.get_by_label("A new picture").set_input_files(file)
    box.get_by_label("What it shows").fill("Wet leaves")
    evening.press(box.get_by_role("button", name="Add this picture"))
    expect(box).to_be_hidden()
    evening.press(page.get_by_label("calm", exact=True))


def sees_it_in_the_preview(evening):
    shown = evening.dana.frame_locator("iframe[title='How the page will look']")
    expect(shown.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(shown.get_by_text(LAST)).to_be_visible()
    leaves = shown.get_by_role("img", name="Wet leaves")
    expect(leaves).to_be_visible()
    assert leaves.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 0


def schedules(evening, whole):
    """For a moment, or a `whole` minute, that leaves time to look before it; that moment."""
    page = evening.dana
    [zone] = re.findall(
        r"clock: ([\w /]+), where it is", page.locator(".field-publish_at").inner_text()
    )
    here = datetime.now(ZoneInfo(zone.replace(" ", "_")))
    minute = (here + timedelta(seconds=80 if whole else 15)).replace(microsecond=0)
    if whole:
        minute = minute.replace(second=0)
    evening.press(page.get_by_label("On a day"))
    page.get_by_label("Day", exact=True).fill(f"{minute:%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill(f"{minute:%H:%M}" if whole else f"{minute:%H:%M:%S}")
    evening.press(page.get_by_role("button", name="Schedule").first)
    told = page.locator(".messagelist")
    expect(told).to_contain_text(
        f"{minute:%A, %B} {minute.day}, at {int(f'{minute:%I}')}:{minute:%M}"
    )
    return minute


def nobody_sees_it_before(evening, minute):
    """No address, no list, no picture of emotions knows of it, and Dana's desk does."""
    page = evening.sam
    assert page.goto(f"/journal/{PROPOSED}/").status == 404
    for path in LISTS:
        answer = evening.gets(path)
        assert answer.status == 200, path
        assert PROPOSED not in answer.text(), path
        assert TITLE not in answer.text(), path
    assert datetime.now(minute.tzinfo) < minute, "too slow to have looked before"
    evening.press(evening.dana.get_by_role("link", name="Desk", exact=True))
    waits = evening.dana.get_by_role("region", name="What is scheduled")
    expect(waits.get_by_role("link", name=TITLE)).to_be_visible()


def it_appears_by_itself(evening, minute):
    """Nobody does anything; Sam asks again and again."""
    deadline = time.monotonic() + 90
    while evening.gets(f"/journal/{PROPOSED}/").status == 404 and time.monotonic() < deadline:
        time.sleep(0.5)
    assert datetime.now(minute.tzinfo) >= minute
    page = evening.sam
    assert page.goto(f"/journal/{PROPOSED}/").status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("img", name="Wet leaves")).to_be_visible()
    for path in LISTS:
        assert f"/journal/{PROPOSED}/" in evening.gets(path).text(), path
    page.goto("/journal/")
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()


def changes_its_address(evening):
    """At the desk, where both addresses are told."""
    page = evening.dana
    evening.press(page.get_by_role("link", name="Writing", exact=True))
    evening.press(page.get_by_role("link", name=TITLE))
    expect(page.locator(".field-slug")).to_contain_text(f"Now it is at /journal/{PROPOSED}/")
    page.get_by_label("Address").fill(CHOSEN)
    evening.press(page.get_by_role("button", name="Save").first)
    told = page.locator(".messagelist")
    expect(told).to_contain_text(f"was /journal/{PROPOSED}/ and is now /journal/{CHOSEN}/")
    expect(told).to_contain_text("The old one leads here")


def sam_follows_the_old_one(evening):
    page = evening.sam
    page.goto(f"/journal/{PROPOSED}/")
    expect(page).to_have_url(re.compile(rf"\d/journal/{CHOSEN}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    for path in LISTS:
        answer = evening.gets(path).text()
        assert f"/journal/{CHOSEN}/" in answer, path
        assert PROPOSED not in answer, path
