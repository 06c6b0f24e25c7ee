"""Tags and emotions are renamed and merged, and nobody who kept an address loses the way."""

import pytest

from practice.content.filing import Filing, file
from practice.content.marks.merging import merge
from practice.content.models import Emotion, Entry, Tag
from tests.content.seen import look, seen, submit

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.ignore_template_errors]


def tag(name):
    return Tag.objects.get(name=name)


@pytest.fixture
def three(write):
    """Rest and sleep mean the same; grief does not."""
    write("Rain", tags=["rest"], emotions=["calm"])
    write("Storm", tags=["rest", "sleep"])
    write("Noon", tags=["sleep"])
    write("Snow", tags=["grief"])
    return [tag("rest"), tag("sleep"), tag("grief")]


def lead_to(sam, address):
    response = sam.get(address)
    return response.status_code, response.get("Location")


def test_renamed_tag_and_its_feed_are_found_at_the_old_address(dana, sam, three):
    rest, _, _ = three
    answer = submit(dana, f"/admin/content/tag/{rest.pk}/change/", name="resting", slug="resting")

    said = seen(dana.get(answer["Location"])).words
    assert "/journal/tags/rest/ and is now /journal/tags/resting/" in said
    assert lead_to(sam, "/journal/tags/rest/") == (301, "/journal/tags/resting/")
    assert lead_to(sam, "/journal/tags/rest/feed/") == (301, "/journal/tags/resting/feed/")
    assert sam.get("/journal/tags/rest", follow=True).status_code == 200
    assert "Rain" in look(sam, "/journal/tags/resting/").words
    assert sam.get("/journal/tags/sleep/").status_code == 200


def test_renamed_again_and_back_there_is_no_chain_and_no_circle(sam, three):
    rest, _, _ = three
    for slug in ("two", "three", "rest"):
        rest.slug = slug
        rest.save()

    assert sam.get("/journal/tags/rest/").status_code == 200
    assert lead_to(sam, "/journal/tags/two/") == (301, "/journal/tags/rest/")
    assert lead_to(sam, "/journal/tags/three/") == (301, "/journal/tags/rest/")


def test_an_old_address_that_is_taken_again_is_the_new_one_s(sam, three):
    rest, _, _ = three
    rest.name = rest.slug = "resting"
    rest.save()
    Tag.objects.create(name="Rest", slug="rest", description="Another meaning.")

    assert "Another meaning." in look(sam, "/journal/tags/rest/").words
    assert not rest.old.exists()


def merge_in_the_admin(dana, model, marks, **answers):
    asked = {"action": "merge_ticked", "_selected_action": [mark.pk for mark in marks]}
    return dana.post(f"/admin/content/{model}/", {**asked, **answers}, follow=True)


def test_dana_merges_two_tags_and_everything_follows(dana, sam, three):
    rest, sleep, grief = three
    Tag.objects.filter(pk=rest.pk).update(description="On resting.")
    Tag.objects.filter(pk=sleep.pk).update(description="On sleeping.")

    asked = seen(merge_in_the_admin(dana, "tag", [rest, sleep]))
    offered = asked.part(".//textarea[@name='description']").words
    merge_in_the_admin(dana, "tag", [rest, sleep], stays=str(sleep.pk), description="Both.")

    assert offered == "On resting. On sleeping."
    assert [tag.name for tag in Tag.objects.all()] == ["grief", "sleep"]
    page = look(sam, "/journal/tags/sleep/")
    assert sorted(page.entries) == ["Noon", "Rain", "Storm"]
    assert "Both." in page.words
    assert lead_to(sam, "/journal/tags/rest/") == (301, "/journal/tags/sleep/")
    assert lead_to(sam, "/journal/tags/rest/feed/") == (301, "/journal/tags/sleep/feed/")
    assert look(sam, "/journal/tags/grief/").entries == ["Snow"]
    assert grief.old.count() == 0


def test_merging_the_merged_collapses_the_way(sam, three):
    rest, sleep, grief = three
    merge(sleep, [rest])
    merge(grief, [sleep])

    assert lead_to(sam, "/journal/tags/rest/") == (301, "/journal/tags/grief/")
    assert lead_to(sam, "/journal/tags/sleep/") == (301, "/journal/tags/grief/")
    assert sorted(look(sam, "/journal/tags/grief/").entries) == ["Noon", "Rain", "Snow", "Storm"]


