"""What Dana sees beside her words is the page a visitor would see, and nothing of it is stored."""

import pytest

from journal.models import Post
from practice.content.models import Emotion, Revision
from tests.content.seen import look, seen
from tests.content.writing import Open, change

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]
PREVIEW = "/admin/journal/post/preview/"


def test_the_preview_is_the_page_as_it_will_be(dana, sam, practice):
    calm = Emotion.objects.create(name="calm", slug="calm", colour="calm")
    page = Open(dana).type(title="Rain", body="It *rains*.\n\n## A part", emotions=[calm.pk])
    page.type(description="On a roof.")

    shown = seen(dana.post(PREVIEW, page.fields))
    page.save("_publish")
    public = look(sam, "/journal/rain/")

    assert shown.part(".//article").words == public.part(".//article").words
    assert shown.headings == public.headings
    assert ("calm", "/emotions/calm/") in shown.links


def test_looking_stores_nothing(dana, sam, write):
    post = write("Rain", body="Old.")
    page = Open(dana, change(post)).type(body="New.", title="Storm")
    kept = Revision.objects.count()

    shown = seen(dana.post(PREVIEW, page.fields))

    assert "New." in shown.words
    assert "Old." in look(sam, "/journal/rain/").words
    assert Post.objects.get().title == "Rain"
    assert Revision.objects.count() == kept


def test_an_empty_text_can_be_looked_at(dana, practice):
    response = dana.post(PREVIEW, Open(dana).fields)

    assert response.status_code == 200
    assert "Without a title yet" in seen(response).words


def test_a_preview_runs_nothing_that_was_typed(dana, practice):
    page = Open(dana).type(
        title="<script>x</script>", body="<script>y</script> <img src=x onerror=z>"
    )

    shown = seen(dana.post(PREVIEW, page.fields)).part(".//article")

    assert not shown.has(".//script")
    assert not any(each.get("onerror") for each in shown.root.iter())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[" * 900, "Too many brackets are open at once"),
        ("word " * 110_000, "too long to be shown"),
    ],
    ids=["brackets", "long"],
)
def test_a_text_that_cannot_be_shown_says_so(dana, practice, body, said):
    response = dana.post(PREVIEW, Open(dana).type(body=body).fields)

    assert response.status_code == 422
    assert said in seen(response).words


@pytest.mark.parametrize("kind", ["page", "guide", "service"])
@pytest.mark.parametrize("slug", ["home", "about", "help-now", "walking"])
def test_every_kind_of_page_has_its_preview(dana, practice, kind, slug):
    page = Open(dana, "/admin/pages/page/add/")
    page.type(kind=kind, slug=slug, title="Walking", body="Slow steps.")

    shown = seen(dana.post("/admin/pages/page/preview/", page.fields))

    assert "Slow steps." in shown.words


def test_sam_gets_no_preview(sam, practice):
    response = sam.post(PREVIEW, {"title": "x", "body": "y"})

    assert response["Location"].startswith("/admin/login/")


def test_links_are_found_by_title_also_to_drafts(dana, write):
    write("Rain on the roof")
    write("Rainy drafts", status="draft")
    write("Storm")

    found = dana.get("/admin/journal/post/links/?q=rain").json()["found"]

    assert {(each["title"], each["what"]) for each in found} == {
        ("Rain on the roof", "post"),
        ("Rainy drafts", "post, draft"),
    }
    assert found[0]["url"].startswith("/journal/")
