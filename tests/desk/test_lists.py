"""Lists and forms of the desk: each fact says what it is, each box has a name, words are plain."""

import re

import pytest

from practice.content.models import Tag
from practice.templatetags.desk import labelled
from tests.content.seen import look

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]


def test_a_row_says_what_each_of_its_facts_is(dana):
    Tag.objects.create(name="<b>rest</b>", slug="rest", description="Lying down.")

    html = dana.get("/admin/content/tag/").content.decode()

    row = html.partition("<tbody")[2]
    assert re.findall(r'<t[dh] role="(\w+)" data-label="([^"]*)"', row)[1:] == [
        ("rowheader", "Name"),
        ("cell", "Used"),
        ("cell", "Description"),
    ]
    assert "&lt;b&gt;rest" in row
    assert "<b>rest" not in row


def test_a_cell_without_a_column_has_no_name():
    cells = labelled(["<td>1</td>", '<td class="x"><input></td>'], [{"text": 'say "one"'}])

    assert list(cells) == [
        '<td role="cell" data-label="Say &quot;one&quot;">1</td>',
        '<td role="cell" data-label="" class="x"><input></td>',
    ]


def test_an_empty_list_and_an_empty_search_say_different_things(dana):
    assert "Nothing is here yet." in look(dana, "/admin/content/tag/").words
    assert "Nothing fits that." in look(dana, "/admin/content/tag/?q=moss").words


def test_rows_within_the_profile_have_a_name_for_every_box(dana):
    page = look(dana, "/admin/profile/practice/1/change/")

    named = {label.root.get("for") for label in page.all(".//label")}
    boxes = page.all(".//fieldset//input") + page.all(".//fieldset//textarea")
    asked = {box.root.get("id") for box in boxes if box.root.get("type") != "hidden"}
    assert "id_crisis_lines-0-label" in asked
    assert asked <= named


def test_deleting_asks_plainly_and_can_be_left_without_script(dana):
    tag = Tag.objects.create(name="moss", slug="moss")

    page = look(dana, f"/admin/content/tag/{tag.pk}/delete/")

    assert page.headings[0] == ("h1", "Delete “moss”?")
    assert ("Keep it", f"/admin/content/tag/{tag.pk}/change/") in page.links
    assert "Are you sure" not in page.words
