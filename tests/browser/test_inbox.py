"""Dana answers on a telephone between two sessions; and anyone can read her inbox, with or without script."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import visitor
from tests.browser.reading import sideways, violations

pytestmark = pytest.mark.engine_free

INBOX = "/admin/intake/inquiry/"


@pytest.fixture(scope="module")
def link(browsing, mailbox):
    """The address in the mail about what Sam has just sent."""
    with browsing() as open_page:
        page = open_page("/consultation/")
        visitor.fill(page, {**visitor.SAM, "times": "any hour but this"})
        page.wait_for_timeout(visitor.HUMAN_SECONDS * 1000)
        visitor.send(page)
        (mail,) = mailbox.wait_about(visitor.reference_on(page), seconds=40)
    return re.search(r"http\S+/admin/\S+", mail.text)[0]


def sign_in(page, site):
    password = site.password()
    page.get_by_label("Username").fill("practitioner")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_from_the_mail_to_answered_without_script(open_page, site, link):
    page = open_page(link, javascript=False, width=360)
    sign_in(page, site)

    expect(page.get_by_role("heading", level=1)).to_have_text("Sam Quillfeather")
    expect(page.get_by_text("A voicemail is fine.")).to_be_visible()
    call = page.get_by_role("link", name="Call", exact=True)
    assert call.get_attribute("href") == "tel:4155550147"
    welcome = page.get_by_role("link", name="Welcome")
    assert welcome.get_attribute("href").startswith("mailto:sam.quillfeather@mail.example?subject=")
    page.get_by_label("Your notes").fill("Wrote at noon.")
    page.get_by_role("button", name=re.compile(r"I have answered.*with Welcome", re.DOTALL)).click()

    expect(page.get_by_text("is set to “contacted”.")).to_be_visible()
    expect(page.get_by_label("Your notes")).to_have_value("Wrote at noon.")
    expect(page.get_by_role("button", name="Contacted", pressed=True)).to_be_visible()
    page.goto(INBOX)
    assert page.locator(f"a[href='{urlsplit(link).path}']").count() == 0  # it needs nobody any more
    page.goto(f"{INBOX}?show=answered")
    assert page.locator(f"a[href='{urlsplit(link).path}']").count() == 1


def pages(dana, address):
    """Each page of the inbox, as one comes to it."""
    yield dana.goto("/admin/")
    yield dana.goto(f"{INBOX}?show=all")
    dana.get_by_label("Find a name").fill("creaks")
    with dana.expect_navigation() as found:
        dana.get_by_role("button", name="Find").click()
    yield found.value
    yield dana.goto(address)
    yield dana.goto(address.replace("/change/", "/delete/"))


@pytest.mark.parametrize(
    ("width", "light"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.look)]
)
def test_anyone_can_read_and_reach_it(dana, link, width, light):
    dana.set_viewport_size({"width": width, "height": 800})
    dana.emulate_media(color_scheme=light)

    for response in pages(dana, link):
        assert response.status == 200
        assert not (found := violations(dana)), f"{dana.url}\n{found}"
        assert not (found := sideways(dana)), f"{dana.url} is {found}"
        assert not (found := too_small(dana)), f"{dana.url}: {found}"
    assert "creaks" not in dana.url


def too_small(page):
    """What in the inbox is too small for a thumb; links inside a sentence are measured by their line."""
    return page.locator(
        ".inbox #content :is(button, a.button, a.way, .tick, .lists a)"
    ).evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
    )
