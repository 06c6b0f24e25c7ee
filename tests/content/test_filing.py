"""Texts that come from outside are filed once each, and what Dana changed here stays."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from practice.content.filing import Filing, file
from practice.content.models import Emotion, Entry, Redirect, Tag

pytestmark = pytest.mark.django_db

WRITTEN = datetime(2024, 5, 3, 9, 0, tzinfo=UTC)


def document(**fields):
    """A post as an importer hands it over."""
    return Filing(
        **{
            **{"kind": "post", "source": "_posts/2024-05-03-rain.md", "title": "Rain"},
            **{"slug": "rain", "body": "It rains.", "published_at": WRITTEN, **fields},
        }
    )


def test_text_from_outside_is_public_at_its_own_time(sam):
    filed = file(document(description="On wet days.", tags=("Rest",), emotions=("calm",)))

    page = sam.get(filed.address).content.decode()
    assert (filed.result, filed.address) == ("created", "/journal/rain/")
    for words in ("Rain", "It rains.", "On wet days.", "May 3, 2024", "Rest", "calm"):
        assert words in page


def test_text_that_should_not_be_seen_over_a_shoulder_has_a_way_out(sam):
    file(document(sensitive=True))
    assert "Leave this page" in sam.get("/journal/rain/").content.decode()
    assert file(document(sensitive=True)).result == "unchanged"

    assert file(document()).result == "updated"
    assert "Leave this page" not in sam.get("/journal/rain/").content.decode()


def test_draft_from_outside_is_not_public(sam):
    file(document(draft=True))

    assert sam.get("/journal/rain/").status_code == 404
    assert Entry.objects.get().status == "draft"


def test_same_text_again_changes_nothing():
    file(document(tags=("Rest",), emotions=("calm",)))
    before = Entry.objects.values().get()

    again = file(document(tags=("Rest",), emotions=("calm",)))

    assert again.result == "unchanged"
    assert Entry.objects.values().get() == before


def test_text_changed_outside_and_not_here_is_brought_up_to_date(sam):
    file(document())

    changed = file(document(body="It pours."))

    assert changed.result == "updated"
    assert "It pours." in sam.get("/journal/rain/").content.decode()
    assert Entry.objects.count() == 1


def test_other_tags_are_no_news_to_who_follows_the_feed_and_other_words_are(sam):
    file(document(tags=("Rest",)))
    written = Entry.objects.get().updated

    assert file(document(tags=("Rest", "Tea"), order=3)).result == "updated"
    assert Entry.objects.get().updated == written

    assert file(document(tags=("Rest", "Tea"), order=3, body="It pours.")).result == "updated"
    assert Entry.objects.get().updated > written


def test_a_draft_that_becomes_public_is_news():
    file(document(draft=True))
    written = Entry.objects.get().updated

    file(document())

    assert Entry.objects.get().updated > written


def test_no_two_texts_are_one_to_feed_readers():
    file(document(tags=("Rest",)))
    kept = Entry.objects.get().lasting_id

    file(document(source="_posts/2024-05-04-other.md", slug="other", lasting_id=kept))

    assert Entry.objects.get(slug="rain").lasting_id == kept
    assert Entry.objects.get(slug="other").lasting_id != kept


def test_text_edited_here_is_not_overwritten(sam):
    file(document())
    entry = Entry.objects.get()
    entry.body = "It drizzles."
    entry.save()

    again = file(document(body="It pours."))

    assert again.result == "skipped"
    assert "/journal/rain/" in again.reason
    assert "--update" in again.reason
    assert Entry.objects.get().body == "It drizzles."


def test_text_edited_here_is_replaced_when_asked():
    file(document())
    Entry.objects.update(title="My rain")

    again = file(document(), update=True)

    assert again.result == "updated"
    assert Entry.objects.get().title == "Rain"


def test_text_written_here_at_the_same_address_is_not_overwritten(write):
    write("Rain", body="Mine.")

    filed = file(document())

    assert filed.result == "skipped"
    assert Entry.objects.get().body == "Mine."


def test_same_address_under_another_kind_is_no_clash():
    file(document())

    filed = file(document(kind="guide"))

    assert (filed.result, filed.address) == ("created", "/guides/rain/")


def test_address_chosen_here_stays():
    file(document())
    Entry.objects.update(slug="soft-rain")

    filed = file(document(body="It pours.", slug="rain"), update=True)

    assert filed.address == "/journal/soft-rain/"


def test_old_addresses_lead_to_the_text(sam):
    file(document(old_paths=("/2024/05/03/rain.html", "/rain/", "/journal/rain/", "/")))

    assert sam.get("/2024/05/03/rain.html")["Location"] == "/journal/rain/"
    assert sam.get("/rain/")["Location"] == "/journal/rain/"
    assert sam.get("/").status_code == 200
    assert Redirect.objects.count() == 2


def test_old_address_somebody_else_has_is_noted_and_left():
    file(document(old_paths=("/r/1",)))

    filed = file(document(source="two.md", slug="two", old_paths=("/r/1",)))

    assert any("/r/1" in note and "/journal/rain/" in note for note in filed.notes)
    assert Redirect.objects.target_of("/r/1") == "/journal/rain/"


def test_tags_that_differ_in_case_only_are_one():
    file(document(tags=("Self Care", "self care")))
    file(document(source="two.md", slug="two", tags=("SELF-CARE",)))

    assert [tag.name for tag in Tag.objects.all()] == ["Self Care"]
    assert Tag.objects.get().entries.count() == 2


def test_emotion_takes_the_colour_of_its_name():
    file(document(emotions=("Grief", "saudade")))

    assert Emotion.objects.get(name="Grief").colour == "grief"
    assert Emotion.objects.get(name="saudade").colour == "calm"


def test_tags_of_any_script_have_pages_of_their_own(sam):
    file(document(tags=("家族", "عائلة")))

    for tag in Tag.objects.all():
        page = sam.get(tag.get_absolute_url())
        assert page.status_code == 200
        assert tag.name in page.content.decode()
    assert Tag.objects.count() == 2


def test_tag_whose_address_dana_changed_is_found_by_its_name():
    Tag.objects.create(name="Rest", slug="resting")

    file(document(tags=("Rest",)))

    assert [tag.slug for tag in Entry.objects.get().tags.all()] == ["resting"]


@pytest.mark.parametrize(
    "fields",
    [
        *({"title": ""}, {"title": "x" * 201}, {"slug": ""}, {"slug": "two words"}),
        *({"slug": "feed"}, {"slug": "2024"}, {"kind": "page", "slug": "admin"}),
        *({"description": "x" * 401}, {"tags": ("x" * 61,)}, {"old_paths": ("/" + "x" * 301,)}),
    ],
    ids=" ".join,
)
def test_text_that_cannot_be_an_entry_is_refused_whole(fields):
    with pytest.raises(ValidationError):
        file(document(**{"emotions": ("calm",), **fields}))

    assert not Entry.objects.exists()
    assert not Tag.objects.exists()
    assert not Emotion.objects.exists()
