"""Wherever Sam is, he sees whose site it is and how to reach a person."""

import pytest

from practice.content.models import Emotion
from tests.content.seen import look, seen

pytestmark = pytest.mark.engine_free

EVERYWHERE = [
    *("/", "/about/", "/services/", "/guides/", "/guides/breathing/", "/fees/", "/privacy/"),
    *("/accessibility/", "/emotions/", "/emotions/calm/", "/help-now/", "/journal/"),
    *("/journal/rain/", "/journal/tags/rest/", "/consultation/", "/search/?q=rain", "/nowhere/"),
    "/notices/",
]


@pytest.fixture
def written(privacy, write):
    write("Rain", tags=["rest"], emotions=["calm"])
    write("Breathing", kind="guide")


@pytest.mark.parametrize("address", EVERYWHERE)
def test_foot_names_the_practitioner_the_licence_and_the_ways_to_help(sam, written, address):
    foot = seen(sam.get(address)).part(".//footer")

    for words in (
        *("Dana Whitfield", "Licensed Marriage and Family Therapist", "LMFT 000000, California"),
        *("12 Alder Lane", "San Francisco, CA 94110", "(415) 555-0199", "In a crisis"),
    ):
        assert words in foot.words
    wanted = {"tel:4155550199", "mailto:dana@quietroom.example", "tel:988", "tel:911"}
    assert wanted | {"/accessibility/", "/privacy/", "/consultation/"} <= set(foot.addresses)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_page_is_whole(sam, written, address):
    page = seen(sam.get(address))

    assert [level for level, _ in page.headings].count("h1") == 1
    assert page.root.get("lang") == "en"
    assert page.title
    ways_out = [each for each in page.addresses if each.startswith("https://www.weather.gov")]
    assert page.addresses[len(ways_out)] == "#main"  # only the way to leave at once comes before
    assert page.ids.count("main") == 1
    assert sorted(page.ids) == sorted(set(page.ids))
    assert "None" not in page.words


@pytest.mark.parametrize("address", [each for each in EVERYWHERE if each != "/consultation/"])
def test_page_without_a_form_sets_no_cookie(sam, written, address):
    assert not sam.get(address).cookies


def test_change_in_the_profile_shows_on_the_next_page(sam, practice):
    look(sam, "/journal/")
    practice.telephone = "(510) 555-0100"
    practice.save()

    foot = look(sam, "/journal/").part(".//footer")

    assert ("(510) 555-0100", "tel:5105550100") in foot.links
    assert "555-0199" not in foot.words


def test_number_with_its_country_can_be_called(sam, practice):
    practice.telephone = "+44 20 7946 0958"
    practice.save()

    assert ("+44 20 7946 0958", "tel:+442079460958") in look(sam, "/").links


def test_what_is_not_filled_in_leaves_no_trace(sam, practice):
    practice.telephone = practice.email = practice.place = practice.licence_number = ""
    practice.save()

    for address in ("/", "/privacy/", "/nowhere/"):
        page = seen(sam.get(address))
        assert "tel:" not in page.addresses
        assert "mailto:" not in page.addresses
        assert "California" not in page.words
        assert "Dana Whitfield" in page.words


def test_associate_s_supervisor_is_named(sam, practice):
    practice.supervision = "Supervised by Ana Ruiz, LMFT 111111"
    practice.credentials = "MA"
    practice.save()

    foot = look(sam, "/").part(".//footer").words

    assert "Dana Whitfield, MA" in foot
    assert "Supervised by Ana Ruiz, LMFT 111111" in foot


def test_every_place_of_the_licence_is_named_in_full(sam, practice):
    practice.licensed_in = ["CA", "OR"]
    practice.save()

    assert "LMFT 000000, California, Oregon" in look(sam, "/").part(".//footer").words


def test_crisis_text_is_markdown_and_nothing_in_it_acts(sam, practice):
    practice.crisis_text = "Call [988](tel:988) **now**.<script>alert(1)</script>[x](javascript:y)"
    practice.save()

    foot = look(sam, "/").part(".//footer")

    assert foot.part(".//strong").words == "now"
    assert not foot.has(".//script")
    assert "tel:988" in foot.addresses
    assert not any(address and "javascript" in address for address in foot.addresses)


def test_profile_cannot_break_out_of_the_page(sam, practice):
    hostile = '"><script>alert(1)</script>'
    practice.name = practice.practitioner = practice.strapline = hostile
    practice.telephone = practice.place = hostile
    practice.save()
    Emotion.objects.create(name=hostile, slug="x", description=hostile)

    for address in ("/", "/emotions/x/", "/journal/"):
        page = look(sam, address)
        assert hostile in page.words
        scripts = [each.root for each in page.all(".//script") if each.root.get("src") is None]
        assert {script.get("type") for script in scripts} <= {"application/ld+json"}
