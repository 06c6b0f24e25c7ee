"""The lists of posts and pages say when each appears, in the desk's own words."""

from datetime import timedelta

import pytest

from practice.content.models import Entry
from tests.content.conftest import NOON
from tests.content.seen import look, seen
from tests.content.writing import Open, change

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.ignore_template_errors]

POSTS, PAGES = "/admin/journal/post/", "/admin/pages/page/"


def rows(client, address=POSTS):
    """{title: when it appears}"""
    found = look(client, address).all(".//table[@id='result_list']/tbody/tr")
    return {row.part("./th").words: row.part("./td[@class='field-appears']").words for row in found}


@pytest.mark.engine_free
def test_when_a_post_appears_is_said_as_one_says_it(dana, write, clock):
    write("Draft", status="draft")
    for title, after in (("Today", -2), ("Soon", 6), ("Tomorrow", 30), ("Then", 24 * 9)):
        write(title, publish_at=NOON + timedelta(hours=after))
    write("Long ago", publish_at=NOON - timedelta(days=700))

    assert rows(dana) == {
        "Draft": "draft",
        "Today": "today, at 10:00 am",
        "Soon": "today, at 6:00 pm, by itself",
        "Tomorrow": "tomorrow, at 6:00 pm, by itself",
        "Then": "Friday, June 19, at 12:00 pm, by itself",
        "Long ago": "Wednesday, July 10, 2024, at 12:00 pm",
    }


def test_the_list_speaks_of_posts_and_not_of_fields(dana, write, clock):
    write("Rain")
    page = look(dana, POSTS)

    assert ("Write a post", "/admin/journal/post/add/") in page.links
    assert "Appears" in page.part(".//table[@id='result_list']/thead").words
    assert "Choose what to do" in page.words
    assert "Write a page" in look(dana, PAGES).words
    for word in ("Add post", "Publish at", "Select post to change", "---------"):
        assert word not in page.words


@pytest.mark.engine_free
def test_who_can_do_nothing_to_several_is_not_asked(kim, write):
    write("Rain")
    page = look(kim, POSTS)

    assert "Rain" in page.words
    assert not page.has(".//select[@name='action']")


def test_the_list_of_pages_stores_no_page(dana, write):
    page = write("About", kind="page", order=3)
    row = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": page.pk, "form-0-order": 9}

    dana.post(PAGES, {**row, "_save": "Save"})

    assert not look(dana, PAGES).has(".//input[@name='form-0-order']")
    assert Entry.objects.get().order == 3


@pytest.mark.engine_free
def test_one_moment_is_said_in_one_way_all_over_the_desk(dana, write, clock):
    moment, words = NOON + timedelta(days=9), "Friday, June 19, at 12:00 pm"
    post = write("Rain", publish_at=moment)
    Open(dana, change(post)).type(body="Not saved.").keep()
    saved = Open(dana, change(post)).save()

    assert words in seen(dana.get(saved["Location"])).words
    assert words in look(dana, "/admin/").words
    assert words in rows(dana)["Rain"]
    assert "You were writing on Wednesday, June 10, at 12:00 pm." in look(dana, "/admin/").words
    assert " PM" not in look(dana, "/admin/").words
