"""Dana orders her pages, chooses a colour and shows a draft, with pointer, keyboard and telephone.

Costs about 15 seconds. Every page fails its test when it breaks the content policy; see `browsing`.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import sideways, violations

pytestmark = pytest.mark.engine_free

ORDER = "/admin/pages/page/order/"


def titles(section):
    return section.locator("li .what a").all_inner_texts()


def test_services_are_ordered_with_keys_and_pointer_and_the_site_follows(dana):
    dana.goto(ORDER)
    services = dana.locator("section", has=dana.get_by_role("heading", name="Services"))
    first, second, third, *rest = titles(services)

    handle = services.get_by_role("button", name=f"Move {second}", exact=True)
    handle.focus()
    dana.keyboard.press("ArrowUp")
    assert titles(services) == [second, first, third, *rest]
    expect(handle).to_be_focused()
    expect(dana.get_by_role("status")).to_have_text(re.compile(r"now 1 of \d\. Not saved yet"))
    dana.keyboard.press("ArrowUp")  # there is nothing above
    assert titles(services) == [second, first, third, *rest]

    services.scroll_into_view_if_needed()
    grip = services.get_by_role("button", name=f"Move {third}", exact=True).bounding_box()
    above = services.locator("li").first.bounding_box()
    dana.mouse.move(grip["x"] + 20, grip["y"] + 20)
    dana.mouse.down()
    dana.mouse.move(grip["x"] + 20, above["y"] - 5, steps=25)
    dana.mouse.up()
    assert titles(services) == [third, second, first, *rest]

    services.get_by_role("button", name=f"Move {second} down", exact=True).click()
    assert titles(services) == [third, first, second, *rest]
    dana.get_by_role("button", name="Save the order").click()
    expect(dana.get_by_text("The order is saved, and the menus follow.")).to_be_visible()

    dana.goto("/services/")
    assert dana.locator("main article h2 a").all_inner_texts() == [third, first, second, *rest]


def test_a_row_moved_to_an_end_keeps_the_focus(dana):
    dana.goto(ORDER)
    services = dana.locator("section", has=dana.get_by_role("heading", name="Services"))
    *others, last = titles(services)
    up = services.get_by_role("button", name=f"Move {last} up", exact=True)

    for _ in others:
        up.press("Enter")

    assert titles(services) == [last, *others]
    expect(up).to_be_disabled()
    expect(services.get_by_role("button", name=f"Move {last} down", exact=True)).to_be_focused()
    said = dana.get_by_role("status")
    expect(said).to_have_text(re.compile(rf"^{last}, now 1 of {len(others) + 1}\."))


def test_the_colour_chosen_is_seen_large(dana):
    dana.goto("/admin/content/emotion/")
    dana.locator("#result_list tbody th a").first.click()
    large = dana.locator(".pigment.large path").first
    before = large.get_attribute("fill")
    value = dana.locator("input[name=colour]:not(:checked)").first.get_attribute("value")
    other = dana.locator(f"input[name=colour][value={value}]")

    other.check()

    own = other.locator("xpath=ancestor::label").locator("path").first.get_attribute("fill")
    assert large.get_attribute("fill") == own != before


def test_advice_follows_what_is_typed_and_a_colleague_reads_the_draft(dana, open_page):
    dana.goto("/admin/journal/post/add/")
    dana.locator("[name=title]").fill("Kept between us")
    dana.locator("[name=slug]").fill("kept-between-us")
    dana.locator("[name=body]").fill("Soft words. It cures everything.")
    expect(dana.locator("#advice")).to_contain_text("It says “cures”.")
    dana.locator("[name=body]").fill("Soft words.")
    expect(dana.locator("#advice")).not_to_contain_text("cures")
    dana.get_by_role("button", name="Save draft").first.click()

    dana.get_by_label("It works for").select_option("1")
    dana.get_by_role("button", name="Make a link").click()
    address = dana.locator(".links-given input[readonly]").input_value()
    kim = open_page(address, width=360, dark=True)

    expect(kim.get_by_role("heading", level=1)).to_have_text("Kept between us")
    expect(kim.get_by_role("note")).to_contain_text("A draft.")
    assert not (found := violations(kim)), found
    assert not (found := sideways(kim)), found
    with kim.expect_navigation() as followed:
        kim.get_by_role("link", name="Fees").first.click()
    assert followed.value.url.endswith("/fees/")
    assert "referer" not in followed.value.request.all_headers()

    dana.get_by_role("button", name="Stop this link").click()
    kim.goto(address)
    expect(kim.get_by_role("heading", level=1)).to_have_text("This preview has ended")


def pages(dana):
    """What is new on the desk, each page as one comes to it."""
    yield dana.goto(ORDER)
    dana.goto("/admin/profile/notice/")
    dana.locator("#result_list tbody th a").first.click()
    yield dana.goto(dana.get_by_role("link", name=re.compile("^Compare")).get_attribute("href"))
    yield dana.goto("/admin/content/tag/")
    for tick in dana.locator("#result_list input[name=_selected_action]").all()[:3]:
        tick.check()
    dana.locator("select[name=action]").select_option("merge_ticked")
    with dana.expect_navigation() as asked:
        dana.get_by_role("button", name=re.compile("Go|Run")).click()
    yield asked.value
    dana.goto("/admin/journal/post/")
    dana.locator("#result_list tbody th a").first.click()
    yield dana.goto(dana.url.replace("/change/", "/delete/"))


@pytest.mark.parametrize(
    ("width", "light"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.look)]
)
def test_anyone_can_read_and_reach_it(dana, width, light):
    dana.set_viewport_size({"width": width, "height": 800})
    dana.emulate_media(color_scheme=light)

    for response in pages(dana):
        assert response.status == 200
        assert not (found := violations(dana)), f"{dana.url}\n{found}"
        assert not (found := sideways(dana)), f"{dana.url} is {found}"
