"""Draft, now, or on a day: on Dana's own clock, and with a sentence for what her clock does not have."""

from datetime import UTC, datetime

import pytest

from journal.models import Post
from tests.content.seen import look, seen
from tests.content.writing import ADD, Open, change

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]


def new(dana, **changes):
    return Open(dana).type(**{"title": "Rain", "body": "x", **changes})


def on(day, hour):
    return {"publish_at_0": day, "publish_at_1": hour}


def test_the_clock_she_publishes_by_is_named(dana, practice, clock):
    assert "America/Los Angeles, where it is 12:00 pm now" in look(dana, ADD).words


def test_save_draft_keeps_a_planned_day_and_shows_nothing(dana, sam, practice, clock):
    new(dana, status="public", **on("2026-06-14", "18:00")).save("_draft")

    post = Post.objects.get()
    assert post.status == "draft"
    assert sam.get("/journal/rain/").status_code == 404
    assert Open(dana, change(post)).fields["publish_at_1"] == "18:00"


def test_publish_is_now_unless_a_day_to_come_is_given(dana, sam, practice, clock):
    new(dana).save("_publish")
    new(dana, title="Storm", **on("2026-06-14", "18:00")).save("_publish")

    assert sam.get("/journal/rain/").status_code == 200
    assert sam.get("/journal/storm/").status_code == 404
    assert Post.objects.get(slug="storm").publish_at == datetime(2026, 6, 15, 1, tzinfo=UTC)


def test_a_day_gone_by_is_taken_and_said(dana, sam, practice, clock):
    saved = new(dana, status="public", **on("2026-06-01", "09:00")).save("_publish")

    words = look(dana, saved["Location"]).words
    assert "Saved. It is public, dated Monday, June 1, at 9:00 am. See it" in words
    assert "June 1, 2026" in look(sam, "/journal/rain/").words


def test_a_public_text_keeps_its_date_when_it_is_saved(dana, write, clock):
    post = write("Rain", publish_at=datetime(2026, 6, 1, 10, 20, 30, 400, tzinfo=UTC))

    Open(dana, change(post)).type(body="New words.").save()

    assert Post.objects.get().publish_at == post.publish_at
    assert Post.objects.get().body == "New words."


def test_a_draft_shows_no_day_that_nobody_chose(dana, practice, clock):
    new(dana).save("_draft")

    assert Open(dana, change(Post.objects.get())).fields["publish_at_0"] == ""


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (
            on("2026-03-08", "02:30"),
            "There is no 2:30 am on that night, because clocks go forward.",
        ),
        (on("2026-06-14", ""), "Give a time, too"),
        (on("", "18:00"), "This is not a day."),
        (on("2026-02-30", "18:00"), "This is not a day."),
        (on("9999-12-31", "23:59"), "before the year 2200"),
        (on("0001-01-01", "00:00"), "This is not a day."),
    ],
)
def test_what_her_clock_does_not_have_is_said_at_the_field(dana, practice, clock, when, said):
    answer = seen(new(dana, body="My words.", status="public", **when).save("_publish"))

    assert said in answer.part(".//ul[@id='id_publish_at_error']").words
    assert answer.part(".//textarea[@id='id_body']").words == "My words."
    assert not Post.objects.exists()


def test_of_an_hour_that_comes_twice_the_first_is_taken_and_that_is_said(dana, practice, clock):
    saved = new(dana, status="public", **on("2026-11-01", "01:30")).save("_publish")

    assert Post.objects.get().publish_at == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    words = look(dana, saved["Location"]).words
    assert (
        "1:30 am comes twice on that night, because clocks go back. The first was taken." in words
    )


@pytest.mark.parametrize("hour", [8, 9])
def test_a_text_dated_in_an_hour_that_comes_twice_keeps_its_moment(dana, write, clock, hour):
    moment = datetime(2025, 11, 2, hour, 30, 12, tzinfo=UTC)
    post = write("Rain", publish_at=moment)

    saved = Open(dana, change(post)).type(body="New words.").save()

    assert Post.objects.get().body == "New words."
    assert Post.objects.get().publish_at == moment
    assert "comes twice" not in look(dana, saved["Location"]).words


def test_hours_beside_those_are_taken(dana, practice, clock):
    saved = new(dana, status="public", **on("2026-11-01", "02:00")).save("_publish")

    assert Post.objects.get().publish_at == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert "comes twice" not in look(dana, saved["Location"]).words


def test_an_address_that_is_taken_names_a_free_one(dana, write):
    write("Rain")
    write("Rain again", slug="rain-2")

    answer = seen(new(dana, slug="rain", body="My words.").save("_draft"))

    assert "“rain-3” is free." in answer.part(".//ul[@id='id_slug_error']").words
    assert answer.part(".//textarea[@id='id_body']").words == "My words."


def test_an_address_is_made_from_the_title_when_none_is_given(dana, write):
    write("Rain")
    new(dana).save("_draft")
    new(dana, title="雨の夜").save("_draft")
    new(dana, title="…").save("_draft")

    assert set(Post.objects.values_list("slug", flat=True)) == {
        "rain",
        "rain-2",
        "雨の夜",
        "untitled",
    }


def test_saving_keeps_her_on_the_page(dana, practice):
    saved = new(dana).save("_draft")

    assert saved["Location"] == change(Post.objects.get())
    assert "Saved. It is a draft" in look(dana, saved["Location"]).words


def test_what_visitors_do_not_see_is_said_to_be_so_and_nowhere_linked(dana, write, clock):
    texts = {
        "It is a draft that only you can see.": write("Draft", status="draft"),
        "It appears by itself on": write("Soon", days_ago=-2),
        "It is public, dated": write("Rain"),
    }
    pages = {said: look(dana, change(text)) for said, text in texts.items()}
    saved = Open(dana, change(texts["It appears by itself on"])).type(body="New.").save()

    assert [said for said, page in pages.items() if said in page.words] == list(texts)
    ways = [
        address
        for page in pages.values()
        for words, address in page.links
        if words == "See the page"
    ]
    assert ways == ["/journal/rain/"]
    assert "See it" not in look(dana, saved["Location"]).words
