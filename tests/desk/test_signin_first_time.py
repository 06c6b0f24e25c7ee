"""From a link to the desk, and back in when a device is lost."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from practice.desk.signin import links
from practice.desk.signin.models import CodeApp, Link
from practice.management.commands import up
from tests.signing_in.authenticator import Authenticator
from tests.signing_in.steps import (
    actions,
    add_passkey,
    follow,
    is_in,
    path_of,
    person,
    person_named,
    sign_in,
    type_code,
    use_passkey,
    words,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("practice"),
    pytest.mark.engine_free,
]


def test_a_site_with_nobody_on_it_gives_a_link_and_no_password_in_production(production):
    link, password = up._first_sign_in()

    assert link.startswith("https://testserver/admin/welcome/")
    assert password is None
    user = person_named("practitioner")
    assert user.is_superuser
    assert not user.has_usable_password()


def test_for_a_first_look_there_is_a_password_as_well():
    link, password = up._first_sign_in()

    assert link.startswith("http://localhost:8000/admin/welcome/")
    client = Client()
    sign_in(client, "practitioner", password)
    assert is_in(client)
    assert up._first_sign_in() == (None, None)


def test_a_link_nobody_used_is_made_anew_and_the_old_one_is_over(production):
    first = links.first_link("practitioner")
    second = links.first_link("practitioner")

    assert Client().get(path_of(first)).status_code == 404
    assert Client().get(path_of(second)).status_code == 200


def test_with_somebody_who_can_sign_in_there_is_none(production):
    person()

    assert links.first_link("practitioner") is None
    assert not Link.objects.exists()


def test_from_the_link_to_the_desk_with_codes_and_no_script(production):
    client = Client()
    link = links.first_link("practitioner")
    # A mail program that looks uses nothing up.
    assert "Two steps" in words(client.get(path_of(link)))
    assert client.get(path_of(link)).status_code == 200

    assert follow(client, link)["Location"] == "/admin/sign-in/start/"
    assert not is_in(client)
    page = type_code(client)
    codes = page.context["codes"]
    assert len(set(codes)) == 10
    assert {len(code.replace("-", "")) for code in codes} == {16}
    assert "come in as dana, with your password" in words(page)
    assert all(code in words(page) for code in codes)
    done = client.post("/admin/sign-in/codes/", {"put_away": "on"}, follow=True)

    assert done.redirect_chain[-1][0] == "/admin/"
    assert "recovery codes" not in words(done)
    assert client.get(path_of(link)).status_code == 404
    assert person_named("dana").check_password("a kettle and a window")
    assert actions() == [
        *("signed in", "person renamed", "one-time link opened"),
        *("app with codes added", "recovery codes made"),
    ]


def test_from_the_link_to_the_desk_with_a_passkey(production):
    client, device = Client(), Authenticator("https://testserver", "testserver")
    follow(client, links.first_link("practitioner"))

    answer = add_passkey(client, device)

    assert answer.json() == {"next": "/admin/sign-in/codes/"}
    assert is_in(client)
    other = Client()
    assert use_passkey(other, device).json() == {"next": "/admin/"}
    assert is_in(other)


def test_half_way_through_she_goes_on_and_nothing_else_opens(production):
    client = Client()
    link = links.first_link("practitioner")
    follow(client, link)

    for path in ("/admin/", "/admin/intake/inquiry/", "/admin/sign-in/", "/admin/password_change/"):
        assert client.get(path).status_code == 302, path
        assert (
            client.get(path, follow=True).redirect_chain[-1][0].startswith("/admin/sign-in/start/")
        )

    assert client.get(path_of(link))["Location"] == "/admin/sign-in/start/"
    assert "You are signed out" in words(client.post("/admin/logout/"))
    # The link is used up; the name and the password she chose lead on.
    assert "sign in" in words(client.get(path_of(link)))
    assert client.get(path_of(link)).status_code == 404
    assert sign_in(client, password="a kettle and a window")["Location"] == "/admin/sign-in/start/"
    client.logout()
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/admin/login/")


def test_a_link_is_good_for_one_browser_only(production):
    link = links.first_link("practitioner")
    follow(Client(), link)
    thief = Client()

    answer = follow(thief, link, "mallory", "the password of another")

    assert answer.status_code == 404
    assert "no longer good" in words(answer)
    assert thief.get("/admin/sign-in/start/").status_code == 302
    assert person_named("dana").check_password("a kettle and a window")
    assert not get_user_model().objects.filter(username="mallory").exists()


def test_of_two_at_the_same_moment_one_is_let_in(production, monkeypatch):
    link = links.first_link("practitioner")
    look = links.find

    def another_is_quicker(*asked):
        found = look(*asked)
        monkeypatch.setattr(links, "find", look)
        follow(Client(), link)
        return found

    monkeypatch.setattr(links, "find", another_is_quicker)
    late = Client()

    assert follow(late, link, "mallory", "the password of another").status_code == 404
    assert late.get("/admin/sign-in/start/").status_code == 302
    assert person_named("dana").check_password("a kettle and a window")


def test_pressed_twice_or_an_answer_that_got_lost_locks_no_newcomer_out(production):
    """Two presses leave a browser before any answer reached it; the second is the one it sees."""
    link, client = links.first_link("practitioner"), Client()
    client.get(path_of(link))
    held = {name: morsel.value for name, morsel in client.cookies.items()}
    assert follow(client, link).status_code == 302
    client.cookies.clear()
    client.cookies.load(held)

    assert follow(client, link)["Location"] == "/admin/sign-in/start/"
    type_code(client)
    assert is_in(client)
    client.cookies.clear()
    client.cookies.load(held)
    assert follow(client, link).status_code == 404


def test_who_began_by_the_link_knows_the_password_the_codes_ask_for():
    link, printed = up._first_sign_in()
    client = Client()

    assert "This field is required" in words(follow(client, link, password=""))
    follow(client, link)
    codes = type_code(client).context["codes"]

    assert sign_in(Client(), password=printed, code=codes[0]).status_code == 200
    assert sign_in(Client(), password="a kettle and a window", code=codes[0]).status_code == 302


def test_until_she_has_come_in_no_menu_stands_beside_the_steps():
    """Also where a password would do, as on one's own machine."""
    client = Client()
    follow(client, links.first_link("practitioner"))

    for path in ("/admin/sign-in/start/", "/admin/sign-in/app/"):
        page = words(client.get(path))
        assert "Settings" not in page, path
        assert "Menu" not in page, path

    type_code(client)
    assert "Settings" in words(client.get("/admin/sign-in/start/"))


