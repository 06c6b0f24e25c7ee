"""What Dana does to sign in."""

import re
import time
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp

from practice.audit.models import Event
from practice.desk.signin import factors, roles
from practice.desk.signin.models import CodeApp

LOGIN = "/admin/login/"
PASSWORD = "tea at the window"


class AtHerDesk(Client):
    """A browser whose session does not end while a test lets hours pass."""

    seen = None

    def request(self, **asked):
        now = timezone.now()
        if self.seen and now - self.seen > timedelta(minutes=20):
            Session.objects.update(expire_date=now + timedelta(hours=1))
        self.seen = now
        return super().request(**asked)


def person(name="dana", role=roles.PRACTITIONER, password=PASSWORD):
    user = get_user_model().objects.create_user(name, f"{name}@practice.example", password)
    roles.give(user, role)
    return user


def app_of(user):
    """An app with codes for this person."""
    return CodeApp.objects.create(user=user, name="App with codes", confirmed=True)


def code_of(app):
    """What the app shows now."""
    return f"{totp(app.bin_key):06d}"


def person_named(name):
    return get_user_model().objects.get(username=name)


def path_of(link):
    return re.search(r"/admin/welcome/\S+/", link)[0]


def follow(client, link, username="dana", password="a kettle and a window"):
    return client.post(path_of(link), {"username": username, "password": password})


def type_code(client):
    """The page of the app with codes, its secret typed into an app, and the app's code into the page."""
    page = client.get("/admin/sign-in/app/")
    device = page.context["device"]
    assert device.secret.replace(" ", "") in page.content.decode().replace(" ", "")
    assert "<svg" in page.content.decode()
    return client.post("/admin/sign-in/app/", {"code": code_of(device)}, follow=True)


def actions():
    """What the event log says was done, in order."""
    return list(Event.objects.order_by("number").values_list("action", flat=True))


def put_away_codes(user):
    """Ten recovery codes, in the drawer."""
    codes = factors.new_recovery_codes(user)
    factors.put_away(user)
    return codes


def sign_in(client, name="dana", password=PASSWORD, code="", address="192.0.2.1", **more):
    typed = {"username": name, "password": password, "code": code, **more}
    return client.post(LOGIN, typed, REMOTE_ADDR=address)


def came_in_with(client, device):
    """The session of a client that is signed in began with this device."""
    session = client.session
    session["otp_device_id"], session["factor_at"] = device.persistent_id, int(time.time())
    session.save()


def back_again(client, name="dana"):
    """This person signs in once more, with the app they have."""
    client.force_login(get_user_model().objects.get(username=name))
    came_in_with(client, CodeApp.objects.get(user__username=name))


def is_in(client):
    """Whether the desk opens; asked at its cheapest address, behind the door that all of them have."""
    return client.get("/admin/jsi18n/").status_code == 200


def add_passkey(client, device, name="Dana’s telephone"):
    asked = client.post("/admin/sign-in/passkey/ask/").json()
    return client.post(
        "/admin/sign-in/passkey/answer/", {"answer": device.create(asked), "name": name}
    )


def use_passkey(client, device, **more):
    asked = client.post("/admin/passkey/ask/").json()
    return client.post("/admin/passkey/answer/", {"answer": device.get(asked), **more})


def words(response):
    """What stands on the page, without its tags."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())
