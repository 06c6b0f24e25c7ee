"""Codes, recovery codes, and the way back in when all of them are lost."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken

from practice.desk.signin import factors, links, roles
from practice.desk.signin.models import CodeApp, Link, Passkey
from tests.signing_in.authenticator import Authenticator
from tests.signing_in.steps import (
    PASSWORD,
    actions,
    add_passkey,
    app_of,
    code_of,
    follow,
    is_in,
    path_of,
    person,
    person_named,
    put_away_codes,
    sign_in,
    words,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("practice"),
    pytest.mark.engine_free,
]


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
    assert actions() == ["signed in", "signed in with a recovery code"]
    assert "9 of your ten codes are left" in words(client.get("/admin/sign-in/"))
    assert "Remove what you lost" in words(client.get("/admin/"))
    assert sign_in(Client(), code=codes[0]).status_code == 200
    assert sign_in(Client(), password="wrong", code=codes[1]).status_code == 200


def test_neither_codes_nor_secrets_can_be_read_in_the_database():
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

    add_passkey(client, device)

    assert is_in(client)
    assert Client().get(path_of(said)).status_code == 404
    listed = words(client.get("/admin/sign-in/"))
    assert "Dana’s telephone" in listed
    assert "App with codes" in listed
    assert "one-time link made" in actions()
    assert "passkey added" in actions()
    assert person_named("dana").check_password(PASSWORD)
    assert sign_in(Client(), code=code_of(app)).status_code == 302


def test_what_was_lost_and_is_found_makes_the_link_worthless(production):
    app = app_of(person())
    said, half = let_in("dana"), Client()
    follow(half, said, password="")

    sign_in(Client(), code=code_of(app))

    assert Client().get(path_of(said)).status_code == 404
    assert half.get("/admin/sign-in/start/").status_code == 302
    assert not Link.objects.exists()


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
    assert half.post("/admin/sign-in/passkey/ask/").status_code == 302
    assert not Passkey.objects.exists()
    assert factors.has_any(dana)
