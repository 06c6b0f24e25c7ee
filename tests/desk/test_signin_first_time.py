"""From a link to the desk, and back in when a device is lost."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from practice.audit.models import Event
from practice.desk.signin import factors, links, roles
from practice.desk.signin.models import CodeApp, Link, Passkey
from tests.signing_in.authenticator import Authenticator
from tests.signing_in.steps import (
    PASSWORD,
    add_passkey,
    app_of,
    code_of,
    is_in,
    person,
    put_away_codes,
    sign_in,
    use_passkey,
    words,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("practice"),
]


@pytest.fixture
def production(settings):
    settings.PRODUCTION = True
    settings.SITE_URL = "https://testserver"


def path_of(link):
    return re.search(r"/admin/welcome/\S+/", link)[0]


def follow(client, link, username="dana", password="a kettle and a window"):
    return client.post(path_of(link), {"username": username, "password": password})


def actions():
    return list(Event.objects.order_by("number").values_list("action", flat=True))


def type_code(client):
    """The page of the app with codes, its secret typed into an app, and the app's code into the page."""
    page = client.get("/admin/sign-in/app/")
    device = page.context["device"]
    assert device.secret.replace(" ", "") in page.content.decode().replace(" ", "")
    assert "<svg" in page.content.decode()
    return client.post("/admin/sign-in/app/", {"code": code_of(device)}, follow=True)


def test_a_site_with_nobody_on_it_gives_a_link_and_no_password_in_production(production):
    link = links.first_link("practitioner")

    assert link.startswith("https://testserver/admin/welcome/")
    user = person_named("practitioner")
    assert user.is_superuser
    assert not user.has_usable_password()


def person_named(name):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)


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
    assert all(code in words(page) for code in codes)
    done = client.post("/admin/sign-in/codes/", {"put_away": "on"}, follow=True)

    assert done.redirect_chain[-1][0] == "/admin/"
    assert "recovery codes" not in words(done)
    assert client.get(path_of(link)).status_code == 404
    assert person_named("dana").check_password("a kettle and a window")
    assert actions() == [
        *("signed in", "one-time link opened", "app with codes added", "recovery codes made")
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


def test_half_way_through_the_link_is_still_good_and_nothing_else_opens(production):
    client = Client()
    link = links.first_link("practitioner")
    follow(client, link)

    for path in ("/admin/", "/admin/intake/inquiry/", "/admin/sign-in/", "/admin/password_change/"):
        assert client.get(path).status_code == 302, path
        assert (
            client.get(path, follow=True).redirect_chain[-1][0].startswith("/admin/sign-in/start/")
        )

    assert client.get(path_of(link)).status_code == 200


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


def test_whoever_has_an_app_needs_its_code_anywhere():
    app = app_of(person())

    without = Client()
    assert sign_in(without).status_code == 200
    assert not is_in(without)

    client = Client()
    assert sign_in(client, code=code_of(app)).status_code == 302
    assert is_in(client)


def test_a_code_is_good_once():
    app = app_of(person())
    code = code_of(app)
    sign_in(Client(), code=code)

    assert sign_in(Client(), code=code).status_code == 200


def test_a_recovery_code_is_good_once_and_leads_to_what_was_lost():
    dana = person()
    app_of(dana)
    codes = put_away_codes(dana)
    client = Client()

    answer = sign_in(client, code=codes[0].upper().replace("-", " "))

    assert answer["Location"] == "/admin/sign-in/"
    assert "9 of your ten codes are left" in words(client.get("/admin/sign-in/"))
    assert "Remove what you lost" in words(client.get("/admin/"))
    assert sign_in(Client(), code=codes[0]).status_code == 200
    assert sign_in(Client(), password="wrong", code=codes[1]).status_code == 200


def test_neither_codes_nor_secrets_can_be_read_in_the_database():
    from django_otp.plugins.otp_static.models import StaticToken

    dana = person()
    app = app_of(dana)
    codes = put_away_codes(dana)

    rows = str([*StaticToken.objects.values(), *CodeApp.objects.values()])
    assert not [code for code in codes if code.replace("-", "") in rows]
    assert app.bin_key.hex() not in rows


def let_in(name):
    said = StringIO()
    call_command("let_in", name, stdout=said)
    return said.getvalue()


def test_let_in_takes_nothing_away_and_leads_to_a_new_passkey(production):
    dana = person()
    app = app_of(dana)
    put_away_codes(dana)
    client, device = Client(), Authenticator("https://testserver", "testserver")

    said = let_in("dana")
    follow(client, said, password="")
    assert not is_in(client)
    assert sign_in(Client(), code=code_of(app)).status_code == 302

    add_passkey(client, device)

    assert is_in(client)
    assert Client().get(path_of(said)).status_code == 404
    listed = words(client.get("/admin/sign-in/"))
    assert "Dana’s telephone" in listed
    assert "App with codes" in listed
    assert "one-time link made" in actions()
    assert "passkey added" in actions()
    assert person_named("dana").check_password(PASSWORD)


def test_let_in_names_those_it_could_let_in():
    person()
    with pytest.raises(CommandError, match="Those who may: dana"):
        let_in("dan")

    assert not Link.objects.exists()


def test_one_who_may_not_sign_in_has_no_link():
    kim = person("kim", roles.EDITOR)
    link = links.make(kim)
    kim.is_active = False
    kim.save()

    assert Client().get(path_of(link)).status_code == 404
    with pytest.raises(CommandError):
        let_in("kim")


def test_without_its_link_nobody_adds_to_another_s_sign_in():
    dana = person()
    app_of(dana)
    half = Client()
    half.force_login(dana)

    assert half.get("/admin/sign-in/start/").status_code == 302
    assert add_nothing(half).status_code == 302
    assert not Passkey.objects.exists()
    assert factors.has_any(dana)


def add_nothing(client):
    return client.post("/admin/sign-in/passkey/ask/")
