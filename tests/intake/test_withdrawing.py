"""Sam takes a request back: opening the link does nothing, the button does, and nobody else can."""

import re

import pytest
from django.core import mail
from django.test import Client

from intake import actions, outbox
from intake.emails import withdrawal_link
from intake.models import Inquiry, Notification
from practice.audit.models import Event

pytestmark = pytest.mark.django_db

QUESTION, ERASED, ASKED = "Take your message back?", "It is erased", "I will erase it"


@pytest.fixture
def thanks(sam, answers):
    """The thank-you page of a request with an acknowledgement."""
    return sam.post("/consultation/", {**answers, "acknowledge": "on"})["Location"]


@pytest.fixture
def inquiry(thanks):
    return Inquiry.objects.get()


@pytest.fixture
def link(inquiry):
    return path_of(inquiry)


def path_of(inquiry):
    return withdrawal_link(inquiry).removeprefix("http://practice.example")


def text_of(response):
    return response.content.decode()


def everything():
    """All that a visit could have changed."""
    rows = list(Inquiry.objects.values()), list(Notification.objects.values().order_by("pk"))
    return rows, list(Event.objects.values_list("action", "actor"))


def test_opening_the_link_changes_nothing_however_often(link):
    before = everything()

    for _ in range(3):
        scanner = Client()
        assert QUESTION in text_of(scanner.get(link))
        assert scanner.head(link).status_code == 200

    assert everything() == before


def test_the_button_erases_a_request_nobody_has_read(sam, thanks, inquiry, link):
    response = sam.post(link)

    assert ERASED in text_of(response)
    assert not Inquiry.objects.exists()
    assert not Notification.objects.exists()
    event = Event.objects.order_by("pk").last()
    assert (event.action, event.actor) == ("inquiry withdrawn", "visitor")
    assert event.references == [inquiry.reference]
    assert sam.get(thanks).status_code == 404
    assert not outbox.send_next()
    assert mail.outbox == []


def test_pressing_twice_or_coming_back_is_told_the_same(sam, link):
    sam.post(link)
    events = Event.objects.count()

    for response in (sam.post(link), sam.get(link), Client().get(link)):
        assert response.status_code == 200
        assert ERASED in text_of(response)
        assert QUESTION not in text_of(response)

    assert Event.objects.count() == events


def test_after_it_was_read_sam_asks_and_dana_is_told(sam, inquiry, link):
    actions.note_view(inquiry=inquiry, by="dana")
    Notification.objects.update(state="sent")

    response = sam.post(link)

    assert ASKED in text_of(response)
    assert ERASED not in text_of(response)
    assert Inquiry.objects.get().erasure_asked_at
    assert outbox.send_next()
    (message,) = mail.outbox
    assert message.to == ["dana@practice.example"]
    assert inquiry.reference in message.subject
    assert f"http://practice.example/admin/intake/inquiry/{inquiry.pk}/change/" in message.body
    for word in ("Sam", "sam@", "Evenings", "withdraw/"):
        assert word not in message.message().as_string()


def test_asking_twice_asks_once(sam, inquiry, link):
    actions.note_view(inquiry=inquiry, by="dana")
    sam.post(link)
    before = everything()

    assert ASKED in text_of(sam.post(link))
    assert ASKED in text_of(sam.get(link))

    assert everything() == before
    assert Notification.objects.filter(kind="erasure").count() == 1
    assert Event.objects.filter(action="erasure asked for", actor="visitor").count() == 1


def test_a_request_marked_as_spam_can_be_taken_back_too(sam, answers):
    sam.post("/consultation/", {**answers, "acknowledge": "on", "website": "x"})

    sam.post(path_of(Inquiry.objects.get()))

    assert not Inquiry.objects.exists()


def mangled(link):
    token = link.split("/")[-2]
    value, signature = token.rsplit(":", 1)
    first = "A" if value[0] != "A" else "B"
    return {
        "changed": f"{first}{value[1:]}:{signature}",
        "shortened": token[:-1],
        "unsigned": value,
        "another signature": f"{value}:{signature[::-1]}",
        "nothing in it": f":{signature}",
        "letters nobody signed": "ü\u202e%00",
        "long": token * 50,
    }


@pytest.mark.engine_free
@pytest.mark.parametrize("how", mangled("/x:y/"))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_mangled_link_is_not_found_and_does_nothing(sam, link, how, method):
    before = everything()

    response = getattr(sam, method)(f"/consultation/withdraw/{mangled(link)[how]}/")

    assert response.status_code == 404
    assert everything() == before


def test_other_signed_things_of_the_site_open_nothing(sam, inquiry, answers):
    for token in (inquiry.token, str(inquiry.pk), inquiry.reference, answers["opened"]):
        assert sam.post(f"/consultation/withdraw/{token}/").status_code == 404

    assert Inquiry.objects.exists()


def test_one_link_never_touches_another_request(sam, answers, inquiry, link):
    sam.post("/consultation/", {**answers, "message": "Somebody else’s words"})
    other = Inquiry.objects.exclude(pk=inquiry.pk).get()
    assert path_of(other) != link

    sam.post(link)

    assert Inquiry.objects.get() == other
    assert other.notifications.count() == 1


@pytest.mark.parametrize("stage", ["question", "asked", "gone"])
def test_no_stage_shows_or_keeps_anything_personal(sam, inquiry, link, stage):
    if stage == "asked":
        actions.note_view(inquiry=inquiry, by="dana")
    if stage != "question":
        sam.post(link)

    for response in (sam.get(link), sam.post(link)):
        text = text_of(response)
        assert "no-store" in response["Cache-Control"]
        assert 'name="robots" content="noindex"' in text
        for word in ("Sam", "sam@mail.example", "Evenings", "sleep"):
            assert word not in text


@pytest.mark.engine_free
def test_the_page_sets_no_cookie_but_the_one_its_button_needs(link):
    visitor = Client()

    visitor.get(link)

    assert set(visitor.cookies) == {"csrftoken"}
    visitor.post(link)
    assert set(visitor.cookies) == {"csrftoken"}


@pytest.mark.engine_free
def test_the_button_works_once_the_page_was_opened_and_not_without(link):
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post(link)

    assert refused.status_code == 403
    assert Inquiry.objects.exists()
    assert "no-store" in refused["Cache-Control"]
    page = text_of(strict.get(link))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert ERASED in text_of(strict.post(link, {"csrfmiddlewaretoken": token}))
    assert not Inquiry.objects.exists()


@pytest.mark.engine_free
def test_another_sites_form_cannot_press_it(link):
    strict = Client(enforce_csrf_checks=True)
    page = text_of(strict.get(link))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    refused = strict.post(
        link, {"csrfmiddlewaretoken": token}, HTTP_ORIGIN="https://elsewhere.example"
    )

    assert refused.status_code == 403
    assert Inquiry.objects.exists()


@pytest.mark.engine_free
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(sam, link, method):
    assert getattr(sam, method)(link).status_code == 405
    assert Inquiry.objects.exists()
