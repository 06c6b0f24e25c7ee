"""Dana looks after her own sign-in."""

import pytest
from django.test import Client

from practice.desk.signin.models import CodeApp, Passkey
from tests.signing_in.authenticator import Authenticator
from tests.signing_in.steps import (
    PASSWORD,
    actions,
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
    pytest.mark.engine_free,
]
OWN = "/admin/sign-in/"


@pytest.fixture
def account():
    return person()


@pytest.fixture
def app(account):
    return app_of(account)


@pytest.fixture
def dana(account, app):
    """Signed in just now with her app; her codes are in the drawer."""
    account.codes = put_away_codes(account)
    client = Client()
    sign_in(client, code=code_of(app))
    return client


def remove(client, device):
    return client.post(f"{OWN}remove/", {"device": f"{device.kind}-{device.pk}"}, follow=True)


def test_she_sees_what_she_signs_in_with_and_when_it_was_used(dana, time_machine):
    add_passkey(dana, Authenticator(), "The telephone")

    page = words(dana.get(OWN))

    assert "The telephone passkey, added" in page
    assert "not used yet" in page
    assert "App with codes codes, added" in page
    assert "last used" in page
    assert "10 of your ten codes are left" in page


def test_a_device_added_and_removed_is_two_events(dana, app):
    device = Authenticator()
    add_passkey(dana, device)
    page = remove(dana, Passkey.objects.get())

    assert "signs nobody in any more" in words(page)
    assert actions()[-2:] == ["passkey added", "passkey removed"]
    other = Client()
    assert use_passkey(other, device).status_code == 400
    assert not is_in(other)


def test_in_production_the_last_one_stays(dana, app, settings):
    settings.PRODUCTION = True

    assert "Remove" not in words(dana.get(OWN))
    assert "This is your last one" in words(remove(dana, app))
    assert CodeApp.objects.exists()


def test_she_cannot_remove_another_s(dana, app):
    theirs = app_of(person("kim"))

    assert "removed already" in words(remove(dana, theirs))
    assert CodeApp.objects.filter(pk=theirs.pk).exists()


def test_a_removed_device_ends_the_sessions_it_opened(dana, app, account):
    device, other = Authenticator(), Client()
    add_passkey(dana, device)
    use_passkey(other, device)
    assert is_in(other)

    remove(dana, Passkey.objects.get())

    assert not is_in(other)
    assert is_in(dana)


def test_removing_the_one_she_came_in_with_does_not_throw_her_out(dana, app):
    add_passkey(dana, Authenticator())

    remove(dana, app)

    assert is_in(dana)
    assert not CodeApp.objects.exists()


def test_with_a_recovery_code_she_puts_everything_right(app, account, settings):
    settings.PRODUCTION = True
    codes, client = put_away_codes(account), Client()
    sign_in(client, code=codes[0])

    found = Client()  # by somebody who found the sheet, and knows the password
    sign_in(found, code=codes[1])
    assert is_in(found)

    client.post(f"{OWN}codes/", {"make": "yes"})
    assert is_in(client)
    assert not is_in(found)
    add_app = client.get(f"{OWN}app/").context["device"]
    client.post(f"{OWN}app/", {"code": code_of(add_app)})
    remove(client, app)

    assert is_in(client)
    assert "recovery code:" not in words(client.get("/admin/"))
    assert not CodeApp.objects.filter(pk=app.pk).exists()


def test_a_while_later_she_is_asked_once_more(dana, app, account, later):
    later(minutes=11)
    for path in ("start/", "app/", "codes/"):
        answer = dana.get(f"{OWN}{path}")
        assert answer["Location"] == f"{OWN}again/?next=%2Fadmin%2Fsign-in%2F{path[:-1]}%2F"
    dana.post(f"{OWN}codes/", {"make": "yes"})
    remove(dana, app)
    assert CodeApp.objects.exists()
    assert sign_in(Client(), code=account.codes[0]).status_code == 302

    typed = {"code": code_of(app), "next": f"{OWN}codes/"}
    assert dana.post(f"{OWN}again/", typed)["Location"] == f"{OWN}codes/"
    assert dana.get(f"{OWN}codes/").status_code == 200
    assert "recovery code used" not in actions()


def test_once_more_with_a_recovery_code_is_noted(dana, account, later):
    later(minutes=11)

    dana.post(f"{OWN}again/", {"code": account.codes[0]})

    assert actions()[-1] == "recovery code used"
    assert is_in(dana)


def test_once_more_with_a_wrong_code_leads_nowhere(dana, later):
    later(minutes=11)

    page = dana.post(f"{OWN}again/", {"code": "000000"})

    assert "did not fit" in words(page)
    assert dana.get(f"{OWN}codes/").status_code == 302
    for _ in range(5):
        page = dana.post(f"{OWN}again/", {"code": "000000"})
    assert page.status_code == 429


def test_once_more_with_another_s_passkey_leads_nowhere(dana, later):
    device, kim = Authenticator(), Client()
    kim.force_login(person("kim"))
    add_passkey(kim, device)
    later(minutes=11)
    assert use_passkey(dana, device).status_code == 400
    assert dana.get(f"{OWN}codes/").status_code == 302


def test_new_codes_make_the_old_ones_worthless(dana, account):
    new = dana.post(f"{OWN}codes/", {"make": "yes"}).context["codes"]

    assert sign_in(Client(), code=account.codes[0]).status_code == 200
    assert sign_in(Client(), code=new[0]).status_code == 302
    assert "recovery codes made" in actions()


def test_a_changed_password_ends_her_other_sessions(dana, app, account):
    other = Client()
    sign_in(other, code=account.codes[0])
    assert is_in(other)
    new = {"new_password1": "the other window", "new_password2": "the other window"}

    answer = dana.post("/admin/password_change/", {"old_password": PASSWORD, **new})

    assert answer.status_code == 302
    assert is_in(dana)
    assert not is_in(other)
    assert actions()[-1] == "password changed"


def test_whoever_forgot_the_password_chooses_a_new_one_after_showing_the_app(dana, app, later):
    new = {"new_password1": "the other window", "new_password2": "the other window"}
    assert "Old password" not in words(dana.get("/admin/password_change/"))
    later(minutes=11)
    asked = dana.post("/admin/password_change/", new)
    assert asked["Location"].startswith(f"{OWN}again/")
    assert sign_in(Client(), password="the other window", code=code_of(app)).status_code == 200

    dana.post(f"{OWN}again/", {"code": code_of(app)})
    page = dana.post("/admin/password_change/", new, follow=True)
    assert "Your new password holds" in words(page)
    later(minutes=1)
    other = Client()
    assert sign_in(other, password="the other window", code=code_of(app)).status_code == 302


def test_at_a_desk_left_open_nobody_guesses_the_password(account):
    """Where nothing but a password was set up."""
    left_open = Client()
    sign_in(left_open)
    new = {"new_password1": "the other window", "new_password2": "the other window"}

    for _ in range(5):
        page = left_open.post("/admin/password_change/", {"old_password": "wrong", **new})
        assert "entered incorrectly" in words(page)
    page = left_open.post("/admin/password_change/", {"old_password": PASSWORD, **new})

    assert "There were too many tries" in words(page)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_without_signing_in_none_of_it_opens(account):
    for path in ("", "start/", "app/", "codes/", "again/", "stay/"):
        answer = Client().get(f"{OWN}{path}")
        assert answer["Location"].startswith("/admin/login/"), path
    for path in ("remove/", "passkey/ask/", "passkey/answer/"):
        answer = Client().post(f"{OWN}{path}")
        assert answer["Location"].startswith("/admin/login/"), path
