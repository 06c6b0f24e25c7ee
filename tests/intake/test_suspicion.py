"""Bots are marked, people are not, and nothing is dropped."""

import time

import pytest
from django.core import signing

from intake.models import Inquiry

pytestmark = pytest.mark.django_db


def handed_out(seconds_ago):
    return signing.dumps(["key", int(time.time()) - seconds_ago], salt="intake.form")


def send(sam, answers, **changes):
    response = sam.post("/consultation/", {**answers, **changes})
    assert response.status_code == 303
    return Inquiry.objects.get()


@pytest.mark.engine_free
@pytest.mark.parametrize("seconds", [6, 60, 3600, 40 * 24 * 3600])
def test_a_slow_person_is_never_suspicious(sam, answers, seconds):
    inquiry = send(sam, answers, opened=handed_out(seconds))

    assert inquiry.suspicions == []
    assert inquiry.state == "new"
    assert inquiry.notifications.get().state == "waiting"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("website", lambda: "http://spam.example"),
        ("opened", lambda: ""),
        ("opened", lambda: "forged:value"),
        ("opened", lambda: handed_out(0)),
    ],
)
def test_a_bot_is_stored_and_marked_and_its_mail_withheld(sam, answers, field, value):
    inquiry = send(sam, answers, **{field: value()})

    assert inquiry.state == "spam"
    assert len(inquiry.suspicions) == 1
    assert inquiry.notifications.get().state == "withheld"
    assert inquiry.message == answers["message"]


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("field", "words", "reason"),
    [
        (
            "message",
            "https://a.example http://b.example www.c.example",
            "the message holds 3 links",
        ),
        ("name", "Best SEO www.seo.example", "a link where none is asked for"),
        ("message", 'Hi <a href="x">cheap</a>', "code for links or scripts"),
        ("message", "[url=x]cheap[/url]", "code for links or scripts"),
        ("message", "buy Vіаgrа now", "letters of two alphabets"),  # with Cyrillic і and а
    ],
)
def test_what_advertisers_write_is_marked_with_the_reason(sam, answers, field, words, reason):
    inquiry = send(sam, answers, **{field: words})

    assert inquiry.state == "spam"
    assert [reason in said for said in inquiry.suspicions] == [True]
    assert getattr(inquiry, field) == words


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("message", "I read https://a.example and www.b.example, and it helped."),
        ("message", "Мне плохо, помогите пожалуйста. My name is Иван."),
        ("message", "我睡不着。 أشعر بالوحدة. Δεν κοιμάμαι."),
        ("message", "I feel <3 for my kids & a < b"),
        ("message", "5 μg of melatonin"),
        ("heard", "https://directory.example/dana"),
    ],
)
def test_what_people_write_is_not_in_any_writing(sam, answers, field, words):
    assert send(sam, answers, **{field: words}).suspicions == []
