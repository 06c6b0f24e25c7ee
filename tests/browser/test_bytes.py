"""A page does not outgrow its bytes: what Chromium really transfers on a first view, compressed."""

import re

import pytest

from tests.browser.addresses import public_pages

pytestmark = pytest.mark.engine_free

WORDS = 14_000  # HTML and stylesheet: what a server sends before it waits for the first answer
PICTURE = 18_000  # /emotions/ holds its picture twice, wide and tall, because its stones are links
SCRIPT = 3_000
EVERYTHING = 60_000
ACCEPTS = {"Accept-Encoding": "gzip, deflate, br, zstd"}  # as Chromium does


@pytest.fixture(scope="module")
def weigh(browsing):
    """`weigh("/fees/")`: (kind, address, bytes of the body as it travels) of each request of a first view.

    A proxy that speaks HTTP/2 sends the same headers in a few bytes each.
    """
    with browsing() as open_page:
        page = open_page("/")
        page.wait_for_load_state("networkidle")  # or its faces are counted with the next page
        wire = page.context.new_cdp_session(page)
        asked, weights = {}, {}
        wire.on("Network.responseReceived", lambda event: asked.update({event["requestId"]: event}))
        wire.on("Network.loadingFinished", lambda event: weights.update(_weight(event)))
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

        def weigh(path):
            asked.clear()
            weights.clear()
            page.goto(path, wait_until="networkidle")
            page.evaluate("document.fonts.ready.then(() => null)")
            return [_item(event, weights.get(name, 0)) for name, event in asked.items()]

        yield weigh
        wire.detach()


def _item(event, size):
    answer = event["response"]
    return event["type"], answer["url"], size - answer["encodedDataLength"]


def _weight(event):
    return {event["requestId"]: event["encodedDataLength"]}


def total(requests, *kinds):
    """Bytes of these kinds; of all when none is named."""
    return sum(size for kind, _, size in requests if not kinds or kind in kinds)


def bill(requests):
    return "\n" + "\n".join(f"{size:7,d}  {kind:10}  {url}" for kind, url, size in requests)


def longest_post(site):
    slug = "SELECT slug FROM content_entry WHERE kind = 'post' AND status = 'public'"
    return f"/journal/{site.query(f'{slug} ORDER BY length(body) DESC LIMIT 1')[0][0]}/"


def test_the_longest_post_comes_light(weigh, site):
    requests = weigh(longest_post(site))

    assert total(requests, "Document", "Stylesheet") <= WORDS, bill(requests)
    assert total(requests, "Script") <= SCRIPT, bill(requests)
    assert total(requests) <= EVERYTHING, bill(requests)
    assert 1 <= len([kind for kind, _, _ in requests if kind == "Font"]) <= 2, bill(requests)
    assert [url for _, url, _ in requests if not url.startswith(f"{site.url}/")] == []


def test_no_page_outgrows_its_bytes(weigh, site):
    """Chromium is asked about one page; of all others its HTML and stylesheets are asked for as it does."""
    styles = Styles(site)
    found = total(weigh("/emotions/"), "Document", "Stylesheet")
    assert found == styles.with_words("/emotions/")
    weights = {path: styles.with_words(path) for path in public_pages(site)}

    allowed = {"/emotions/": PICTURE}
    heavy = {path: most for path, most in weights.items() if most > allowed.get(path, WORDS)}
    assert not heavy


class Styles:
    """What words weigh on the wire, each stylesheet fetched once."""

    def __init__(self, site):
        self.site, self.known = site, {}

    def with_words(self, path):
        """The bytes of a page and of the stylesheets it names."""
        links = re.findall("<link[^>]*>", self.site.ask(path).text)
        sheets = [tag for tag in links if 'rel="stylesheet"' in tag]
        assert sheets, path
        return self._weight(path) + sum(
            self._weight(re.search('href="([^"]+)"', tag)[1]) for tag in sheets
        )

    def _weight(self, address):
        if address not in self.known:
            self.known[address] = len(self.site.ask(address, headers=ACCEPTS).body)
        return self.known[address]


def test_what_is_sent_is_compressed(site):
    page = site.ask("/", headers=ACCEPTS)
    style = page_link(site, ".css")

    assert page.headers["Content-Encoding"] == "br"
    assert site.ask(style, headers=ACCEPTS).headers["Content-Encoding"] == "br"
    # A face is compressed already; a second time would only cost the reader's battery.
    assert site.ask(page_link(site, ".woff2"), headers=ACCEPTS).headers["Content-Encoding"] is None
    assert site.ask("/").headers["Content-Encoding"] is None


def page_link(site, ending):
    """The first file of the front page's head that ends so."""
    html = site.ask("/").text
    return html[: html.index(f'{ending}"') + len(ending)].rpartition('"')[2]
