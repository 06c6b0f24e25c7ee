"""Guessing is throttled, and throttling is of no use to whoever wants to lock Dana out."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.test import Client

from intake import chores
from practice import settings as own
from practice.audit.models import Event
from practice.desk.signin import factors, limits
from practice.desk.signin.models import Try
from tests.signing_in.authenticator import Authenticator
from tests.signing_in.steps import (
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

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]

STRANGER = "203.0.113.7"


@pytest.fixture
def dana(practice):
    return person()


def guess(times, name="dana", address=STRANGER):
    return [sign_in(Client(), name, f"wrong {turn}", address=address) for turn in range(times)]


@pytest.mark.on_both
def test_the_sixth_guess_is_not_looked_at(dana):
    answers = guess(5)
    refused = sign_in(Client(), address=STRANGER)

    assert [answer.status_code for answer in answers] == [200] * 5
    assert refused.status_code == 429
    assert "Please wait 15 minutes" in words(refused)
    assert "A passkey still works now" in words(refused)
    assert 880 <= int(refused["Retry-After"]) <= 900
    assert "did not fit" not in words(refused)


def test_the_wait_is_as_long_as_it_said_and_no_longer(dana, later):
    guess(5)
    later(minutes=14)
    assert "Please wait 1 minute " in words(sign_in(Client(), address=STRANGER))

    later(minutes=1, seconds=5)
    client = Client()

    assert sign_in(client, address=STRANGER).status_code == 302
    assert is_in(client)


def test_asking_while_shut_out_makes_the_wait_no_longer(dana, later):
    guess(5)
    later(minutes=10)
    guess(10)
    later(minutes=5, seconds=5)

    assert sign_in(Client(), address=STRANGER).status_code == 302
    assert Try.objects.count() == 5


def test_strangers_do_not_shut_dana_out(dana):
    guess(25)

    client = Client()
    assert sign_in(client, address="198.51.100.20").status_code == 302
    assert is_in(client)


@pytest.mark.on_both
def test_guesses_from_everywhere_do_not_shut_her_out_and_are_one_each(dana):
    for number in range(limits.PER_NAME // limits.PER_PAIR):
        guess(limits.PER_PAIR, address=f"203.0.113.{number}")

    late = guess(2, address="203.0.113.200")
    assert [answer.status_code for answer in late] == [200, 429]

    client = Client()
    assert sign_in(client, address="198.51.100.20").status_code == 302
    assert is_in(client)


def test_one_place_that_tries_many_names_is_slowed_down(dana):
    answers = [guess(1, f"name-{number}")[0].status_code for number in range(25)]

    assert answers == [200] * limits.PER_PLACE + [429] * 5
    assert sign_in(Client(), address="198.51.100.20").status_code == 302


def test_a_household_with_a_new_ipv6_address_each_time_is_one_place(dana):
    answers = [guess(1, address=f"2001:db8:1:2::{number:x}")[0] for number in range(1, 8)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert guess(1, address="2001:db8:1:3::1")[0].status_code == 200


@pytest.mark.parametrize("address", ["", "fe80::1%eth0", "::ffff:192.0.2.9", "unix:"])
def test_an_odd_address_is_no_fault(dana, address):
    assert guess(1, address=address)[0].status_code == 200
    assert len(guess(5, address=address)) == 5
    assert guess(1, address=address)[0].status_code == 429


def test_a_passkey_is_never_held_up(dana, practice):
    device = Authenticator()
    hers = Client(REMOTE_ADDR=STRANGER)
    hers.force_login(dana)
    add_passkey(hers, device)
    guess(25)

    client = Client(REMOTE_ADDR=STRANGER)
    assert use_passkey(client, device).status_code == 200
    assert is_in(client)


@pytest.mark.on_both
def test_signing_in_forgives_what_was_mistyped(dana):
    guess(4)
    sign_in(Client(), address=STRANGER)

    assert [answer.status_code for answer in guess(5)] == [200] * 5


def test_whoever_knows_the_password_does_not_guess_the_code(dana, later):
    app = app_of(dana)
    codes = put_away_codes(dana)
    for number in range(limits.WRONG_CODES):
        sign_in(Client(), code="000000", address=f"203.0.113.{number}")

    assert sign_in(Client(), code=code_of(app), address="198.51.100.1").status_code == 200
    # Whoever has the printed codes is Dana.
    assert sign_in(Client(), code=codes[0], address="198.51.100.2").status_code == 302

    later(minutes=61)
    assert sign_in(Client(), code=code_of(app), address="198.51.100.1").status_code == 302


@pytest.mark.on_both
def test_codes_guessed_at_the_same_moment_find_no_gap(dana, monkeypatch):
    """Each try counts before its code is looked at, not after."""
    app, looked, take = app_of(dana), [], factors.take
    monkeypatch.setattr(limits, "WRONG_CODES", 1)

    def with_another_beside_it(user, code, *, apps):
        looked.append(apps)
        if len(looked) == 1:
            sign_in(Client(), code=code_of(app), address="203.0.113.1")
        return take(user, code, apps=apps)

    monkeypatch.setattr(factors, "take", with_another_beside_it)
    sign_in(Client(), code="000000", address="203.0.113.2")

    assert looked == [True, False]


def test_what_is_kept_of_a_failure_is_its_address_and_nothing_typed(dana):
    guess(1, name="tea at the window")

    [row] = Try.objects.values()
    assert row["address"] == STRANGER
    assert not [value for value in row.values() if "tea" in str(value) or "wrong" in str(value)]


def test_failures_are_erased_after_thirty_days(dana, later):
    guess(1)
    later(days=29)
    guess(1, address="203.0.113.8")
    limits.forget_old_failures()
    assert Try.objects.count() == 2

    later(days=1, minutes=1)
    chores.do_if_due(next(task for task in chores.TASKS if task.name == "old sign-ins"))

    assert [row.address for row in Try.objects.all()] == ["203.0.113.8"]


def test_strangers_cannot_fill_the_event_log(dana, later):
    for number in range(15):
        guess(2, address=f"203.0.113.{number}")

    noted = Event.objects.filter(action="sign-in failed")
    assert noted.all().count() == 10
    assert {event.actor for event in noted} == {"someone"}

    later(minutes=61)
    guess(1)
    assert noted.all().count() == 11


class CountedArgon2(Argon2PasswordHasher):
    """Django's, at a hundredth of its cost; `times` it was made to work."""

    memory_cost, parallelism, times = 1024, 1, 0

    def encode(self, *typed):
        type(self).times += 1
        return super().encode(*typed)

    def verify(self, *typed):
        type(self).times += 1
        return super().verify(*typed)


def test_passwords_are_kept_with_argon2id(settings):
    settings.PASSWORD_HASHERS = own.PASSWORD_HASHERS

    assert make_password("tea at the window").startswith("argon2$argon2id$")


@pytest.mark.parametrize("name", ["dana", "nobody", "not-begun"])
def test_an_unknown_name_takes_as_long_as_a_known_one(practice, settings, name):
    """Argon2 takes nearly all of the time of a sign-in, and each name is given it once."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedArgon2"]
    person()
    get_user_model().objects.create(username="not-begun", is_staff=True, password="!")
    before = CountedArgon2.times

    sign_in(Client(), name, "wrong")

    assert CountedArgon2.times == before + 1
