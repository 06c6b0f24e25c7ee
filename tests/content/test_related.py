"""What Sam is offered to read next."""

import pytest

from practice.content.addresses import Kind
from practice.content.models import Entry
from practice.content.related import related
from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


def near(sam, address):
    page = look(sam, address)
    found = page.all(".//section[@aria-labelledby='related']")
    return [words for words, _ in found[0].links] if found else []


def test_one_rare_mark_is_nearer_than_one_that_nearly_all_have(sam, write):
    write("Rain", emotions=["calm"], tags=["lighthouses"])
    for number in range(6):
        write(f"Calm {number}", emotions=["calm"])
    write("Beam", tags=["lighthouses"], days_ago=900)

    assert near(sam, "/journal/rain/") == ["Beam", "Calm 0"]


def test_of_texts_alike_the_title_decides_and_never_the_date(sam, write):
    write("Rain", emotions=["calm"])
    write("Zinnia", emotions=["calm"], days_ago=1)
    write("Beech", emotions=["calm"], days_ago=800)
    write("Alder", emotions=["calm"], days_ago=400)

    assert near(sam, "/journal/rain/") == ["Alder", "Beech"]


def test_a_guide_names_posts_about_it_and_they_name_the_guide(sam, write):
    write("Breathing", kind="guide", emotions=["calm"], tags=["body"])
    write("Rain", emotions=["calm"])
    write("Storm", emotions=["anger"])

    assert near(sam, "/guides/breathing/") == ["Rain"]
    assert near(sam, "/journal/rain/") == ["Breathing"]
    assert near(sam, "/journal/storm/") == []


def test_of_each_kind_as_many_as_are_wanted_in_one_question(write, django_assert_num_queries):
    for number in range(4):
        write(f"Post {number}", emotions=["calm"])
        write(f"Guide {number}", kind="guide", emotions=["calm"])
    rain = Entry.objects.with_marks().get(pk=write("Rain", emotions=["calm"]).pk)

    with django_assert_num_queries(2):  # how many share each mark is kept outside a transaction
        found = [
            (each.title, each.felt, each.minutes)
            for each in related(rain, {Kind.POST: 2, Kind.GUIDE: 1})
        ]

    assert found == [("Post 0", "calm", 1), ("Post 1", "calm", 1), ("Guide 0", "calm", 1)]
