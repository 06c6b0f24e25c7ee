"""Titles and descriptions are typed with straight quotes and read with curly ones."""

import pytest

from practice.content.templatetags.typography import curly
from tests.content.seen import look

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("I'm here", "I’m here"),
        ("the body's", "the body’s"),
        ("parents' house", "parents’ house"),
        ('She said "yes"', "She said “yes”"),
        ('"Yes," she said', "“Yes,” she said"),
        ("('like this')", "(‘like this’)"),
        ("“already” ‘so’", "“already” ‘so’"),
        ("no quotes — at all", "no quotes — at all"),
    ],
)
def test_quotes_turn_the_right_way(typed, printed):
    assert curly(typed) == printed


def test_visitor_reads_them_and_what_was_typed_stays(sam, practice, write):
    entry = write("What I don't say", slug="say", description="It's late.")

    page = look(sam, "/journal/say/").words

    assert "What I don’t say It’s late." in page
    entry.refresh_from_db()
    assert entry.title == "What I don't say"


def test_markup_in_a_title_is_still_only_words(sam, practice, write):
    write('<b>"x"</b>', slug="x")

    assert "<b>“x”</b>" in look(sam, "/journal/x/").words
