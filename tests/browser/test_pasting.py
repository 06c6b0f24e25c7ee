"""What Dana pastes from a word processor becomes Markdown, and keeps its shape. Costs about 4 seconds."""

import pytest
from playwright.sync_api import expect

from tests.browser import pasted
from tests.browser.test_writing import ADD, words

pytestmark = pytest.mark.engine_free


def test_word_and_google_docs_and_tables_become_markdown(dana):
    dana.goto(ADD)
    for html, markdown in (
        (pasted.WORD, pasted.WORD_AS_MARKDOWN),
        (pasted.DOCS, pasted.DOCS_AS_MARKDOWN),
        (pasted.TABLES, pasted.TABLES_AS_MARKDOWN),
    ):
        words(dana).fill("")
        assert paste(dana, html) < 5_000
        expect(words(dana)).to_have_value(markdown)


def test_two_megabytes_of_word_are_pasted_whole(dana):
    dana.goto(ADD)
    many = pasted.WORD.partition("<!--StartFragment-->")[2].partition("<!--EndFragment-->")[0]
    html = f"<html><body>{many * (2_000_000 // len(many) + 1)}</body></html>"

    took = paste(dana, html)

    # One to two seconds on a quiet machine; a page that answers no more is what Dana would notice.
    assert took < 15_000, f"{took} ms for {len(html)} characters"
    assert words(dana).input_value().count("## What helps") == html.count("What helps")


def test_plain_text_is_pasted_as_it_is(dana):
    dana.goto(ADD)
    words(dana).click()
    prevented = dana.evaluate(PASTE, {"text": "* a star * and _more_"})

    assert prevented is False
    assert dana.evaluate(PASTE, {"html": "<div><span>code</span></div>", "text": "code"}) is False


PASTE = """({ html, text }) => {
    const held = new DataTransfer()
    if (html) held.setData("text/html", html)
    if (text) held.setData("text/plain", text)
    const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true })
    document.querySelector("textarea.words").dispatchEvent(event)
    return event.defaultPrevented
}"""


def paste(page, html):
    """How many milliseconds the page was busy with it."""
    page.evaluate("html => { window.pasted = html }", html)
    return page.evaluate(
        f"() => {{ const began = performance.now(); ({PASTE})({{ html: window.pasted, text: 'x' }});"
        " document.body.offsetHeight; return performance.now() - began }"
    )
