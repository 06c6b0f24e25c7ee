"""Machines are told in schema.org's words what a page says to people, and no more."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from practice.content import seo
from practice.content.previews import links
from tests.machines.vocabulary import facts_on, faults_in

pytestmark = pytest.mark.engine_free

SITE = "http://practice.example"
EVERY_KIND = {
    "/": ["ProfessionalService"],
    "/journal/rain/": ["BlogPosting", "BreadcrumbList"],
    "/journal/bare/": ["BlogPosting", "BreadcrumbList"],
    "/guides/breathing/": ["Article", "BreadcrumbList"],
    "/services/couples/": ["Service", "BreadcrumbList"],
    "/about/": ["Person"],
    "/questions/": ["FAQPage"],
}
NOTHING = ["/fees/", "/help-now/", "/journal/", "/emotions/calm/", "/consultation/", "/search/?q=a"]


def test_what_a_page_says_is_in_the_vocabulary_and_whole(sam, written):
    found = {address: facts_on(sam, address) for address in EVERY_KIND}

    assert {address: [each["@type"] for each in facts] for address, facts in found.items()} == (
        EVERY_KIND
    )
    for address, facts in found.items():
        assert {each["@context"] for each in facts} == {"https://schema.org"}, address
        assert [fault for each in facts for fault in faults_in(each)] == [], address


def test_page_with_no_such_facts_makes_none_up(sam, written):
    assert [address for address in NOTHING if facts_on(sam, address)] == []


def test_check_itself_finds_what_is_wrong():
    wrong = {"@type": "Person", "headline": "x", "worksFor": "her own", "image": "here"}

    assert sorted(faults_in(wrong)) == [
        "it (Person) cannot have headline",
        "it (Person) has no name",
        "it.image is “here”, not a ['ImageObject', 'URL']",
        "it.worksFor is “her own”, not a ['Organization']",
    ]


def test_post_names_its_writer_picture_and_times(sam, written):
    post = facts_on(sam, "/journal/rain/")[0]

    assert post["headline"] == "Rain"
    assert post["description"] == "On wet days."
    assert post["url"] == f"{SITE}/journal/rain/"
    assert post["author"]["name"] == "Dana Whitfield"
    assert post["publisher"]["name"] == "The Quiet Room"
    assert sam.get(post["image"].removeprefix(SITE))["Content-Type"] == "image/png"
    assert post["datePublished"] <= post["dateModified"]


def test_title_that_looks_like_html_stays_what_it_is(sam, written):
    assert facts_on(sam, "/journal/bare/")[0]["headline"] == "Bare & <b>bold</b>"


def test_trail_leads_from_the_front_page_and_every_step_answers(sam, written):
    trail = facts_on(sam, "/guides/breathing/")[1]["itemListElement"]

    steps = [(each["position"], each["name"], each.get("item")) for each in trail]
    assert steps == [
        (1, "Home", f"{SITE}/"),
        (2, "Guides", f"{SITE}/guides/"),
        (3, "Breathing", None),
    ]
    for _, _, address in steps[:-1]:
        assert sam.get(address.removeprefix(SITE)).status_code == 200


def test_practitioner_and_licence_stand_on_the_page_about_her(sam, written):
    (dana,) = facts_on(sam, "/about/")

    assert (dana["name"], dana["worksFor"]["name"]) == ("Dana Whitfield", "The Quiet Room")
    assert dana["hasCredential"]["identifier"] == "LMFT 000000"


def test_site_nobody_filled_in_claims_nobody(sam, written, practice):
    practice.practitioner = ""
    practice.save()

    assert facts_on(sam, "/about/") == []
    post = facts_on(sam, "/journal/rain/")[0]
    assert post["author"]["@type"] == "ProfessionalService"
    assert list(faults_in(post)) == []


def test_questions_are_told_with_their_answers(sam, written):
    asked = facts_on(sam, "/questions/")[0]["mainEntity"]

    assert [(each["name"], each["acceptedAnswer"]["text"]) for each in asked] == [
        ("Can I call?", "Yes, any day. Or write."),
        ("Is it private?", "Yes."),
    ]


@pytest.mark.parametrize(
    ("body", "how_many"),
    [
        ("## Fees\n\n### Is it much?\n\nNo.\n\n### Less?\n\nYes.\n\n## More\n\nWords.", 2),
        ("## Why?\n\nWords.\n\n## And how?\n\nWords.\n\n## Because\n\nWords.", 0),
        ("## Only one?\n\nYes.", 0),
        ("## First?\n\n## Second?\n\nYes.", 0),
        ("Is this a list? No.", 0),
    ],
    ids=["a level below", "one is none", "one question", "no answer", "in passing"],
)
def test_only_a_real_list_of_questions_is_one(write, body, how_many):
    assert len(seo.questions(write("Page", kind="page", body=body).html)) == how_many


def test_question_in_a_post_is_a_turn_of_speech(sam, write):
    write("Rain", body="## Why rain?\n\nWords.\n\n## Why now?\n\nWords.")

    assert "FAQPage" not in [each["@type"] for each in facts_on(sam, "/journal/rain/")]


def test_preview_says_nothing_to_machines(sam, dana, write):
    rain = write("Rain", status="draft")
    link = links.make(rain, by=User.objects.get(), days=7)

    assert facts_on(sam, links.address_of(link).removeprefix(SITE)) == []


def test_extract_of_the_vocabulary_says_where_it_is_from():
    text = (Path(__file__).parent / "schema_org.json").read_text()

    assert "schema-dts 2.1.0" in text
    assert "2026-11-22" in text
