"""The picture of emotions: each word can be read on its own stone."""

import pytest

pytestmark = [pytest.mark.look, pytest.mark.engine_free]

# Words whose boxes meet, words another stone lies on, and words that leave the picture.
HIDDEN = """() => [...document.querySelectorAll('.field svg')].filter(svg => svg.getClientRects().length)
    .flatMap(svg => {
        const stones = [...svg.querySelectorAll('a')], picture = svg.viewBox.baseVal, found = []
        const words = [...svg.querySelectorAll('a text')].map(word => [word, word.getBBox()])
        const name = word => word.textContent.trim()
        for (const [word, box] of words) {
            if (box.x < picture.x || box.x + box.width > picture.x + picture.width)
                found.push(`${name(word)} leaves the picture`)
            for (const [other, its] of words)
                if (word !== other && box.x < its.x + its.width && its.x < box.x + box.width
                    && box.y + box.height * .2 < its.y + its.height * .8
                    && its.y + its.height * .2 < box.y + box.height * .8)
                    found.push(`${name(word)} meets ${name(other)}`)
            for (const stone of stones) {
                if (stone.contains(word)) continue
                for (const x of [0, .25, .5, .75, 1]) for (const y of [.3, .5, .7]) {
                    const at = new DOMPoint(box.x + box.width * x, box.y + box.height * y)
                    if ([...stone.querySelectorAll('path')].some(path => path.isPointInFill(at)))
                        found.push(`${name(word)} is under ${name(stone)}`)
                }
            }
        }
        return [...new Set(found)]
    })"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_lies_on_a_word(open_page, width):
    page = open_page("/emotions/", width=width)
    assert page.locator(".field svg a text").count() > 10
    assert page.locator(".field svg:visible").count() == 1  # drawn wide and tall; one is shown
    assert page.evaluate(HIDDEN) == []
