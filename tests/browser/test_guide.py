"""The guide says what is really there: each word it prints bold is a word of a page it speaks of.

Dana walks through her desk as it tells her to. Costs about 20 seconds.
"""

import re

import pytest

from practice.desk.guide.chapters import HERE, ORDER
from tests import copies
from tests.browser import guide
from tests.browser.conftest import _context, _listen
from tests.browser.reading import shift, sideways, violations

pytestmark = pytest.mark.engine_free

# Every piece of text on a page by itself, what is printed on buttons, and the names of things without words.
WORDS = """() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const { parentElement: around, data } = walker.currentNode
        if (!around.closest('script, style')) found.push(data)
    }
    for (const one of document.querySelectorAll('input[type=submit]')) found.push(one.value)
    return found
}"""
BROKEN = """() => [...document.images].filter(one => !one.alt || !one.naturalWidth || one.width > innerWidth)
    .map(one => one.outerHTML)"""
LINKS = (
    "() => [...document.querySelectorAll('.guide a, .places a, .in-guide a')].map(one => one.href)"
)


def tidy(text):
    return " ".join(text.split()).strip(" …:.“”")


def bold(text):
    """The words of the interface that a chapter names."""
    return {tidy(words) for words in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)}


def written(slug):
    return (HERE / "words" / f"{slug}.md").read_text()


@pytest.fixture(scope="module")
def desk(chromium, tmp_path_factory):
    """Dana's desk after the walk: her page, what she saw on the way by chapter, and its complaints."""
    site = copies.make(tmp_path_factory.mktemp("guide"))
    site.start()
    url = f"http://localhost:{site.port}"
    context, complaints, seen = _context(chromium, url), [], {slug: set() for slug in ORDER}
    try:
        guide.write_in(site)
        page = guide.with_fingerprint(context)
        _listen(page, complaints, url)
        for slug in guide.walk(page, site):
            seen[slug] |= {tidy(words) for words in page.evaluate(WORDS)}
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/admin/")
        yield page, seen
        assert complaints == []
    finally:
        context.close()
        site.close()


def test_each_bold_word_is_on_a_page_the_chapter_speaks_of(desk):
    _, seen = desk
    named = {slug: bold(written(slug)) for slug in ORDER}

    assert {slug: missing for slug in ORDER if (missing := named[slug] - seen[slug])} == {}
    assert sum(map(len, named.values())) > 80
    assert bold("Press **Open the\nwindow**.") - seen["writing"]  # no such button


def test_anyone_can_read_each_chapter_and_its_pictures_and_links_are_there(desk):
    page, _ = desk
    addresses = ["/admin/guide/", *(f"/admin/guide/{slug}/" for slug in ORDER)]
    pictures, links = 0, set()
    for number, address in enumerate(addresses):
        night = number % 2
        page.emulate_media(color_scheme="dark" if night else "light")
        page.set_viewport_size({"width": 360 if night else 1280, "height": 900})
        assert page.goto(address).status == 200
        assert shift(page) < 0.05, address
        page.wait_for_function("[...document.images].every(one => one.complete)")
        assert not (found := violations(page)), f"{address}\n{found}"
        assert not (found := sideways(page)), f"{address} is {found}"
        assert page.evaluate(BROKEN) == []
        assert page.locator("h1").count() == 1
        pictures += page.locator(".guide img").count()
        links |= set(page.evaluate(LINKS))
    assert pictures >= len(ORDER)
    assert_each_leads_somewhere(page, links)


def assert_each_leads_somewhere(page, links):
    """Also to a heading of that page, where it names one."""
    assert len(links) > 25
    for link in sorted(links):
        answer = page.request.get(link, max_redirects=1)  # the sign-in asks once more before some
        assert answer.status == 200, link
        _, _, part = link.partition("#")
        assert f' id="{part}"' in answer.text() or not part, link
