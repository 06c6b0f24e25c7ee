"""Dana opens her desk: a greeting by her own clock, what she has begun, what appears by itself."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from practice.desk.registry import Card, _listed
from tests.content.seen import look
from tests.content.writing import Open

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

DESK = "/admin/"


def someone(name, *permissions):
    username = name.lower() or "nameless"
    user = get_user_model().objects.create_user(username, first_name=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("at", "greeting"),
    [
        ("2026-11-20T12:59:00Z", "Good evening, Dana"),  # 4:59 in San Francisco
        ("2026-11-20T13:00:00Z", "Good morning, Dana"),
        ("2026-11-20T20:00:00Z", "Good afternoon, Dana"),
        ("2026-11-21T01:59:00Z", "Good afternoon, Dana"),
        ("2026-11-21T02:00:00Z", "Good evening, Dana"),
    ],
)
def test_dana_is_greeted_by_her_own_clock(practice, time_machine, at, greeting):
    time_machine.move_to(at)
    client = someone("Dana")

    assert look(client, DESK).all(".//h1")[0].words == greeting


@pytest.mark.engine_free
def test_without_a_name_the_practitioners_is_taken_and_nobody_elses(dana, practice):
    practice.practitioner = "Dr. Dana Whitfield"
    practice.save()
    kim = someone("")

    assert "Good" in look(dana, DESK).words
    assert ", Dana" in look(dana, DESK).all(".//h1")[0].words
    assert "Dana" not in look(kim, DESK).all(".//h1")[0].words


def test_drafts_and_what_is_scheduled_lead_to_their_pages(dana, write, time_machine):
    time_machine.move_to("2026-11-20T20:00:00Z")
    begun = write("The second cup", status="draft")
    coming = write("Rain", publish_at="2026-11-26T17:00:00Z")
    write("Out already")
    guide = write("Sleep", kind="guide", status="draft", publish_at="2026-12-01T17:00:00Z")

    page = look(dana, DESK)

    links = dict(page.links)
    assert links["Finish “The second cup”"] == f"/admin/journal/post/{begun.pk}/change/"
    assert links["Finish “Sleep”"] == f"/admin/pages/page/{guide.pk}/change/"
    assert links["Rain"] == f"/admin/journal/post/{coming.pk}/change/"
    assert "Planned for Tuesday, December 1, at 9:00 am." in page.words
    assert "Thursday, November 26, at 9:00 am" in page.words
    assert "Out already" not in page.words


def test_what_was_scheduled_is_gone_from_there_once_it_is_out(dana, write, later):
    write("Rain", publish_at=timezone.now() + timedelta(hours=1))
    assert "Rain" in look(dana, DESK).words

    later(hours=2)

    assert "Rain" not in look(dana, DESK).words
    assert "Nothing waits for its day." in look(dana, DESK).words


def test_nobody_is_shown_a_text_they_may_not_change(practice, write):
    write("A post", status="draft")
    write("A page", kind="page", status="draft")

    reader, writer = someone("Ria"), someone("Wim", "change_post", "add_post")

    assert "Finish" not in look(reader, DESK).words
    assert "Write a post" not in look(reader, DESK).words
    assert "A post" in look(writer, DESK).words
    assert "A page" not in look(writer, DESK).words
    assert "Write a post" in look(writer, DESK).words


def test_what_dana_typed_and_never_saved_is_offered_to_her_alone(dana, practice):
    Open(dana).type(title="Rain", body="It rains.").keep()
    kim = someone("Kim", "add_post", "change_post")

    [card] = [where for words, where in look(dana, DESK).links if words == "Go on with “Rain”"]
    assert "?copy=" in card
    assert "You were writing" in look(dana, DESK).words
    assert "Rain" not in look(kim, DESK).words


@pytest.mark.engine_free
def test_a_maker_may_give_one_card_several_or_none():
    card = Card("One")

    assert list(_listed(card)) == [card]
    assert list(_listed(iter([card, card]))) == [card, card]
    assert list(_listed(None)) == []
