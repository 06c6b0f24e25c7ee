"""Sam finds something to read by what he feels."""

import pytest

from practice.content.models import Emotion
from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


def test_every_emotion_somebody_wrote_about_is_named_with_how_much(sam, write):
    write("Rain", emotions=["calm", "grief"])
    write("Tide", emotions=["calm"])

    page = look(sam, "/emotions/")

    items = {item.words for item in page.part(".//main").all(".//li")}
    assert items == {"Calm 2 pieces", "Grief 1 piece"}
    assert ("Calm", "/emotions/calm/") in page.links


def test_emotions_stand_in_the_order_of_their_names(sam, write):
    names = ["worry", "anger", "hope", "grief", "calm", "joy", "trust", "fear"]
    write("Rain", emotions=names)

    items = look(sam, "/emotions/").part(".//main").all(".//li")

    assert [item.words.removesuffix(" 1 piece") for item in items] == [
        name.capitalize() for name in sorted(names)
    ]


def test_emotion_nothing_public_is_about_is_not_offered(sam, write):
    write("Rain", emotions=["calm"])
    write("Tide", emotions=["grief"], status="draft")
    write("Noon", emotions=["fury"], days_ago=-2)
    Emotion.objects.create(name="hope", slug="hope")

    offered = look(sam, "/emotions/").part(".//main").words
    at_home = look(sam, "/").part(".//main").words

    assert "calm" in offered
    assert "calm" in at_home
    for absent in ("grief", "fury", "hope"):
        assert absent not in offered
        assert absent not in at_home


def test_hidden_texts_are_not_counted(sam, write):
    write("Rain", emotions=["calm"])
    write("Tide", emotions=["calm"], status="draft")
    write("Noon", emotions=["calm"], days_ago=-2)

    assert "calm 1 piece" in look(sam, "/emotions/").words


def test_emotion_page_shows_guides_first_then_posts_newest_first(sam, write):
    write("Old rain", emotions=["calm"], days_ago=9)
    write("New rain", emotions=["calm"], days_ago=2)
    write("Breathing", kind="guide", emotions=["calm"], days_ago=50)
    write("Storm", emotions=["anger"])

    page = look(sam, "/emotions/calm/")

    assert page.entries == ["Breathing", "New rain", "Old rain"]
    assert "Storm" not in page.words


def test_emotion_page_says_what_the_emotion_is(sam, write):
    write("Rain", emotions=["calm"])
    Emotion.objects.update(description="What is left when nothing pulls.")

    page = look(sam, "/emotions/calm/")

    assert page.headings[0] == ("h1", "Calm")
    assert "What is left when nothing pulls." in page.words
    assert "/emotions/calm/feed/" in page.addresses


def test_guides_stand_on_the_first_page_only(sam, write):
    for number in range(13):
        write(f"Rain {number:02}", emotions=["calm"], days_ago=number + 1)
    write("Breathing", kind="guide", emotions=["calm"])

    first, second = look(sam, "/emotions/calm/"), look(sam, "/emotions/calm/?page=2")

    assert first.entries[0] == "Breathing"
    assert second.entries == ["Rain 12"]


def test_emotion_with_nothing_public_says_so(sam):
    Emotion.objects.create(name="hope", slug="hope")

    page = look(sam, "/emotions/hope/")

    assert "Nothing about this is public just now." in page.words
    assert page.entries == []
    robots = page.all(".//meta[@name='robots']")
    assert [each.root.get("content") for each in robots] == [
        "noindex"
    ]  # a name that only a draft has


def test_unknown_emotion_is_not_there(sam):
    assert sam.get("/emotions/schadenfreude/").status_code == 404
    assert sam.get("/emotions/schadenfreude/feed/").status_code == 404


def test_emotion_names_those_it_often_stands_beside_the_most_frequent_first(sam, write):
    write("Rain", emotions=["grief", "acceptance"])
    write("Tide", emotions=["grief", "acceptance", "longing"])
    write("Noon", emotions=["joy"])
    write("Dusk", emotions=["grief", "anger"], status="draft")

    page = look(sam, "/emotions/grief/")

    assert page.part(".//ul[@aria-labelledby='beside']").links == [
        ("acceptance", "/emotions/acceptance/"),
        ("longing", "/emotions/longing/"),
    ]
    assert "Often together with" not in look(sam, "/emotions/joy/").words


def test_emotion_renamed_between_two_looks_does_no_harm(sam, write):
    write("Rain", emotions=["calm", "grief", "hope"])
    Emotion.objects.filter(name="grief").update(name="sorrow")  # and the texts still say grief

    page = look(sam, "/emotions/calm/")

    assert page.status == 200
    assert "/emotions/hope/" in {address for _, address in page.links}
    assert "/emotions/grief/" not in {address for _, address in page.links}


def test_emotion_s_own_feed_is_told_to_readers_of_feeds(sam, write):
    write("Rain", emotions=["calm"])

    links = look(sam, "/emotions/calm/").all(".//link[@type='application/atom+xml']")

    assert "/emotions/calm/feed/" in [each.root.get("href") for each in links]
    assert "/emotions/joy/feed/" not in [each.root.get("href") for each in links]


def test_from_an_emotion_to_a_guide_to_the_form_which_never_learns_of_it(sam, write):
    write("Breathing", kind="guide", emotions=["calm"])

    first = look(sam, "/emotions/calm/")
    second = look(sam, dict(first.part(".//main").links)["Breathing"])
    form = dict(second.part(".//main").links)["Ask for a first talk"]
    came = sam.get(form, headers={"referer": "http://testserver/guides/breathing/"})
    alone = sam.get(form)

    assert form == "/consultation/"
    assert "breathing" not in came.content.decode().lower()
    assert len(came.content) == len(alone.content)
