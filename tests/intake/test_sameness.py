"""Pressed twice, gone back, sent again after a crash: one request. Other words, another person: another."""

import time
import unicodedata
from functools import partial

import pytest
from django.core import signing
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import actions, outbox
from intake.models import Inquiry, Notification
from practice.audit.models import Event
from tests.side_by_side import at_once

pytestmark = pytest.mark.django_db


def send(sam, answers, **changes):
    """The reference Sam is shown."""
    response = sam.post("/consultation/", {**answers, **changes})
    assert response.status_code == 303
    page = sam.get(response["Location"]).content.decode()
    return page.partition('data-reference="')[2].partition('"')[0]


def another_copy(seconds_ago=60):
    """A form opened anew, that long ago."""
    return signing.dumps(
        [f"key {time.time_ns()}", int(time.time()) - seconds_ago], salt="intake.form"
    )


def test_back_and_send_again_days_later_is_the_same_request(sam, answers, later):
    first = send(sam, answers)
    later(days=5)

    assert send(sam, answers) == first
    assert Inquiry.objects.count() == 1


def test_a_form_opened_anew_in_another_browser_within_the_day_is_the_same(sam, answers, later):
    first = send(sam, answers, opened=another_copy())
    later(hours=23)

    assert send(Client(), answers, opened=another_copy()) == first
    assert Notification.objects.count() == 1
    assert Event.objects.filter(action="inquiry received").count() == 1


CHANGES = {
    "name": "Sam.",
    "pronouns": "they",
    "email": "sam@other.example",
    "phone": "(415) 555-0777",
    "preferred": "either",
    "voicemail": "on",
    "who": "couple",
    "place": "NV",
    "modality": "telehealth",
    "times": "mornings",
    "heard": "a friend",
    "message": "I can’t sleep. Evenings are the hardest part",
    "acknowledge": "on",
}


@pytest.mark.parametrize("field", CHANGES)
def test_one_changed_answer_is_another_request(sam, answers, field):
    first = send(sam, answers)

    assert send(sam, answers, **{field: CHANGES[field]}) != first
    assert Inquiry.objects.count() == 2


def test_words_moved_from_one_field_to_the_next_are_other_words(sam, answers):
    first = send(sam, answers, times="Tuesday", heard="")

    assert send(sam, answers, times="", heard="Tuesday") != first


def test_a_try_that_failed_leaves_room_for_the_next(sam, answers, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(actions, "record", lambda *args, **kwargs: 1 / 0)
        sam.raise_request_exception = False
        assert sam.post("/consultation/", answers).status_code == 500

    send(sam, answers)
    send(sam, answers)

    assert Inquiry.objects.count() == Event.objects.count() == 1


def test_what_was_taken_back_may_be_sent_again(sam, answers):
    first = send(sam, answers)
    actions.withdraw(inquiry=Inquiry.objects.get())

    assert send(sam, answers) != first
    assert Inquiry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_form", [True, False])
def test_eight_at_the_same_moment_are_one(on_disk, practice, answers, same_form):
    forms = [answers["opened"] if same_form else another_copy(60 + n) for n in range(8)]

    def press(opened):
        return Client().post("/consultation/", {**answers, "opened": opened})["Location"]

    locations = at_once(*(partial(press, opened) for opened in forms))

    assert len(locations) == 8
    assert len(set(locations)) == 1
    assert Inquiry.objects.count() == Notification.objects.count() == 1


# Too fast to be a person, and then the same words again. ------------------------------------


def test_fast_and_then_slow_is_a_person(sam, answers):
    first = send(sam, answers, opened=another_copy(0))
    assert not outbox.send_next()

    assert send(sam, answers, opened=another_copy(30)) == first

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.suspicions) == ("new", [])
    assert outbox.send_next()
    assert not outbox.send_next()
    event = Event.objects.get(action="inquiry cleared of suspicion")
    assert (event.actor, event.references) == ("site", [inquiry.reference])


def test_the_same_form_pressed_again_after_a_while_clears_it_too(sam, answers, later):
    opened = another_copy(0)
    send(sam, answers, opened=opened)
    later(seconds=20)

    send(sam, answers, opened=opened)

    assert Inquiry.objects.get().state == "new"


def test_fast_and_fast_again_stays_marked(sam, answers):
    for _ in range(3):
        send(sam, answers, opened=another_copy(0))

    assert Inquiry.objects.get().state == "spam"
    assert not Event.objects.filter(action="inquiry cleared of suspicion").exists()
    assert not outbox.send_next()


def test_fast_after_slow_marks_nothing(sam, answers):
    send(sam, answers)
    send(sam, answers, opened=another_copy(0), website="x")

    assert (Inquiry.objects.get().state, Notification.objects.get().state) == ("new", "waiting")


def test_other_words_clear_nothing(sam, answers):
    send(sam, answers, opened=another_copy(0))
    send(sam, answers, message="Quite other words")

    assert Inquiry.objects.filter(state="spam").count() == 1


def test_what_dana_called_spam_stays_spam(sam, answers):
    send(sam, answers)
    actions.update(inquiry=Inquiry.objects.get(), by="dana", state="spam")

    send(sam, answers, opened=another_copy())

    assert Inquiry.objects.get().state == "spam"


# Any words. ------------------------------------------------------------------------------------

LETTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
LINES = st.text(LETTERS | st.sampled_from("\n\t"), min_size=1, max_size=80)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(name=st.text(LETTERS, min_size=1, max_size=40).filter(str.strip), message=LINES)
def test_any_words_are_kept_as_they_were_written(sam, answers, name, message):
    Inquiry.objects.all().delete()

    send(sam, answers, name=name, message=message.replace("\n", "\r\n"))

    kept = Inquiry.objects.get()
    assert kept.name == unicodedata.normalize("NFC", name)
    expected = unicodedata.normalize("NFC", message)
    assert kept.message == (expected if expected.strip() else "")
