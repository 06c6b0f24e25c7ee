"""Dana writes, publishes, edits and takes back, in the admin and with no one's help."""

from datetime import UTC, datetime

import pytest

from journal.models import Post
from practice.content.models import Emotion, Tag
from tests.content.seen import look, seen, submit

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]

ADD = "/admin/journal/post/add/"


def edit(post):
    return f"/admin/journal/post/{post.pk}/change/"


@pytest.fixture
def marks(practice):
    return {
        "tags": [Tag.objects.create(name="rest", slug="rest").pk],
        "emotions": [
            Emotion.objects.create(name=name, slug=name, colour=name).pk
            for name in ("calm", "grief")
        ],
    }


def test_post_with_tags_and_emotions_is_public_once_saved(dana, sam, marks, clock):
    response = submit(
        dana,
        ADD,
        title="Four in the morning",
        slug="four-in-the-morning",
        description="When you lie awake.",
        body="The house is **quiet**.",
        status="public",
        **marks,
    )

    page = look(sam, "/journal/four-in-the-morning/")
    assert response.status_code == 302
    assert page.headings[0] == ("h1", "Four in the morning")
    assert page.part(".//article").part(".//strong").words == "quiet"
    links = page.part(".//article").links
    assert ("rest", "/journal/tags/rest/") in links
    assert ("calm", "/emotions/calm/") in links
    assert ("grief", "/emotions/grief/") in links
    assert "June 10, 2026" in page.words


def test_post_is_a_draft_until_dana_says_otherwise(dana, sam, practice):
    submit(dana, ADD, title="Rain", slug="rain", body="x")

    assert sam.get("/journal/rain/").status_code == 404
    assert "Rain" not in look(sam, "/journal/").words


def test_time_typed_is_the_time_on_dana_s_wall(dana, sam, practice, clock):
    submit(
        *(dana, ADD),
        **{"title": "Rain", "slug": "rain", "body": "x", "status": "public"},
        **{"publish_at_0": "2026-06-11", "publish_at_1": "18:00:00"},
    )

    clock.move_to(datetime(2026, 6, 12, 0, 59, 59, tzinfo=UTC))  # 17:59:59 in San Francisco
    before = sam.get("/journal/rain/").status_code
    clock.move_to(datetime(2026, 6, 12, 1, 0, tzinfo=UTC))
    after = sam.get("/journal/rain/").status_code

    assert (before, after) == (404, 200)
    assert "June 11, 2026" in look(sam, "/journal/rain/").words


def test_edited_post_shows_its_new_words_at_once_and_keeps_its_date(dana, sam, write, clock):
    post = write("Rain", body="Old words.", days_ago=9)
    look(sam, "/journal/rain/")

    submit(dana, edit(post), body="New words.")

    page = look(sam, "/journal/rain/")
    assert "New words." in page.words
    assert "Old words." not in page.words
    assert "June 1, 2026" in page.words


def test_form_sent_back_unchanged_changes_nothing(dana, write):
    post = write("Rain", body="Line.  \nbroken\n\n    code", tags=["rest"], emotions=["calm"])

    submit(dana, edit(post))

    after = Post.objects.get()
    assert (after.title, after.slug, after.html) == (post.title, post.slug, post.html)
    assert [tag.name for tag in after.tags.all()] == ["rest"]
    assert [emotion.name for emotion in after.emotions.all()] == ["calm"]
    assert after.publish_at.replace(microsecond=0) == post.publish_at.replace(microsecond=0)


def test_withdrawn_post_is_gone_and_its_text_is_kept(dana, sam, write):
    post = write("Rain", body="My words.")

    submit(dana, edit(post), status="draft")

    assert sam.get("/journal/rain/").status_code == 404
    assert Post.objects.get().body == "My words."


def test_post_without_a_title_is_asked_for_one_and_keeps_its_text(dana, practice):
    page = seen(submit(dana, ADD, slug="rain", body="My words."))

    assert page.part(".//*[@id='id_title_error']").words == "This field is required."
    assert page.part(".//textarea[@id='id_body']").words == "My words."


def test_list_of_posts_says_which_are_draft_scheduled_and_public(dana, write):
    write("Rain")
    write("Storm", status="draft")
    write("Noon", days_ago=-1)

    rows = [row.words for row in look(dana, "/admin/journal/post/").all(".//tbody/tr")]

    assert any("Rain yesterday, at" in row and "by itself" not in row for row in rows)
    assert any("Storm draft" in row for row in rows)
    assert any("Noon tomorrow, at" in row and "by itself" in row for row in rows)


def test_journal_and_pages_are_edited_apart(dana, write):
    write("Rain")
    write("Breathing", kind="guide")

    posts = look(dana, "/admin/journal/post/").words
    pages = look(dana, "/admin/pages/page/").words

    assert "Rain" in posts
    assert "Breathing" not in posts
    assert "Breathing" in pages
    assert "Rain" not in pages


def test_guide_is_public_once_saved(dana, sam, practice):
    submit(
        *(dana, "/admin/pages/page/add/"),
        **{"kind": "guide", "title": "Breathing", "slug": "breathing", "body": "In. Out."},
        **{"status": "public", "order": "3"},
    )

    assert "In. Out." in look(sam, "/guides/breathing/").words
    assert look(sam, "/guides/").entries == ["Breathing"]


def test_pages_cannot_become_posts(dana, practice):
    kinds = look(dana, "/admin/pages/page/add/").all(".//select[@id='id_kind']/option")

    offered = {kind.root.get("value") for kind in kinds} - {""}
    assert offered == {"page", "service", "guide"}


def test_new_emotion_is_offered_to_visitors_with_its_words(dana, sam, write):
    post = write("Rain")
    form = "/admin/content/emotion/add/"

    submit(dana, form, name="saudade", slug="saudade", description="Missing.", colour="longing")
    submit(dana, edit(post), emotions=[Emotion.objects.get().pk])

    assert "Saudade 1 piece Missing." in look(sam, "/emotions/").words


def test_tag_removed_leaves_its_posts(dana, sam, write):
    write("Rain", tags=["rest"])
    tag = Tag.objects.get()

    dana.post(f"/admin/content/tag/{tag.pk}/delete/", {"post": "yes"})

    assert sam.get("/journal/tags/rest/").status_code == 404
    assert "rest" not in look(sam, "/journal/rain/").part(".//article").words


@pytest.mark.parametrize("address", [ADD, "/admin/pages/page/", "/admin/content/tag/"])
def test_visitor_is_asked_to_sign_in(sam, address):
    response = sam.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
