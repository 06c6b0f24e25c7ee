"""What Dana types becomes what Sam reads: every mark she may use."""

import html5lib
import pytest

from practice.content.rendering import plain, render
from tests.content.seen import Seen

pytestmark = pytest.mark.engine_free


def page(markdown):
    return Seen(html5lib.parse(render(markdown).html, namespaceHTMLElements=False))


def test_paragraphs_emphasis_and_quotes_keep_their_meaning():
    read = page("It is *late* and **quiet**.\n\n> So it was said.")

    assert read.part(".//em").words == "late"
    assert read.part(".//strong").words == "quiet"
    assert read.part(".//blockquote").words == "So it was said."
    assert "*" not in read.words


def test_straight_quotes_dashes_and_dots_become_typographic():
    read = page("\"I can't,\" she said -- 'not now'...")

    assert read.words == "“I can’t,” she said – ‘not now’…"


def test_code_keeps_its_straight_quotes():
    read = page('Type `"it\'s"` here.')

    assert read.part(".//code").words == '"it\'s"'


def test_two_spaces_at_the_end_of_a_line_break_it():
    read = page("The tide  \ncomes in")

    assert len(read.all(".//br")) == 1
    assert read.words == "The tide comes in"


def test_backslash_at_the_end_of_a_line_breaks_it():
    read = page("The tide\\\ncomes in")

    assert len(read.all(".//br")) == 1
    assert "\\" not in read.words


def test_plain_line_end_breaks_nothing():
    read = page("The tide\ncomes in\r\nand goes")

    assert not read.has(".//br")
    assert read.words == "The tide comes in and goes"


def test_footnote_leads_there_and_back():
    read = page("Sleep is work.[^a]\n\n[^a]: Walker, *2017*.")
    there, back = read.addresses

    assert there.removeprefix("#") in read.ids
    assert back.removeprefix("#") in read.ids
    assert read.part(".//sup").addresses == [there]
    assert "Walker, 2017." in read.words
    assert "[^a]" not in read.words


def test_table_keeps_its_cells():
    read = page("| Length | Fee |\n|---|---|\n| 50 minutes | $150 |")

    assert [cell.words for cell in read.all(".//th")] == ["Length", "Fee"]
    assert [cell.words for cell in read.all(".//td")] == ["50 minutes", "$150"]
    assert "|" not in read.words


def test_table_column_is_aligned_without_a_style():
    html = render("| Length | Fee |\n|:--|--:|\n| 50 minutes | $150 |").html
    read = Seen(html5lib.parse(html, namespaceHTMLElements=False))

    assert [cell.root.get("align") for cell in read.all(".//td")] == ["left", "right"]
    assert "style" not in html


def test_definition_list_and_abbreviation_are_kept():
    read = page("GFE\n:   What a year may cost.\n\n*[GFE]: Good Faith Estimate")

    assert read.part(".//dt").words == "GFE"
    assert read.part(".//dd").words == "What a year may cost."
    assert read.part(".//abbr").root.get("title") == "Good Faith Estimate"


def test_numbered_list_may_begin_where_it_left_off():
    read = page("3. Breathe out.\n4. Wait.")

    assert read.part(".//ol").root.get("start") == "3"
    assert [item.words for item in read.all(".//li")] == ["Breathe out.", "Wait."]


def test_note_is_set_apart_with_its_title():
    read = page('!!! note "For parents"\n    Ask first.')

    assert read.part(".//div").root.get("class") == "admonition note"
    assert read.part(".//div").words == "For parents Ask first."


def test_links_a_person_can_follow_are_kept():
    addresses = [
        *("/fees/", "#later", "?page=2", "https://a.example/x?y=1&z=2", "http://a.example/"),
        *("mailto:dana@quietroom.example", "tel:988", "sms:988"),
    ]

    read = page(" ".join(f"[x]({address})" for address in addresses))

    assert read.addresses == addresses


def test_picture_of_ours_keeps_its_description():
    read = page('![A chair by the window](/media/chair.jpg "The room")')

    picture = read.part(".//img").root
    assert picture.get("src") == "/media/chair.jpg"
    assert picture.get("alt") == "A chair by the window"


def test_headings_of_a_text_without_h1_stay_where_they_are():
    read = page("## One\n\n### Two")

    assert read.headings == [("h2", "One"), ("h3", "Two")]


def test_h1_in_a_text_moves_every_heading_down():
    read = page("# One\n\n## Two\n\n###### Six")

    assert read.headings == [("h2", "One"), ("h3", "Two")]
    assert read.part(".//h6").words == "Six"


def test_contents_list_names_the_sections_and_not_what_is_under_them():
    text = render("## First *things*\n\n### A detail\n\n## Fish & chips")

    read = Seen(html5lib.parse(text.html, namespaceHTMLElements=False))
    assert [part["title"] for part in text.contents] == ["First things", "Fish & chips"]
    assert [part["id"] for part in text.contents] == [
        each.root.get("id") for each in read.all(".//h2")
    ]


def test_same_heading_twice_has_two_ids():
    read = page("## Rest\n\n## Rest\n\n### Rest")

    assert len(set(read.ids)) == len(read.ids) == 3


def test_headings_in_any_script_can_be_linked_to():
    text = render("## 家族\n\n## عائلة\n\n## 😴")

    ids = [part["id"] for part in text.contents]
    assert len(set(ids)) == 3
    assert all(ids)


def test_ids_typed_by_hand_are_never_given_twice():
    read = page("## One {#here}\n\n## Two {#here}")

    assert len(set(read.ids)) == len(read.ids) == 2


@pytest.mark.parametrize("heading", ["Main", "## {#main}", "Related", "Contents"])
def test_heading_never_takes_an_id_of_the_page_around_it(heading):
    text = heading if heading.startswith("#") else f"## {heading}"

    ids = page(f"{text}\n\nWords").ids

    assert not {"main", "related", "contents"} & set(ids)


def test_words_are_counted_as_read_and_not_as_typed():
    text = render("One **two**.\n\n- [three](/a/very/long/address/) four\n\n<!-- not this -->")

    assert text.words == 4


def test_empty_text_is_an_empty_page():
    assert render("").html == render(" \n\n ").html == ""
    assert render("").words == 0


def test_plain_words_of_a_text_have_no_marks():
    html = render('Salt & "pepper" < *thyme*\n\n- one\n- two').html

    assert plain(html) == "Salt & “pepper” < thyme one two"
