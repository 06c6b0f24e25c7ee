"""What Sam sees when something was not right: what it is, where, and every word still there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import visitor

pytestmark = pytest.mark.engine_free


def count(site):
    return site.query("SELECT count(*) FROM intake_inquiry")[0][0]


def message_at(page, name):
    """What stands at the field, tied to it so that a screen reader says both."""
    message = page.locator(f"#id_{name}_error")
    described = page.locator(f'[aria-describedby~="id_{name}_error"]')
    expect(message).to_be_visible()
    assert described.count() > 0, f"nothing is described by the message at {name}"
    return message.inner_text()


def test_an_empty_form_says_what_is_missing_and_leads_there(open_page, site):
    before = count(site)
    page = open_page("/consultation/")
    assert not page.title().startswith("Error")
    assert page.get_by_role("alert").count() == 0

    assert visitor.send(page).status == 422

    assert page.title().startswith("Error: ")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    first_field = page.locator("form :is(input, select, textarea):not([type=hidden])").first
    assert summary.bounding_box()["y"] < first_field.bounding_box()["y"]

    links = summary.get_by_role("link").all()
    targets = [link.get_attribute("href") for link in links]
    for link, target in zip(links, targets, strict=True):
        name = re.fullmatch(r"#id_([a-z]+?)(_set)?", target)[1]
        link.click()
        expect(page.locator(target)).to_be_focused()
        expect(page.locator(target)).to_be_in_viewport()
        assert link.inner_text() in message_at(page, name)
        assert page.locator(f"[name={name}]").first.get_attribute("aria-invalid") == "true"
    wrong = page.locator("[aria-invalid=true]").evaluate_all("all => all.map(e => e.name)")
    assert len(links) == len(set(wrong)) == 7
    # What may be skipped is not complained of, and nothing was stored.
    assert not {"pronouns", "phone", "times", "heard", "message", "voicemail"} & set(wrong)
    assert count(site) == before


def test_sam_mends_one_answer_and_every_other_word_is_still_there(open_page, site):
    before = count(site)
    sent = {**visitor.SAM, "email": "sam at mail", "times": "when it is mended"}
    page = open_page("/consultation/", javascript=False)
    visitor.fill(page, sent)

    assert visitor.send(page).status == 422
    assert visitor.filled_in(page) == sent
    assert "address" in message_at(page, "email")
    assert page.get_by_role("alert").get_by_role("link").count() == 1
    assert visitor.words_found(page.url) == []
    assert count(site) == before

    visitor.fill(page, {"email": visitor.SAM["email"]})
    assert visitor.send(page).status == 200
    assert visitor.reference_on(page)
    assert count(site) == before + 1


def test_characters_that_cannot_be_stored_are_pointed_out(open_page, site):
    before = count(site)
    broken = dict.fromkeys(("name", "heard", "message"), "a bell \x07 and an \x1b escape")
    page = open_page("/consultation/")
    visitor.fill(page, {**visitor.SAM, **broken})

    assert visitor.send(page).status == 422
    for name in broken:
        assert "cannot be stored" in message_at(page, name)
    assert page.get_by_role("alert").get_by_role("link").count() == len(broken)
    assert visitor.filled_in(page) == {**visitor.SAM, **broken}
    assert count(site) == before


def test_a_nul_is_pointed_out_and_all_that_html_can_carry_is_kept(open_page, site):
    before = count(site)
    sent = {**visitor.SAM, "message": "before\x00after"}
    page = open_page("/consultation/")
    visitor.fill(page, sent)

    assert visitor.send(page).status == 422
    assert "cannot be stored" in message_at(page, "message")
    kept = visitor.filled_in(page)
    assert kept["message"].replace("\ufffd", "\x00").replace("\x00", "") == "beforeafter"
    assert {**kept, "message": ""} == {**sent, "message": ""}
    assert count(site) == before


def test_a_hundred_thousand_characters_are_too_long_and_not_lost(open_page, site):
    before = count(site)
    long = "Ich schlafe nicht. 我睡不着。 " * 4000
    page = open_page("/consultation/")
    visitor.fill(page, {**visitor.SAM, "message": ""})
    # As a browser that knows no maxlength would send it.
    page.locator("[name=message]").evaluate(
        "(field, text) => { field.removeAttribute('maxlength'); field.value = text }", long
    )

    assert len(long) == 100_000
    assert visitor.send(page).status == 422
    assert "shorten" in message_at(page, "message")
    assert visitor.filled_in(page) == {**visitor.SAM, "message": long}
    assert count(site) == before


def test_a_form_that_lost_its_cookie_comes_back_whole_and_can_be_sent(open_page, site):
    before = count(site)
    sent = {**visitor.SAM, "times": "when the cookie is stale"}
    page = open_page("/consultation/")
    visitor.fill(page, sent)
    page.context.clear_cookies()

    assert visitor.send(page).status == 403
    assert page.title().startswith("Error: ")
    expect(page.get_by_role("alert")).to_be_focused()
    assert visitor.filled_in(page) == sent
    assert count(site) == before

    assert visitor.send(page).status == 200
    assert visitor.reference_on(page)
    assert count(site) == before + 1


@pytest.mark.parametrize("path", ["/not/a/page", "/journal/nothing-like-it/", "/consultation/x/"])
def test_an_address_that_is_not_there_still_helps(open_page, path):
    page = open_page("/")
    answer = page.goto(path)

    assert answer.status == 404
    main = page.get_by_role("main")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(main.locator("a[href^='tel:4155550134']")).to_be_visible()
    foot = page.get_by_role("contentinfo")
    expect(foot.locator("a[href='tel:988']")).to_be_visible()
    expect(main.get_by_role("link", name="front page")).to_be_visible()
    # No trace of how the site is built, and nothing to index.
    for word in ("Traceback", "Django", "urlconf", "/work/"):
        assert word not in page.content()
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
