"""Sam reads on about one subject."""

import pytest

from practice.content.models import Tag
from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


def test_tag_shows_its_posts_newest_first_and_no_other(sam, write):
    write("Old rain", tags=["rest"], days_ago=9)
    write("New rain", tags=["rest", "night"])
    write("Storm", tags=["night"])

    page = look(sam, "/journal/tags/rest/")

    assert page.entries == ["New rain", "Old rain"]
    assert page.headings[0] == ("h1", "Rest")
    assert page.title == "Posts about rest: The Quiet Room"


def test_guides_with_the_tag_are_not_in_the_journal_s_list(sam, write):
    write("Rain", tags=["rest"])
    write("Breathing", kind="guide", tags=["rest"])

    assert look(sam, "/journal/tags/rest/").entries == ["Rain"]


def test_tag_says_what_it_is_about(sam, write):
    write("Rain", tags=["rest"])
    Tag.objects.update(description="Doing nothing, on purpose.")

    page = look(sam, "/journal/tags/rest/")

    assert "Doing nothing, on purpose." in page.words
    assert not page.has(".//meta[@name='robots']")


def test_tag_can_be_followed_by_feed(sam, write):
    write("Rain", tags=["rest"])

    assert "/journal/tags/rest/feed/" in look(sam, "/journal/tags/rest/").addresses


def test_tag_with_nothing_public_says_so(sam, write):
    write("Rain", tags=["rest"], status="draft")

    page = look(sam, "/journal/tags/rest/")

    assert "Nothing with this tag is public just now." in page.words
    assert page.entries == []
    robots = page.all(".//meta[@name='robots']")
    assert [each.root.get("content") for each in robots] == [
        "noindex"
    ]  # a name that only a draft has


def test_long_tag_comes_in_pages(sam, write):
    for number in range(13):
        write(f"Rain {number:02}", tags=["rest"], days_ago=number + 1)

    assert look(sam, "/journal/tags/rest/?page=2").entries == ["Rain 12"]
    assert sam.get("/journal/tags/rest/?page=3").status_code == 404


def test_unknown_tag_is_not_there(sam):
    assert sam.get("/journal/tags/nothing/").status_code == 404
    assert sam.get("/journal/tags/").status_code == 404
