"""Two presses at the same moment. In production the site never ends up with nobody who may come in."""

import time

import pytest
from django.db import connection
from django.test import Client

from practice.desk.signin import admin, own, roles
from practice.desk.signin.models import CodeApp
from tests.side_by_side import at_once
from tests.signing_in.steps import app_of, came_in_with, person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("practice"),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="in memory SQLite refuses a second writer at once; a file lets one begin after the other",
    ),
]


def desk_of(user, device):
    client = Client()
    client.force_login(user)
    came_in_with(client, device)
    return client


def slowly(looks):
    """The same look, and a while to act on what was seen."""

    def look(*asked):
        seen = looks(*asked)
        time.sleep(0.3)
        return seen

    return look


def test_of_the_last_two_devices_one_stays(production, monkeypatch):
    dana = person()
    apps = [app_of(dana), app_of(dana)]
    monkeypatch.setattr(own, "devices_of", slowly(own.devices_of))

    def removes(app):
        desk = desk_of(dana, app)
        return lambda: desk.post("/admin/sign-in/remove/", {"device": f"app-{app.pk}"})

    at_once(*[removes(app) for app in apps])

    assert CodeApp.objects.filter(user=dana).count() == 1


def test_two_who_demote_each_other_do_not_both(monkeypatch):
    dana, robin = person(), person("robin")
    monkeypatch.setattr(
        admin.roles, "is_last_practitioner", slowly(admin.roles.is_last_practitioner)
    )

    def demotes(by, whom):
        typed = {"username": whom.username, "role": roles.EDITOR, "is_active": "on"}
        desk, at = desk_of(by, app_of(by)), f"/admin/signin/person/{whom.pk}/change/"
        return lambda: desk.post(at, typed)

    at_once(demotes(dana, robin), demotes(robin, dana))

    dana.refresh_from_db()
    robin.refresh_from_db()
    assert sorted([roles.of(dana), roles.of(robin)]) == [roles.EDITOR, roles.PRACTITIONER]
