"""What a visitor waits for is small and does not grow: no rendering, and as few questions to the database."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

import practice.content.rendering
import practice.profile.models
from practice.content import rendering
from practice.content import rerender as rerendering
from practice.content.models import Entry
from practice.content.rendering_many import render_all
from practice.content.rerender import rerender
from practice.content.search.finding import find
from tests.content.seen import look

PUBLIC = [
    *("/", "/about/", "/services/", "/services/couples/", "/guides/", "/guides/breathing/"),
    *("/fees/", "/accessibility/", "/help-now/", "/privacy/", "/notices/", "/emotions/"),
    *("/emotions/calm/", "/emotions/calm/feed/", "/journal/", "/journal/rain/"),
    *("/journal/tags/rest/", "/journal/tags/rest/feed/", "/journal/feed/"),
    *("/search/", "/search/?q=rain", "/consultation/", "/sitemap.xml"),
]


@pytest.fixture
def written(privacy, write):
    write("Rain", tags=["rest"], emotions=["calm"], body="# Words\n\n*like* these.")
    write("Breathing", kind="guide", emotions=["calm"])
    write("Couples", kind="service")
    for slug in ("home", "about", "fees", "accessibility", "help-now"):
        write(slug.title(), kind="page", slug=slug, body="## Part\n\nwords")


@pytest.fixture
def no_rendering(monkeypatch):
    def refuse(text):
        raise AssertionError("A text was rendered while a visitor waited.")

    def forbid():
        monkeypatch.setattr(practice.content.rendering, "render", refuse)
        monkeypatch.setattr(practice.profile.models, "render", refuse)

    return forbid


@pytest.mark.engine_free
def test_nothing_is_rendered_while_a_visitor_waits(clock, sam, written, no_rendering):
    no_rendering()

    for address in [*PUBLIC, "/journal/2026/"]:
        assert sam.get(address).status_code == 200, address
    assert sam.get("/nowhere/").status_code == 404


@pytest.mark.engine_free
def test_nothing_is_rendered_before_the_profile_is_filled_in(client, db, no_rendering):
    no_rendering()

    assert client.get("/").status_code == 200


@pytest.mark.engine_free
def test_rendering_is_forbidden_in_these_tests_indeed(write, no_rendering):
    no_rendering()

    with pytest.raises(AssertionError):
        write("Rain")


@pytest.mark.engine_free
def test_thirty_posts_ask_the_database_no_more_than_three(sam, written, write):
    def some(first, last):
        for number in range(first, last):
            marks = {"tags": ["rest", f"tag {number}"], "emotions": ["calm", f"feeling {number}"]}
            write(f"Rain {number:02}", days_ago=number + 2, **marks)
        write(f"Guide {last}", kind="guide", emotions=["calm"], place="footer")

    def asked():
        counts = {}
        for address in [*PUBLIC, "/journal/rain-01/"]:
            with CaptureQueriesContext(connection) as queries:
                assert sam.get(address).status_code == 200
            counts[address] = len(queries)
        return counts

    some(0, 3)
    with_three = asked()
    some(3, 30)

    assert asked() == with_three


def test_stored_pages_are_brought_up_to_date_when_rendering_changes(sam, write):
    post = write("Rain", body="*New*")
    Entry.objects.filter(pk=post.pk).update(html="<p>stale</p>", rendering=0)

    count = rerender()

    page = look(sam, "/journal/rain/")
    assert count == 1
    assert page.part(".//article").part(".//em").words == "New"
    assert "stale" not in page.words
    assert rerender() == 0


def test_hundreds_are_left_to_the_process_that_draws_and_are_found_by_what_they_say(
    write, monkeypatch
):
    for number in range(4):
        write(f"Post {number}", body=f"A *word{number}* ![](image:none)")
    Entry.objects.update(rendering=0, html="stale", plain="stale")
    monkeypatch.setattr(rerendering, "FEW", 4)
    assert not rerendering.is_long()
    monkeypatch.setattr(rerendering, "FEW", 3)
    assert rerendering.is_long()

    call_command("draw_covers", stdout=StringIO())

    assert not rerendering.is_long()
    assert "<em>word2</em>" in Entry.objects.get(slug="post-2").html
    assert find("word2").pks == [Entry.objects.get(slug="post-2").pk]
    assert find("stale").pks == []


def test_what_somebody_saves_meanwhile_stands(write, monkeypatch):
    rain, fog = write("Rain", body="Old *words*"), write("Fog")
    Entry.objects.update(rendering=0)

    def while_she_writes(texts, images):
        made = list(render_all(texts, images))
        # On another machine, which still has the version before.
        Entry.objects.filter(pk=rain.pk).update(body="New *words*", html="by the version before")
        Entry.objects.get(pk=fog.pk).save()
        Entry.objects.filter(pk=fog.pk).update(html="just saved")
        return iter(made)

    monkeypatch.setattr(rerendering, "render_all", while_she_writes)
    rerender()

    assert Entry.objects.get(pk=rain.pk).html == "<p>New <em>words</em></p>"
    assert Entry.objects.get(pk=fog.pk).html == "just saved"


def test_bringing_up_to_date_is_no_edit(write):
    post = write("Rain")
    Entry.objects.update(rendering=0)

    rerender()

    assert Entry.objects.get().updated == post.updated
    assert Entry.objects.get().rendering == rendering.VERSION
