"""Every sign-in is an event, and none keeps what was typed."""

import pytest
from django.contrib.auth import get_user_model

from practice.audit.models import Event

# Stock admin templates ask for variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LOGIN = "/admin/login/"


@pytest.fixture
def account(practice):
    return get_user_model().objects.create_superuser("dana", "dana@practice.example", "right words")


def events():
    return list(Event.objects.order_by("number").values_list("action", "actor"))


def test_dana_signs_in_and_out(sam, account):
    sam.post(LOGIN, {"username": "dana", "password": "right words"})
    assert events() == [("signed in", "dana")]

    sam.post("/admin/logout/")

    assert events() == [("signed in", "dana"), ("signed out", "dana")]


@pytest.mark.parametrize(
    "typed",
    [
        {"username": "dana", "password": "wrong words"},
        {"username": "right words", "password": "right words"},
        {"username": "nobody-here", "password": "wrong words"},
    ],
    ids=["wrong password", "password in the place of the name", "unknown name"],
)
def test_a_failed_sign_in_is_noted_without_what_was_typed(sam, account, typed):
    sam.post(LOGIN, typed, REMOTE_ADDR="192.0.2.77")

    assert events() == [("sign-in failed", "someone")]
    kept = str(list(Event.objects.values()))
    assert not [word for word in (*typed.values(), "192.0.2.77") if word in kept]


def test_signing_out_without_having_signed_in_is_no_event(sam, account):
    sam.post("/admin/logout/")

    assert events() == []
