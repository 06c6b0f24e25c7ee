"""What a page that nobody keeps asks the database: at most four questions, with few texts and with many."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journal.models import Post
from pages.models import Page
from practice.content.filing_many import count_anew
from practice.content.models import Emotion, Entry, Tag
from practice.content.search.index import once
from practice.content.standing import made_once
from practice.profile.models import Practice
from practice.web import down

pytestmark = pytest.mark.django_db(transaction=True)

# The moment of the content is one of them.
ALLOWED = {
    "/": 2,
    "/about/": 2,
    "/services/": 2,
    "/services/couples/": 3,
    "/guides/": 2,
    "/guides/breathing/": 3,
    "/fees/": 2,
    "/accessibility/": 2,
    "/help-now/": 2,
    "/privacy/": 4,
    "/notices/": 2,
    "/emotions/": 1,
    "/emotions/calm/": 3,
    "/emotions/calm/feed/": 3,
    "/journal/": 2,
    "/journal/rain/": 4,
    "/journal/2026/": 2,
    "/journal/tags/rest/": 4,
    "/journal/tags/rest/feed/": 3,
    "/journal/feed/": 2,
    "/search/": 1,
    "/search/?q=rain": 4,
    "/consultation/": 4,
    "/nowhere/": 4,
    "/journal/nowhere/": 4,
    "/robots.txt": 1,
}


@pytest.fixture
def sam(clock, privacy, write):
    write("Rain", tags=["rest"], emotions=["calm", "worry"], body="# Words\n\n*like* these.")
    write("Breathing", kind="guide", emotions=["calm"])
    write("Couples", kind="service")
    for slug in ("home", "about", "fees", "accessibility", "help-now"):
        write(slug.title(), kind="page", slug=slug, body="## Part\n\nwords")
    return Client()


def asked(visitor, address):
    with CaptureQueriesContext(
        connection,
    ) as questions:
        visitor.get(address)
    return len(questions)


def counted(visitor):
    for address in ALLOWED:
        visitor.get(address)
    return {address: asked(visitor, address) for address in ALLOWED}


def many_more():
    tag, calm = Tag.objects.get(slug="rest"), Emotion.objects.get(slug="calm")
    with once(), transaction.atomic():
        posts = Post.objects.bulk_create(
            Post(
                title=f"Rain {number}",
                slug=f"rain-{number}",
                status="public",
                publish_at=Entry.objects.get(slug="rain").publish_at,
                plain="rain",
                felt="calm",
            )
            for number in range(700)
        )
        tag.entries.add(*posts)
        calm.entries.add(*posts)
    count_anew()  # as an import does


def test_a_page_asks_no_more_than_allowed_however_much_is_written(sam):
    few = counted(sam)
    many_more()
    many = counted(sam)

    assert {address: n for address, n in few.items() if n > ALLOWED[address]} == {}
    assert {address: n for address, n in many.items() if n > ALLOWED[address]} == {}
    assert max(ALLOWED.values()) <= 4
    assert "Rain 699" in sam.get("/journal/").content.decode()


def test_what_all_pages_share_is_new_after_each_change(sam):
    sam.get("/journal/rain/")
    Practice.objects.update(name="Another Name")
    Page.objects.create(kind="page", title="Groups", slug="groups", status="public", place="header")
    Entry.objects.filter(slug="rain").update(title="Snow")

    page = sam.get("/journal/").content.decode()

    assert "Another Name" in page
    assert "/groups/" in page
    assert "Snow" in page
    assert "Rain" not in page


def test_a_scheduled_text_is_on_the_shared_pieces_at_its_second(sam, clock, write):
    write("Tomorrow", kind="page", place="footer", days_ago=-1)
    before = sam.get("/").content.decode()
    clock.shift(24 * 3600 + 1)
    after = sam.get("/").content.decode()

    assert "/tomorrow/" not in before
    assert "/tomorrow/" in after


def test_what_is_taken_back_was_never_kept(sam):
    sam.get("/")
    try:
        with transaction.atomic():
            Practice.objects.update(name="Never So")
            assert made_once("practice", Practice.load).name == "Never So"
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert "Never So" not in sam.get("/").content.decode()


def test_a_page_made_without_the_database_leaves_nothing_behind(sam, rf, monkeypatch):
    before = sam.get("/journal/").content

    def broken(request, slug):
        return down.unavailable(request)

    monkeypatch.setattr("journal.views.post_page", broken)
    assert sam.get("/journal/rain/").status_code == 503

    assert sam.get("/journal/").content == before
