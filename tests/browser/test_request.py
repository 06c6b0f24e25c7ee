"""Sam asks for a first talk, and Dana reads it. Nobody else learns a word of it."""

import re
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser import visitor

pytestmark = pytest.mark.engine_free


def inquiries(site):
    return site.query("SELECT reference, token, state FROM intake_inquiry ORDER BY received_at")


@dataclass
class Sent:
    """One request Sam sent, and what there was to see at the moment the thank-you page showed."""

    answers: dict
    page: Page
    shown: Response
    rows_before: int
    rows_after: list

    @property
    def reference(self):
        return self.rows_after[-1][0]

    @property
    def token(self):
        return self.rows_after[-1][1]


@pytest.fixture(scope="module")
def requests_sent(browsing, site):
    """Sam finds the form from the home page, takes a moment, sends it: without script, and with it."""
    with browsing() as open_page:
        pages = {script: open_page("/", javascript=script) for script in (False, True)}
        for page in pages.values():
            page.locator("main").get_by_role("link", name="Ask for a first talk").first.click()
            expect(page).to_have_url(re.compile("/consultation/$"))
        time.sleep(visitor.HUMAN_SECONDS)
        sent = {}
        for script, page in pages.items():
            answers = {**visitor.SAM, "pronouns": f"ze/hir {script}"}
            before = len(inquiries(site))
            visitor.fill(page, answers)
            shown = visitor.send(page)
            sent[script] = Sent(answers, page, shown, before, inquiries(site))
        yield sent


@pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])
def test_what_sam_sends_is_stored_before_sam_is_thanked(requests_sent, site, javascript):
    sent = requests_sent[javascript]
    asked = sent.shown.request.redirected_from

    assert [asked.method, asked.response().status] == ["POST", 303]
    assert [sent.shown.request.method, sent.shown.status] == ["GET", 200]
    assert len(sent.rows_after) == sent.rows_before + 1
    assert sent.rows_after[-1][2] == "new"
    assert visitor.reference_on(sent.page) == sent.reference
    # The address tells nothing but the token, which nobody could guess.
    assert sent.page.url == f"{site.url}/consultation/received/{sent.token}/"
    assert len(sent.token) >= 32
    assert visitor.words_found(sent.page.url + sent.page.content()) == []


@pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])
def test_the_mail_names_the_request_and_repeats_nothing(requests_sent, mailbox, javascript):
    reference = requests_sent[javascript].reference
    [mail] = mailbox.wait_about(reference)
    assert mail.recipients == ["dana@practice.example"]
    assert reference in mail.text
    assert visitor.words_found(mail.raw) == []
    assert visitor.words_found(mail.text) == []


@pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])
def test_refresh_and_back_and_sending_again_are_still_the_one_request(
    requests_sent, site, mailbox, javascript
):
    sent, before = requests_sent[javascript], len(inquiries(site))
    page = sent.page
    page.reload()
    assert visitor.reference_on(page) == sent.reference
    page.go_back()
    visitor.fill(page, sent.answers)
    assert visitor.send(page).status == 200
    assert visitor.reference_on(page) == sent.reference
    assert len(inquiries(site)) == before
    assert len(mailbox.wait_about(sent.reference)) == 1


def test_another_person_is_never_taken_for_sam(site):
    form = visitor.read_form(site)
    references = set()
    for name in ("Sam Quillfeather", "Sam Quillfeathers"):
        answer, _ = visitor.send_form(site, form, hurry=True, name=name, times="at noon")
        references.add(visitor.reference_of(site, answer))
    assert len(references) == 2


def test_dana_follows_the_mail_to_the_inbox_and_reads_it_there(dana, mailbox, requests_sent):
    reference = requests_sent[False].reference
    [mail] = mailbox.wait_about(reference)
    [link] = [url for url in re.findall(r"https?://\S+", mail.text) if "/admin/" in url]
    assert visitor.words_found(link) == []

    dana.goto("/admin/intake/inquiry/")
    row = dana.get_by_role("listitem").filter(has_text=reference)
    row.get_by_role("link", name=visitor.SAM["name"]).click()
    expect(dana).to_have_url(link)
    shown = dana.locator("#content").inner_text()
    for name in ("name", "email", "phone", "times", "heard"):
        assert visitor.SAM[name] in shown
    for line in visitor.SAM["message"].splitlines():
        assert line in shown


def test_sams_words_lie_nowhere_in_clear(requests_sent, site):
    """Not in the database and its journal files, not in the log, not in a mail folder."""
    kept = site.kept()
    reference = requests_sent[True].reference.encode()
    assert any(reference in content for content in kept.values())  # we do look where it is kept
    found = {place: visitor.words_found(content) for place, content in kept.items()}
    assert {place: words for place, words in found.items() if words} == {}


def test_a_guessed_thank_you_address_shows_nothing(requests_sent, site):
    sent = requests_sent[False]
    for guess in (sent.token[:-1], sent.token[:-1] + "~", sent.token.swapcase()):
        answer = site.ask(f"/consultation/received/{guess}/")
        assert answer.status == 404
        assert sent.reference not in answer.text
    # Who knows the reference, from a telephone call say, does not know the address.
    assert site.ask(f"/consultation/received/{sent.reference}/").status == 404


def test_a_stranger_sees_no_inbox(site):
    answer = site.ask("/admin/intake/inquiry/")
    assert answer.status == 302
    assert answer.headers["Location"].startswith("/admin/login/")
    assert answer.body == b""
