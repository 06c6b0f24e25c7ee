"""Sam reads a guide, and looks at what is offered."""

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")

KINDS = [("guide", "/guides/"), ("service", "/services/")]
THREE_PARTS = "## First\n\nOne.\n\n## Second\n\nTwo.\n\n## Third\n\nThree."


@pytest.mark.parametrize(("kind", "folder"), KINDS)
def test_index_lists_its_kind_in_order_then_by_title(sam, write, kind, folder):
    write("Beta", kind=kind, order=1, days_ago=9)
    write("Alpha", kind=kind, order=1, days_ago=2)
    write("First", kind=kind, order=0, days_ago=5)
    write("Elsewhere", kind="service" if kind == "guide" else "guide")
    write("Rain")

    assert look(sam, folder).entries == ["First", "Alpha", "Beta"]


@pytest.mark.engine_free
@pytest.mark.parametrize(("kind", "folder"), KINDS)
def test_index_with_nothing_offers_the_form(sam, kind, folder):
    page = look(sam, folder).part(".//main")

    assert "Nothing stands here yet." in page.words
    assert "/consultation/" in page.addresses


@pytest.mark.parametrize(("kind", "folder"), KINDS)
def test_text_is_shown_in_its_article(sam, write, kind, folder):
    write("Breathing", kind=kind, description="In and out.", body="My words.")

    page = look(sam, f"{folder}breathing/")

    assert page.headings[0] == ("h1", "Breathing")
    assert "In and out." in page.words
    assert "My words." in page.all(".//main//article")[0].words
    assert len(page.all(".//article")) == 1


@pytest.mark.engine_free
def test_kind_is_named(sam, write):
    write("Breathing", kind="guide")
    write("Couples", kind="service")

    assert "A guide" in look(sam, "/guides/breathing/").words
    assert "A service" in look(sam, "/services/couples/").words


@pytest.mark.engine_free
def test_contents_list_leads_to_each_part(sam, write):
    write("Breathing", kind="guide", body=THREE_PARTS)

    page = look(sam, "/guides/breathing/")

    contents = page.part(".//nav[@aria-labelledby='contents']")
    assert [words for words, _ in contents.links] == ["First", "Second", "Third"]
    assert {address.removeprefix("#") for address in contents.addresses} <= set(page.ids)


@pytest.mark.engine_free
@pytest.mark.parametrize("body", ["Only words.", "## One part\n\nWords."])
def test_short_guide_has_no_contents_list(sam, write, body):
    write("Breathing", kind="guide", body=body)

    assert "On this page" not in look(sam, "/guides/breathing/").words


@pytest.mark.engine_free
def test_no_id_stands_twice_whatever_the_parts_are_called(sam, write):
    headings = ("Main", "Contents", "Related", "Invite")
    write(
        "Breathing",
        kind="guide",
        emotions=["calm"],
        body="\n\n".join(f"## {heading}\n\nx" for heading in headings),
    )
    write("Rain", emotions=["calm"])

    ids = look(sam, "/guides/breathing/").ids

    assert sorted(ids) == sorted(set(ids))


def test_guide_leads_to_posts_near_to_it(sam, write):
    write("Breathing", kind="guide", emotions=["calm"])
    write("Rain", emotions=["calm"])
    write("Storm", emotions=["fury"])
    write("Couples", kind="service", emotions=["calm"])

    near = look(sam, "/guides/breathing/").part(".//section[@aria-labelledby='related']")

    assert near.links == [("Rain", "/journal/rain/")]


def test_service_leads_to_guides_and_posts_near_to_it(sam, write):
    write("Couples", kind="service", emotions=["calm"])
    write("Breathing", kind="guide", emotions=["calm"])
    write("Rain", emotions=["calm"], days_ago=3)
    write("Teens", kind="service", emotions=["calm"])

    near = look(sam, "/services/couples/").part(".//section[@aria-labelledby='related']")

    assert near.links == [("Breathing", "/guides/breathing/"), ("Rain", "/journal/rain/")]


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("accepting", "said", "unsaid"),
    [
        ("open", "nothing is asked of you afterward", "waiting list"),
        ("waiting", "There is a waiting list just now.", "full just now"),
        ("full", "My hours are full just now.", "waiting list"),
    ],
)
def test_invitation_tells_how_full_the_practice_is(sam, practice, accepting, said, unsaid):
    practice.accepting = accepting
    practice.save()

    words = look(sam, "/guides/").part(".//section[@aria-labelledby='invite']").words

    assert said in words
    assert "within two business days" in words
    assert unsaid not in words


@pytest.mark.parametrize("address", ["/guides/couples/", "/services/breathing/", "/breathing/"])
def test_text_answers_under_its_own_kind_only(sam, write, address):
    write("Breathing", kind="guide")
    write("Couples", kind="service")

    assert sam.get(address).status_code == 404
