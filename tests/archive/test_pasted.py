"""Guides pasted as plain text."""

from __future__ import annotations

import pytest

from practice.archive.documents import Document, Left, Unreadable
from tests.archive.helpers import read_one, rendered

GUIDE = """A Slower Morning
Mornings set the pace. Here is one way to begin.
Before the Kettle
The first minutes belong to nobody. Let them pass.
Try one of these:
Open a Window: Air changes more than a room.
Wash a Cup: Warm water is a good start.
What Changes?
Not much, and that is the point.
After the Tea
If you would like company, I invite you to reach out. We can begin small.
"""


def guide(folder, text, **options):
    return read_one(folder, text, **{"name": "slow-morning.txt", "kind": "guide"} | options)


def test_a_pasted_guide_has_title_tagline_headings_lists_and_a_way_on(tmp_path):
    found = guide(tmp_path, GUIDE)
    assert (found.title, found.slug) == ("A Slower Morning", "a-slower-morning")
    assert found.source == "guide:a-slower-morning"
    assert found.description == "Mornings set the pace. Here is one way to begin."
    headings = [line for line in found.body.splitlines() if line.startswith("#")]
    assert headings == ["## Before the Kettle", "## After the Tea"]
    assert "- **Open a Window:** Air changes more than a room.\n- **Wash a Cup:**" in found.body
    assert "I invite you to [reach out](/consultation/). We can" in found.body
    assert found.description not in found.body
    assert found.published_at is None


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "  \n").replace("A Slower", "\u00a0A Slower"),
        lambda text: "\n\n" + text,
        lambda text: "\ufeff" + text.rstrip("\n"),
    ],
)
def test_blank_lines_and_windows_make_no_difference(tmp_path, change):
    assert guide(tmp_path, change(GUIDE)) == guide(tmp_path, GUIDE)


def test_characters_of_markdown_are_only_characters(tmp_path):
    text = "Tea\nA tagline here.\nHow\n*Slow* tea_pot [one] `cup` <b> &amp; {x}\\y, 2 * 3 is 6.\n"
    text += "# 1 cup, please.\n+ is a sign, not a list.\n1. is a number.\n"
    html = rendered(guide(tmp_path, text).body)
    assert "*Slow* tea_pot [one] `cup` &lt;b&gt; &amp;amp; {x}\\y, 2 * 3 is 6." in html
    assert "<em>" not in html
    assert "<h1" not in html


@pytest.mark.parametrize("mark", ["• ", "- ", "\u00a0•\u00a0", "* "])
def test_pasted_bullets_become_a_list(tmp_path, mark):
    body = guide(tmp_path, f"Tea\nWarm hands.\nHow\n{mark}one cup\n{mark}two cups\n").body
    assert "- one cup\n- two cups" in body


def test_pasted_numbers_become_a_numbered_list(tmp_path):
    body = guide(tmp_path, "Tea\nWarm hands.\nHow\n1. boil\n2. wait\n").body
    assert "1.  boil\n2.  wait" in body


def test_an_invitation_without_our_words_gets_a_link_after_it(tmp_path):
    body = guide(tmp_path, "Tea\nWarm.\nHow\nBook a consultation when you are ready.\n").body
    assert body.endswith("when you are ready.\n\n[Ask for a consultation](/consultation/)\n")


def test_a_guide_that_invites_nobody_gets_no_link(tmp_path):
    assert "/consultation/" not in guide(tmp_path, "Tea\nWarm.\nHow\nIt rains.\n").body


def test_one_named_line_alone_is_a_paragraph(tmp_path):
    body = guide(tmp_path, "Tea\nWarm.\nHow\nNote: it is hot.\nThen wait a while.\n").body
    assert "Note: it is hot.\n\nThen" in body
    assert "- " not in body


AFTER_BULLETS = "Tea\nWarm.\nHow\n• boil\n• wait\n{}"


def test_one_named_line_after_bullets_is_a_paragraph(tmp_path):
    body = guide(tmp_path, AFTER_BULLETS.format("Remember this: breathe slowly.\n")).body
    assert rendered(body).endswith("</ul>\n<p>Remember this: breathe slowly.</p>")


def test_named_lines_after_bullets_are_a_list_of_their_own(tmp_path):
    named = "Open a Window: Air.\nWash a Cup: Water.\n"
    html = rendered(guide(tmp_path, AFTER_BULLETS.format(named)).body)
    first, second = html.split("</ul>")[:2]
    assert (first.count("<li>"), second.count("<li>")) == (2, 2)
    assert "<p>" not in first


def test_a_second_line_that_is_a_heading_is_no_tagline(tmp_path):
    found = guide(tmp_path, "Tea\nWhy It Helps\nIt is warm.\n")
    assert found.description == ""
    assert found.body.startswith("## Why It Helps")


@pytest.mark.parametrize("front", ["---\ntitle: Tea\n---\n", "# Tea\n\n"])
def test_a_guide_with_markdown_is_read_as_markdown(tmp_path, front):
    found = guide(tmp_path, f"{front}## Why\n\n*Warm.*\n", name="tea.md")
    assert (found.title, found.kind) == ("Tea", "guide")
    assert found.body == "## Why\n\n*Warm.*\n"


def test_markdown_files_without_structure_are_read_as_pasted(tmp_path):
    found = guide(tmp_path, GUIDE, name="slow-morning.md", kind="service")
    assert (found.kind, found.title) == ("service", "A Slower Morning")


def test_a_plain_text_without_a_kind_is_left_and_an_empty_one_refused(tmp_path):
    assert isinstance(guide(tmp_path, GUIDE, kind=None), Left)
    assert isinstance(guide(tmp_path, "\n \n"), Unreadable)


def test_a_title_that_gives_no_slug_uses_the_file_name(tmp_path):
    found = guide(tmp_path, "静かな朝\nA tagline.\nHow\nWait.\n")
    assert isinstance(found, Document)
    assert (found.title, found.slug) == ("静かな朝", "slow-morning")
