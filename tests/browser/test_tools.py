"""Dana uses every tool of the writing page. Costs about 6 seconds."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import sideways, violations
from tests.browser.test_writing import ADD, kept, words
from tests.content.photographs import picture

pytestmark = pytest.mark.engine_free

A_PHONE = pytest.param(360, "dark", marks=pytest.mark.look)


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
