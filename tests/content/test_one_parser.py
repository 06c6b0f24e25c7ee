"""One parser reads text after text; none finds anything of another in its own."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from practice.content import parser
from practice.content.images.figures import Picture
from practice.content.rendering import render

LAMP = Picture("lamp", "d" * 8, (320, 640), 640, 400, "A lamp", "By night")
TEXTS = [
    "A note[^1] and [a link][x].\n\n[^1]: Below.\n\n[x]: /fees/ 'What it costs'",
    "A note[^1] without its words, [a link][x] without address.",
    "GFE first.\n\n*[GFE]: Good Faith Estimate",
    'GFE again, *and **more** of* it, don\'t you "see"...',
    "## Rest\n\n## Rest\n\n- one\n- two\n\n    - in\n\n3. three",
    "## Rest {#main}\n\n![](image:lamp)\n\n![Gone](image:gone)",
    "| a | b |\n|---|---|\n| `1` | 2 |\n\n!!! note\n    So.\n\nTerm\n:   Meaning",
    "<b>bold</b> & <https://a.example/> <a@b.example>  \nnext\\\nlast -- done --- over \\*",
    "```\ncode *x*\n```\n\n<div markdown=1>*x*</div>\n\n<!-- c -->",
    "> quoted _so_ 'well'\n\nthe '80s\n\n***",
]


@pytest.fixture
def alone(monkeypatch):
    """What each text gives when a parser is made for it alone, with every mark looked for everywhere."""
    monkeypatch.setattr(parser, "_SIGNS", {})
    made = {}
    for text in TEXTS:
        render.cache_clear()
        parser._kept.__dict__.clear()
        made[text] = render(text, LAMP)
    parser._kept.__dict__.clear()
    monkeypatch.undo()
    render.cache_clear()
    return made


def test_texts_in_any_order_give_what_each_gives_alone(alone):
    chance = random.Random(6)

    for text in chance.choices(TEXTS, k=200):
        assert render.__wrapped__(text, LAMP) == alone[text]


def test_a_text_that_cannot_be_rendered_leaves_nothing_behind(alone, monkeypatch):
    def broken(self, tree):
        raise RecursionError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(parser.Quick, "run", broken)
        with pytest.raises(RecursionError):
            render.__wrapped__("> 1. deep[^1]\n\n[^1]: Below.\n\n[x]: /deep/\n\n*[GFE]: deep")

    for text in TEXTS:
        assert render.__wrapped__(text, LAMP) == alone[text]


def test_readers_at_the_same_time_do_not_meet(alone):
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda text: render.__wrapped__(text, LAMP), TEXTS * 10))

    assert made == [alone[text] for text in TEXTS * 10]


def test_a_picture_of_one_text_is_not_shown_in_the_next():
    assert "<figure>" in render("![](image:lamp)", LAMP).html
    again = render("![](image:lamp)")
    assert "lamp" not in again.html
    assert again.missing == ("lamp",)


def test_python_markdown_still_asks_us_where_to_look(monkeypatch):
    asked = []
    method = "_InlineProcessor__handleInline"
    original = getattr(parser.Quick, method)

    def watched(self, data, *more):
        asked.append(data)
        return original(self, data, *more)

    monkeypatch.setattr(parser.Quick, method, watched)

    render("Only *this* once, for the test of names.")

    assert "Only *this* once, for the test of names." in asked
