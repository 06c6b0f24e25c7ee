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
