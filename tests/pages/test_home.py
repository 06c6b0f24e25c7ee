"""Sam comes in at the front door."""

import json

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


@pytest.mark.engine_free
def test_home_says_what_dana_wrote(sam, write):
    write(
        "Come in",
        kind="page",
        slug="home",
        description="Therapy that takes its time.",
        body="## You write\n\nA few lines.\n\n## I answer\n\nSoon.",
    )

    page = look(sam, "/")

    assert page.title == "The Quiet Room: therapy with Dana Whitfield"
    assert page.headings[0] == ("h1", "Come in")
    assert "Therapy that takes its time." in page.words
    assert ("h2", "You write") in page.headings
    assert ("h2", "I answer") in page.headings
    assert "A few lines." in page.words


@pytest.mark.engine_free
def test_every_section_is_shown_however_many_there_are(sam, write):
    body = "\n\n".join(f"## Part {number}\n\nWords {number}." for number in range(1, 6))
    write("Come in", kind="page", slug="home", body=body)

    page = look(sam, "/")

    assert [words for _, words in page.headings if words.startswith("Part")] == [
        f"Part {number}" for number in range(1, 6)
    ]
    for number in range(1, 6):
        assert page.words.count(f"Words {number}.") == 1


@pytest.mark.engine_free
def test_words_before_the_first_heading_are_shown(sam, write):
    write("Come in", kind="page", slug="home", body="Before it all.\n\n## Part\n\nWords.")

    assert "Before it all." in look(sam, "/").words


def test_home_leads_to_the_form_and_to_reading(sam):
    page = look(sam, "/").part(".//main")

    assert "/consultation/" in page.addresses
    assert "/journal/" in page.addresses


def test_home_shows_the_three_newest_posts(sam, write):
    write("Oldest", days_ago=9)
    write("Old", days_ago=3)
    write("Newest", days_ago=1)
    write("Newer", days_ago=2)
    write("Breathing", kind="guide", days_ago=1)

    assert look(sam, "/").entries == ["Newest", "Newer", "Old"]


def test_home_offers_feelings_that_lead_somewhere(sam, write):
    write("Rain", emotions=["calm"])

    assert ("calm", "/emotions/calm/") in look(sam, "/").part(".//main").links


def test_home_lists_services_in_their_order(sam, write):
    write("Teens", kind="service", order=2)
    write("Individuals", kind="service", order=1, description="One to one.")
    write("Couples", kind="service", order=2)

    offered = look(sam, "/").part(".//section[@aria-labelledby='offered']")

    assert [words for words, _ in offered.links] == ["Individuals", "Couples", "Teens"]
    assert "One to one." in offered.words


def test_home_without_posts_feelings_or_services_has_no_empty_rooms(sam):
    words = look(sam, "/").words

    for heading in ("Lately, in the journal", "What is nearest tonight?", "What I offer"):
        assert heading not in words


@pytest.mark.engine_free
def test_home_has_one_address(sam, write):
    write("Come in", kind="page", slug="home")

    assert sam.get("/home/").status_code == 404
    canonical = look(sam, "/").part(".//link[@rel='canonical']").root.get("href")
    assert canonical == "http://practice.example/"


@pytest.mark.engine_free
def test_no_id_stands_twice_on_home(sam, write):
    headings = ("Near", "Lately", "Offered", "Invite", "Main")
    write("Come in", kind="page", slug="home", body="\n\n".join(f"## {h}\n\nx" for h in headings))
    write("Rain", emotions=["calm"])
    write("Couples", kind="service")

    ids = look(sam, "/").ids

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.engine_free
def test_machines_can_read_what_the_practice_is(sam):
    block = look(sam, "/").part(".//script[@type='application/ld+json']").root.text

    assert json.loads(block)["@type"] == "ProfessionalService"
    assert json.loads(block)["name"] == "The Quiet Room"
