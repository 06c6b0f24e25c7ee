"""Search engines read the practice's facts, and only those the profile gives."""

import json

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


def facts(sam):
    scripts = look(sam, "/").all(".//script")
    blocks = [script for script in scripts if script.root.get("src") is None]
    assert [block.root.get("type") for block in blocks] == ["application/ld+json"]
    return json.loads(blocks[0].root.text)


def test_practice_and_how_to_reach_it(sam):
    found = facts(sam)

    assert found["@context"] == "https://schema.org"
    assert found["name"] == "The Quiet Room"
    assert found["url"] == "http://practice.example/"
    assert found["telephone"] == "(415) 555-0199"
    assert found["email"] == "dana@quietroom.example"
    assert found["address"] == "12 Alder Lane, San Francisco, CA 94110"
    assert found["areaServed"] == ["California"]


def test_practitioner_and_licence(sam):
    person = facts(sam)["founder"]

    assert person["name"] == "Dana Whitfield"
    assert person["jobTitle"] == "Licensed Marriage and Family Therapist"
    assert person["hasCredential"]["identifier"] == "LMFT 000000"
    assert person["hasCredential"]["recognizedBy"]["name"] == "Board of Behavioral Sciences"


def test_what_the_profile_does_not_say_is_not_claimed(sam, practice):
    practice.telephone = practice.email = practice.place = practice.practitioner = ""
    practice.licensed_in = []
    practice.save()

    assert facts(sam).keys() == {"@context", "@type", "name", "url"}


def test_licence_not_filled_in_is_not_claimed_in_parts(sam, practice):
    practice.licence_number = practice.licence_board = practice.licence_title = ""
    practice.save()

    person = facts(sam)["founder"]

    assert person == {"@type": "Person", "name": "Dana Whitfield"}


def test_board_not_filled_in_is_not_claimed(sam, practice):
    practice.licence_board = ""
    practice.save()

    assert "recognizedBy" not in facts(sam)["founder"]["hasCredential"]


@pytest.mark.parametrize(
    "name", ["</script><script>alert(1)</script>", "A & B <!-- C", "ليلى \u2028 山田", '"\\']
)
def test_no_name_can_close_the_block(sam, practice, name):
    practice.name = name
    practice.save()

    assert facts(sam)["name"] == name


def test_pages_other_than_home_repeat_nothing(sam):
    for address in ("/about/", "/journal/", "/consultation/"):
        assert not look(sam, address).has(".//script[@type='application/ld+json']")
