"""Sam asks for a first talk, and Dana reads it. Nobody else learns a word of it."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser import visitor

pytestmark = pytest.mark.xdist_group("browser")


def inquiries(site):
    return site.query("SELECT reference, token, state FROM intake_inquiry ORDER BY received_at")


def from_the_home_page(open_page, **how):
    """Sam finds the form, and takes as long over it as people do."""
    page = open_page("/", **how)
    page.locator("main").get_by_role("link", name="Ask for a first talk").first.click()
    expect(page).to_have_url(re.compile("/consultation/$"))
    time.sleep(visitor.HUMAN_SECONDS)
    return page


@pytest.fixture(scope="module")
def thanked():
    """What the first story leaves behind for the next ones: the reference Sam was given."""
    return {}


@pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])
def test_what_sam_sends_is_stored_before_sam_is_thanked(
    open_page, site, mailbox, thanked, javascript
):
    before = len(inquiries(site))
    sent = {**visitor.SAM, "pronouns": f"ze/hir {javascript}"}
    page = from_the_home_page(open_page, javascript=javascript)
    visitor.fill(page, sent)

    answer = visitor.send(page)
    after = inquiries(site)

    came_from = answer.request.redirected_from
    assert [came_from.method, came_from.response().status] == ["POST", 303]
    assert [answer.request.method, answer.status] == ["GET", 200]
    reference, token, state = after[-1]
    assert (len(after), state) == (before + 1, "new")
    assert visitor.reference_on(page) == reference
    # The address tells nothing but the token, which nobody could guess.
    assert page.url == f"{site.url}/consultation/received/{token}/"
    assert len(token) >= 32
    assert visitor.words_found(page.url + page.content()) == []
    thanked[javascript] = reference, page.url

    [mail] = mailbox.wait_about(reference)
    assert mail.recipients == ["dana@practice.example"]
    assert visitor.words_found(mail.raw) == []
    assert visitor.words_found(mail.text) == []

    # Refreshing, or going back and sending the same again, is still the one request.
    page.reload()
    assert visitor.reference_on(page) == reference
    page.go_back()
    visitor.fill(page, sent)
    assert visitor.send(page).status == 200
    assert visitor.reference_on(page) == reference
    assert len(inquiries(site)) == before + 1


def test_another_person_is_never_taken_for_sam(site):
    form = visitor.read_form(site)
    references = set()
    for name in ("Sam Quillfeather", "Sam Quillfeathers"):
        answer, _ = visitor.send_form(site, form, hurry=True, name=name, times="at noon")
        references.add(visitor.reference_of(site, answer))
    assert len(references) == 2


def test_dana_follows_the_mail_to_the_inbox_and_reads_it_there(dana, site, mailbox, thanked):
    reference, _ = thanked.get(False) or pytest.skip("the request before it failed")
    [mail] = mailbox.about(reference)
    [link] = [url for url in re.findall(r"https?://\S+", mail.text) if "/admin/" in url]

    dana.goto("/admin/intake/inquiry/")
    row = dana.get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text(visitor.SAM["name"])
    row.get_by_role("link", name=reference).click()
    expect(dana).to_have_url(link)
    # Shown as text lines, so compared line by line.
    shown = dana.locator("#content").inner_text()
    for name in ("name", "email", "phone", "times", "heard"):
        assert visitor.SAM[name] in shown
    for line in visitor.SAM["message"].splitlines():
        assert line in shown
    assert visitor.words_found(link) == []


def test_sams_words_lie_nowhere_in_clear(site, thanked):
    """After Dana has read them too: not in the database, its journal files, the log or a mail folder."""
    assert thanked
    site_keeps = site.kept()
    assert any(b"inquiry received" in content for content in site_keeps.values())
    found = {place: visitor.words_found(content) for place, content in site_keeps.items()}
    assert {place: words for place, words in found.items() if words} == {}


def test_the_mail_about_it_came_exactly_once(mailbox, thanked):
    for reference, _ in thanked.values():
        assert len(mailbox.about(reference)) == 1
    assert len(thanked) == 2


def test_a_guessed_thank_you_address_shows_nothing(site, thanked):
    for reference, url in thanked.values():
        token = url.rstrip("/").rsplit("/", 1)[1]
        for guess in (token[:-1], token[:-1] + "~", token.swapcase()):
            answer = site.ask(f"/consultation/received/{guess}/")
            assert answer.status == 404
            assert reference not in answer.text
        # Who knows the reference, from a telephone call say, does not know the address.
        assert site.ask(f"/consultation/received/{reference}/").status == 404


def test_a_stranger_sees_no_inbox(site):
    answer = site.ask("/admin/intake/inquiry/")
    assert answer.status == 302
    assert answer.headers["Location"].startswith("/admin/login/")
    assert answer.body == b""
