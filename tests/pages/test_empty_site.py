"""A site nobody has filled in answers at every address, and promises nothing false."""

import pytest
from django.test import Client

from tests.content.seen import look

pytestmark = pytest.mark.django_db

PAGES = [
    *("/", "/about/", "/services/", "/guides/", "/fees/", "/privacy/", "/accessibility/"),
    *("/emotions/", "/help-now/", "/journal/", "/notices/", "/consultation/", "/search/"),
    "/search/?q=rain",
]
MACHINES = [
    *("/journal/feed/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"),
    *("/healthz", "/readyz"),
]


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_with_words_and_help(address):
    page = look(Client(), address)

    assert [level for level, _ in page.headings].count("h1") == 1
    assert page.headings[0][1]
    assert "tel:988" in page.addresses
    assert "/accessibility/" in page.addresses
    assert "/privacy/" in page.addresses


@pytest.mark.engine_free
@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_holes(address):
    page = look(Client(), address)

    assert "None" not in page.words
    assert "tel:" not in page.addresses
    assert "mailto:" not in page.addresses
    assert "" not in page.addresses


@pytest.mark.parametrize("address", MACHINES)
def test_address_for_programs_answers(address):
    response = Client().get(address)

    assert response.status_code == 200
    assert response.content


@pytest.mark.engine_free
@pytest.mark.parametrize("address", [*PAGES, *MACHINES])
def test_head_answers_as_the_page_does_without_it(address):
    response = Client().head(address)

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.engine_free
def test_desk_asks_who_is_there():
    response = Client().get("/admin/")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "address",
    [
        *("/journal/rain/", "/guides/rain/", "/services/rain/", "/rain/", "/home/", "/tags/"),
        *("/emotions/calm/", "/journal/tags/rest/", "/journal/2026/", "/notices/rain/"),
    ],
)
def test_text_nobody_wrote_is_not_found(address):
    response = Client().get(address)

    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()
