"""A passkey signs in whoever holds it, and nobody else."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from practice.audit.models import Event
from practice.desk.signin import passkeys
from practice.desk.signin.models import Passkey
from tests.signing_in.authenticator import Authenticator
from tests.signing_in.steps import add_passkey, is_in, person, use_passkey

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("practice"),
    pytest.mark.engine_free,
]


@pytest.fixture
def dana():
    return person()


@pytest.fixture
def device(dana):
    """Dana's telephone, set up."""
    device, client = Authenticator(), Client()
    client.force_login(dana)
    assert add_passkey(client, device).status_code == 200
    device.sessions = list(Session.objects.values_list("pk", flat=True))
    return device


def refused(client, response):
    return response.status_code == 400 and "said" in response.json() and not is_in(client)


def test_it_signs_her_in_without_a_name(device):
    client = Client()

    answer = use_passkey(client, device, next="/admin/journal/post/")

    assert answer.json() == {"next": "/admin/journal/post/"}
    assert is_in(client)
    assert Passkey.objects.get().last_used_at
    assert Event.objects.first().action == "signed in"


def test_it_leads_to_no_other_host(device):
    answer = use_passkey(Client(), device, next="https://elsewhere.example/")

    assert answer.json() == {"next": "/admin/"}


def test_a_key_nobody_knows_is_refused(device):
    client = Client()

    assert refused(client, use_passkey(client, Authenticator()))


def test_another_key_under_her_name_is_refused(device):
    forged = Authenticator()
    forged.id = device.id
    client = Client()

    assert refused(client, use_passkey(client, forged))


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://elsewhere.example"}, {"host": "elsewhere.example"}, {"flags": 0x01}],
    ids=["made on another site", "made for another site", "nobody looked at the finger"],
)
def test_an_answer_to_another_question_is_refused(device, wrong):
    for name, value in wrong.items():
        setattr(device, name, value)
    client = Client()

    assert refused(client, use_passkey(client, device))


def test_an_answer_is_good_once(device):
    client = Client()
    asked = client.post("/admin/passkey/ask/").json()
    answer = {"answer": device.get(asked)}
    assert client.post("/admin/passkey/answer/", answer).status_code == 200
    client.post("/admin/logout/")

    assert refused(client, client.post("/admin/passkey/answer/", answer))


def test_of_two_answers_to_one_question_at_the_same_moment_one_signs_in(device, monkeypatch):
    client, quicker = Client(), Client()
    asked = client.post("/admin/passkey/ask/").json()
    answer = {"answer": device.get(asked)}
    note = passkeys._used

    def another_is_quicker(*seen):
        monkeypatch.setattr(passkeys, "_used", note)
        assert quicker.post("/admin/passkey/answer/", answer).status_code == 200
        return note(*seen)

    monkeypatch.setattr(passkeys, "_used", another_is_quicker)

    assert refused(client, client.post("/admin/passkey/answer/", answer))
    assert is_in(quicker)


def test_an_answer_is_taken_from_the_browser_that_asked(device):
    """A question put to Dana's browser cannot be answered from a thief's."""
    hers, thief = Client(), Client()
    for client in (hers, thief):
        client.get("/admin/login/")
    asked = hers.post("/admin/passkey/ask/").json()
    answer = {"answer": device.get(asked)}

    assert refused(thief, thief.post("/admin/passkey/answer/", answer))
    assert hers.post("/admin/passkey/answer/", answer).status_code == 200


def test_asking_leaves_no_row_behind(device):
    client = Client()
    for _ in range(3):
        assert client.post("/admin/passkey/ask/").status_code == 200
        assert Client().post("/admin/passkey/ask/").status_code == 200

    assert not Session.objects.exclude(pk__in=device.sessions).exists()


def test_an_answer_too_late_is_refused(device, later):
    client = Client()
    asked = client.post("/admin/passkey/ask/").json()
    answer = {"answer": device.get(asked)}
    later(minutes=6)

    assert refused(client, client.post("/admin/passkey/answer/", answer))


def test_one_who_left_is_refused(device, dana):
    dana.is_active = False
    dana.save()
    client = Client()

    assert refused(client, use_passkey(client, device))


@pytest.mark.parametrize(
    "answer",
    [
        *("", "null", "[]", "{}", '"text"', "7", "\x00", "{" * 50, "[" * 100_000),
        json.dumps({"id": "é", "rawId": "é", "type": "public-key", "response": {}}),
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": None}),
    ],
)
def test_nonsense_is_refused_without_a_fault(device, dana, answer):
    client = Client()
    client.post("/admin/passkey/ask/")
    assert refused(client, client.post("/admin/passkey/answer/", {"answer": answer}))

    hers = Client()
    use_passkey(hers, device)
    hers.post("/admin/sign-in/passkey/ask/")
    made = hers.post("/admin/sign-in/passkey/answer/", {"answer": answer})
    assert made.status_code == 400
    assert Passkey.objects.count() == 1


def test_a_device_that_asks_for_no_finger_cannot_be_set_up(dana):
    client = Client()
    client.force_login(dana)

    assert add_passkey(client, Authenticator(verified=False)).status_code == 400
    assert not Passkey.objects.exists()


def test_one_passkey_is_one_person_s(device):
    client = Client()
    client.force_login(person("kim"))

    assert add_passkey(client, device).status_code == 400
    assert Passkey.objects.get().user.username == "dana"
