"""What lies in the table of sessions signs nobody in."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def dana(practice):
    get_user_model().objects.create_superuser("dana", password="a-long-password-1")
    client = Client()
    client.post("/admin/login/", {"username": "dana", "password": "a-long-password-1"})
    return client


def test_the_key_in_the_table_is_not_the_one_in_the_browser(dana):
    [row] = Session.objects.all()
    held = dana.cookies["sessionid"].value
    thief = Client()
    thief.cookies["sessionid"] = row.session_key

    assert held != row.session_key
    assert thief.get("/admin/").status_code == 302
    assert dana.get("/admin/").status_code == 200


def test_signing_out_ends_it(dana):
    held = dana.cookies["sessionid"].value
    dana.post("/admin/logout/")
    thief = Client()
    thief.cookies["sessionid"] = held

    assert not Session.objects.exists()
    assert thief.get("/admin/").status_code == 302