def test_merged_emotion_leads_on_and_its_covers_are_drawn_again(
    dana, sam, write, monkeypatch, django_capture_on_commit_callbacks
):
    drawn = []
    monkeypatch.setattr("practice.content.covers._start_drawing", lambda: drawn.append(1))
    monkeypatch.setattr("practice.content.covers._mark_as_due", lambda: None)
    write("Rain", emotions=["grief"])
    write("Storm", emotions=["sadness"])
    grief, sadness = Emotion.objects.order_by("name")

    with django_capture_on_commit_callbacks(execute=True):
        merge_in_the_admin(dana, "emotion", [grief, sadness], stays=str(grief.pk), description="")

    assert drawn
    assert lead_to(sam, "/emotions/sadness/") == (301, "/emotions/grief/")
    assert lead_to(sam, "/emotions/sadness/feed/") == (301, "/emotions/grief/feed/")
    assert "Storm" in look(sam, "/emotions/grief/").words


def test_one_alone_is_not_merged_and_nothing_happens_before_the_answer(dana, three):
    rest, sleep, _ = three

    alone = seen(merge_in_the_admin(dana, "tag", [rest]))
    merge_in_the_admin(dana, "tag", [rest, sleep])
    wrong = seen(merge_in_the_admin(dana, "tag", [rest, sleep], stays="999", description=""))

    assert "Tick two or more to merge them." in alone.words
    assert "Which one stays?" in wrong.words
    assert Tag.objects.count() == 3


def filing(**changes):
    fields = {"kind": "post", "source": "a.md", "title": "Tea", "slug": "tea", "body": "Tea."}
    return Filing(**{**fields, "tags": ("Rest",), **changes})


def test_a_text_imported_with_the_old_name_gets_the_tag_that_stayed(three):
    rest, sleep, _ = three
    merge(sleep, [rest])

    file(filing())

    assert [tag.name for tag in Entry.objects.get(slug="tea").tags.all()] == ["sleep"]
    assert Tag.objects.count() == 2


def test_an_imported_text_whose_tag_was_merged_is_unchanged_not_edited(three):
    rest, sleep, _ = three
    file(filing())
    merge(sleep, [rest])

    assert file(filing()).result == "unchanged"
    assert file(filing(), update=True).result == "unchanged"
    assert file(filing(body="More tea.")).result == "skipped"
    assert file(filing(body="More tea."), update=True).result == "updated"
    assert file(filing(body="More tea.")).result == "unchanged"
    assert [tag.name for tag in Entry.objects.get(slug="tea").tags.all()] == ["sleep"]


def test_deleting_a_tag_says_what_uses_it_and_that_its_addresses_go(dana, sam, three, write):
    rest, sleep, _ = three
    merge(sleep, [rest])
    write("Links", body="See [sleep](/journal/tags/sleep/).", status="draft")
    address = f"/admin/content/tag/{sleep.pk}/delete/"

    asked = look(dana, address).words
    dana.post(address, {"post": "yes"})

    assert "3 texts lose it and stay." in asked
    assert "At /journal/tags/sleep/, and at its feed" in asked
    assert "older addresses stop working too: rest" in asked
    assert "“Links” (post, not public)" in asked
    assert sam.get("/journal/tags/rest/").status_code == 404
    assert Entry.objects.count() == 5


def test_what_uses_it_is_listed_with_a_way_there(dana, three, write):
    draft = write("Draft", status="draft", tags=["rest"])

    page = look(dana, f"/admin/content/tag/{three[0].pk}/change/")
    links = page.links

    assert page.words.count("(not public)") == 1
    assert ("Draft", f"/admin/journal/post/{draft.pk}/change/") in links
    assert not any(words == "Noon" for words, _ in links)


@pytest.mark.engine_free
def test_every_colour_is_shown_beside_its_name(dana, write):
    write("Rain", emotions=["calm"])
    page = look(dana, f"/admin/content/emotion/{Emotion.objects.get().pk}/change/")

    radios = page.all(".//label/input[@name='colour']/..")
    assert len(radios) == 16
    colours = [radio.part(".//{*}path").root.get("fill") for radio in radios]
    assert len(set(colours)) == 16
    assert page.part(".//input[@name='colour'][@checked]").root.get("value") == "calm"
