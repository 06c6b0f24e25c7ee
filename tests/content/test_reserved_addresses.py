"""No text can hide an address of the site: Dana is told at the field, and keeps her text."""

import pytest
from django.core.exceptions import ValidationError

from journal.models import Post
from pages.models import Page
from practice.content.models import Entry
from tests.content.seen import look, seen, submit

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]

POST, PAGE = "/admin/journal/post/add/", "/admin/pages/page/add/"


def refused(dana, form, slug, **fields):
    """Try to save; what is said at the slug, and the page that came back."""
    response = submit(dana, form, title="Rain", slug=slug, body="Words I typed.", **fields)
    assert response.status_code == 200, "it was saved"
    page = seen(response)
    assert page.part(".//textarea[@id='id_body']").words == "Words I typed."
    assert page.part(".//input[@id='id_slug']").root.get("value") == slug
    assert not Entry.objects.exists()
    return page.part(".//*[@id='id_slug_error']").words


@pytest.mark.parametrize("slug", ["feed", "2026"])
def test_dana_is_told_that_a_post_cannot_take_an_address_of_the_journal(dana, slug):
    assert "Choose another slug." in refused(dana, POST, slug)


def test_dana_is_told_that_a_page_cannot_take_an_address_of_the_site(dana):
    assert "Choose another slug." in refused(dana, PAGE, "services", kind="page")


@pytest.mark.parametrize("slug", ["two words", "../admin"])
def test_dana_is_told_that_a_slug_is_no_address(dana, slug):
    assert refused(dana, POST, slug)


RESERVED = {
    Post: ["tags", "feed", "2026", "0000"],
    Page: [
        *("services", "guides", "journal", "notices", "emotions", "consultation", "search"),
        *("admin", "static", "privacy", "healthz", "readyz"),
    ],
}


@pytest.mark.parametrize(
    ("model", "slug"), [(model, slug) for model, slugs in RESERVED.items() for slug in slugs]
)
def test_every_address_of_the_site_is_refused_at_the_slug(db, model, slug):
    fields = {"kind": "page"} if model is Page else {}

    with pytest.raises(ValidationError) as refused:
        model(title="Rain", slug=slug, body="x", **fields).full_clean()

    assert list(refused.value.message_dict) == ["slug"]


def test_guide_may_be_called_what_a_page_may_not(dana, sam):
    submit(dana, PAGE, kind="guide", title="Search", slug="search", body="x", status="public")

    assert look(sam, "/guides/search/").headings[0] == ("h1", "Search")
    assert look(sam, "/search/").has(".//main//input[@type='search']")


@pytest.mark.parametrize("slug", ["tag", "feeds", "202", "20266", "in-2026", "2026-in-rain"])
def test_slug_that_only_resembles_one_is_allowed_and_answers(sam, slug):
    post = Post(title="Rain", slug=slug, body="x", status="public")

    post.full_clean()
    post.save()

    assert look(sam, f"/journal/{slug}/").headings[0] == ("h1", "Rain")


@pytest.mark.parametrize(
    ("kind", "form"), [("post", POST), ("guide", PAGE), ("service", PAGE), ("page", PAGE)]
)
def test_address_another_text_has_is_refused_with_a_message(dana, write, kind, form):
    write("Rain", kind=kind)
    fields = {} if kind == "post" else {"kind": kind}

    response = submit(dana, form, title="Other", slug="rain", body="Words I typed.", **fields)

    page = seen(response)
    assert response.status_code == 200
    assert "already has this address" in page.words
    assert page.part(".//textarea[@id='id_body']").words == "Words I typed."
    assert Entry.objects.count() == 1
