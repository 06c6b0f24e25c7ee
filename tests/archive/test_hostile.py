"""Texts made to be slow, and what a person writes that looks a little like them."""

from __future__ import annotations

import time

import pytest

from practice.archive.documents import Document, Unreadable
from tests.archive.helpers import post

SIZE = 200_000
SHAPES = {
    "backticks of all lengths": " ".join("`" * length for length in range(1, 630)),
    "some of them in a long line": " ".join("`" * n for n in range(1, 499)) + " a" * (SIZE // 4),
    "a few fences in many lines": ("\n``` x\n" + "w\n" * 200) * 490,
    "fences of two kinds": "``` x\n" * (SIZE // 6) + "~~~\n",
    "a backtick a paragraph": "`a\n\n" * (SIZE // 4),
    "code fences": "``` x\n" * (SIZE // 6),
    "outputs": "{{ " * (SIZE // 3),
    "outputs with one far end": "{{ " * (SIZE // 3) + "}}",
    "tags": "{% if x\n" * (SIZE // 8),
    "raw": "{% raw %}" * (SIZE // 9),
    "liquid comments": "{% comment %}\n" * (SIZE // 14),
    "comments": "<!-- a\n\n" * (SIZE // 8),
    "divs": "<div>\n\n" * (SIZE // 7),
    "divs closed at the end": "<div>\n" * (SIZE // 13) + "</div>\n" * (SIZE // 13),
    "emphasis": "<em>a " * (SIZE // 6),
    "code elements": "<code>" * (SIZE // 6),
    "struck": "~~a " * (SIZE // 4),
    "spaces": "a" + " " * SIZE + "\nb",
    "footnotes": "[^a]: x\n" * (SIZE // 80),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_keeps_the_reader_for_long(tmp_path, shape):
    begun = time.process_time()
    found = post(tmp_path, "title: A", SHAPES[shape])
    assert time.process_time() - begun < 2
    if isinstance(found, Unreadable):
        assert "never closed" in found.reason


def test_the_reason_names_what_is_never_closed(tmp_path):
    found = post(tmp_path, "title: A", SHAPES["divs"])
    assert found.reason == "<div> is opened again and again and never closed"


@pytest.mark.parametrize(
    "text",
    [
        "It's `one, <div>, {{ and {% and <!-- in a text.\n\n" * 20,
        "Words with `code` and <em>weight</em> and {{ page.title }}.\n\n" * 2000,
        "<div>\n\nwords\n\n</div>\n\n" * 600,
        "```\ncode\n\nmore\n```\n\n" * 600,
        "<p>An old page, its paragraphs never closed.\n\n" * 100,
    ],
)
def test_a_long_text_a_person_wrote_is_read(tmp_path, text):
    assert isinstance(post(tmp_path, "title: A", text), Document)
