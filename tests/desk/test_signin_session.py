"""A session is new at sign-in, dead at sign-out, and over after half an hour of nothing, or twelve hours."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from practice.desk.sessions import SessionStore
from tests.signing_in.authenticator import Authenticator
from tests.signing_in.steps import add_passkey, is_in, person, sign_in, use_passkey, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("practice"),
    pytest.mark.engine_free,
]


@pytest.fixture
def account():
    return person()


@pytest.fixture
def dana(account):
    client = Client()
    sign_in(client)
    return client


def key_of(client):
    return client.cookies["sessionid"].value


def planted_key():
    """A session of nobody's, whose key somebody else knows."""
    session = SessionStore()
    session["planted"] = True
    session.create()
    return session.session_key


def asks_by_itself(client):
    return client.get("/admin/jsi18n/", headers={"X-Desk": "background"}).status_code == 200


def left(client):
    return client.get("/admin/sign-in/left/", headers={"X-Desk": "background"}).json()


def test_the_key_is_new_at_sign_in_and_again_with_a_new_device(account):
    planted = planted_key()
    client, device = Client(), Authenticator()
    client.cookies["sessionid"] = planted
    sign_in(client)
    signed_in = key_of(client)
    add_passkey(client, device)
    enrolled = key_of(client)

    assert len({planted, signed_in, enrolled}) == 3
    for old in (planted, signed_in):
        thief = Client()
        thief.cookies["sessionid"] = old
        assert not is_in(thief)
    other = Client()
    other.cookies["sessionid"] = planted = planted_key()
    use_passkey(other, device)
    assert key_of(other) != planted


def test_at_sign_out_it_is_dead_on_the_server(dana):
    held = key_of(dana)
    page = dana.post("/admin/logout/")
    thief = Client()
    thief.cookies["sessionid"] = held

    assert "You are signed out" in words(page)
    assert not is_in(thief)
    assert not Session.objects.exists()


def test_half_an_hour_of_nothing_ends_it(dana, later):
    later(minutes=29)
    assert is_in(dana)
    later(minutes=29)
    assert is_in(dana)
    later(minutes=30, seconds=1)
    assert not is_in(dana)


def test_twelve_hours_end_it_whatever_she_does(dana, later):
    for _ in range(25):
        later(minutes=28)
        assert is_in(dana)

    later(minutes=21)

    assert not is_in(dana)


def test_what_a_page_does_by_itself_is_nothing(dana, later):
    for _ in range(2):
        later(minutes=14)
        assert asks_by_itself(dana)
    later(minutes=3)

    assert not asks_by_itself(dana)
    assert not is_in(dana)


def test_a_page_that_saves_by_itself_into_the_session_moves_no_end(dana, later):
    before = Session.objects.get().expire_date
    later(minutes=10)
    row = Session.objects.get().session_data
    dana.get("/admin/sign-in/app/", headers={"X-Desk": "background"})

    assert Session.objects.get().session_data != row
    assert Session.objects.get().expire_date == before


def test_the_page_can_ask_how_long_is_left_and_put_it_off(dana, later):
    later(minutes=29)
    assert 30 <= left(dana)["left"] <= 60

    said = dana.post("/admin/sign-in/stay/", headers={"X-Desk-Wants": "json"}).json()

    assert said["left"] >= 1795
    assert said["can_stay"] is True
    later(minutes=31)
    assert left(dana) == {"left": 0, "can_stay": False, "token": ""}


def test_the_last_half_hour_cannot_be_put_off(dana, later):
    for _ in range(25):
        later(minutes=28)
        is_in(dana)
    later(minutes=19)
    said = dana.post("/admin/sign-in/stay/", headers={"X-Desk-Wants": "json"}).json()

    assert 20 <= said["left"] <= 60
    assert said["can_stay"] is False


def test_every_page_knows_its_end_and_the_way_in_has_none(dana):
    for path in ("/admin/", "/admin/sign-in/", "/admin/content/tag/", "/admin/journal/post/add/"):
        page = dana.get(path).content.decode()
        assert 'class="session-ends"' in page, path
        assert "desk/signin/limits.js" in page, path

    assert "session-ends" not in Client().get("/admin/login/").content.decode()


def test_a_mail_s_link_is_followed_after_signing_in(account):
    client = Client()
    asked = client.get("/admin/intake/inquiry/7/change/")
    assert asked["Location"] == "/admin/login/?next=/admin/intake/inquiry/7/change/"
    page = client.get(asked["Location"])
    assert 'name="next" value="/admin/intake/inquiry/7/change/"' in page.content.decode()

    assert sign_in(client, next="/admin/intake/inquiry/7/change/")["Location"] == (
        "/admin/intake/inquiry/7/change/"
    )
    again = client.get("/admin/login/?next=/admin/intake/inquiry/7/change/")
    assert again["Location"] == "/admin/intake/inquiry/7/change/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"),
        *("javascript:1", "'", "admin:index", "../..", "//", "/a" * 20_000),
    ],
)
def test_nobody_is_led_to_another_host(account, elsewhere):
    client = Client()
    assert sign_in(client, next=elsewhere)["Location"] == "/admin/"
    assert client.get("/admin/login/", {"next": elsewhere})["Location"] == "/admin/"
