"""Literata's letters: a rare one is fetched by the page that holds it, and by no other."""

import re

import pytest
from fontTools.ttLib import TTFont

from tests.running_site import ROOT

LOOK = ROOT / "static/looks/window"
FACES = (LOOK / "css/base/faces.css").read_text()
# An element, and a name that stands in it.
NAMES = [
    ["p", "Łukasz Žižek"],
    ["p", "Nguyễn Thị Mỹ"],
    ["p", "Østergaard, Þór"],
    ["em", "Ștefan Ørsted"],
]
ADD = """names => {
    for (const [tag, name] of names) {
        const element = document.createElement(tag)
        element.textContent = name
        document.querySelector('main').append(element)
    }
}"""


def promised(name):
    """The code points the stylesheet says this file holds; all when it does not say."""
    rule = re.search(rf"@font-face [^}}]*/{name}\.woff2[^}}]*}}", FACES)[0]
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
    return {code for a, b in ranges for code in range(int(a, 16), int(b or a, 16) + 1)}


@pytest.mark.engine_free
@pytest.mark.parametrize("name", ["literata-rest", "literata-ext", "literata-viet"])
def test_a_file_holds_what_the_stylesheet_says_it_holds(name):
    main = set(TTFont(LOOK / "fonts/literata.woff2").getBestCmap())
    for face in (name, f"{name}-italic"):
        held = set(TTFont(LOOK / f"fonts/{face}.woff2").getBestCmap())

        assert held == promised(face)
        assert not held & main


@pytest.mark.engine_free
def test_the_two_files_of_most_pages_stay_small():
    sizes = [
        (LOOK / f"fonts/{name}.woff2").stat().st_size for name in ("literata", "literata-italic")
    ]

    assert sum(sizes) <= 43_000


@pytest.mark.look
@pytest.mark.engine_free
def test_only_a_page_with_such_a_name_fetches_its_letters(open_page):
    page = open_page("/about/")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/about/", wait_until="networkidle")
    assert not [url for url in fetched if re.search(r"literata-(ext|viet|rest)", url)]

    page.evaluate(ADD, NAMES)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    rare = sorted(set(re.findall(r"literata-(?:ext|viet|rest)(?:-italic)?", " ".join(fetched))))
    assert rare == [
        *("literata-ext", "literata-ext-italic"),
        *("literata-rest", "literata-rest-italic", "literata-viet"),
    ]