def test_a_password_too_short_is_said_at_its_field(production):
    page = follow(Client(), links.first_link("practitioner"), password="tea")

    assert page.status_code == 200
    assert "at least 12 characters" in words(page)
    assert not person_named("practitioner").has_usable_password()


def test_the_link_is_over_after_a_day(production, later):
    link = links.first_link("practitioner")
    later(hours=24, minutes=1)

    page = Client().get(path_of(link))

    assert page.status_code == 404
    assert "Ask whoever gave it to you" in words(page)
    assert follow(Client(), link).status_code == 404


def test_the_database_does_not_hold_the_link(production):
    token = path_of(links.first_link("practitioner")).split("/")[3]

    assert token not in str(list(Link.objects.values()))


def test_a_wrong_code_adds_no_app(production):
    client = Client()
    follow(client, links.first_link("practitioner"))
    client.get("/admin/sign-in/app/")

    page = client.post("/admin/sign-in/app/", {"code": "000000"})

    assert "did not fit" in words(page)
    assert not CodeApp.objects.exists()
    assert not is_in(client)


def test_the_codes_are_shown_once_and_asked_about_until_put_away(production):
    client = Client()
    follow(client, links.first_link("practitioner"))
    shown = type_code(client).context["codes"]

    again = client.get("/admin/sign-in/codes/")
    assert shown[0] not in words(again)
    assert "not ticked" in words(again)
    assert "Put your recovery codes away" in words(client.get("/admin/"))

    client.post("/admin/sign-in/codes/", {"put_away": "on"})
    assert "recovery codes" not in words(client.get("/admin/"))


def test_in_production_a_password_alone_opens_nothing(production):
    person()
    client = Client()

    answer = sign_in(client, next="/admin/intake/inquiry/")

    assert answer["Location"] == "/admin/sign-in/start/?next=%2Fadmin%2Fintake%2Finquiry%2F"
    assert not is_in(client)
    type_code(client)
    assert is_in(client)


def test_elsewhere_a_password_is_enough_and_the_desk_offers_more():
    person()
    client = Client()
    sign_in(client)

    assert "Set it up" in words(client.get("/admin/"))
    type_code(client)
    assert "Set it up" not in words(client.get("/admin/"))
