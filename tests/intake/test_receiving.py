"""A request that is sent is stored, once, and answered with thanks."""

import pytest
from django.urls import reverse

from intake.models import Inquiry, Notification
from practice.audit.models import Event

pytestmark = pytest.mark.django_db


def send(sam, answers, **changes):
    return sam.post("/consultation/", {**answers, **changes})


def test_sam_is_thanked_with_a_reference_after_the_request_is_stored(sam, privacy, answers):
    response = send(sam, answers)

    inquiry = Inquiry.objects.get()
    assert response.status_code == 303
    page = sam.get(response["Location"])
    assert f'data-reference="{inquiry.reference}"' in page.content.decode()
    assert inquiry.name == "Sam"
    assert inquiry.message == answers["message"]
    assert inquiry.consent_version.notice == privacy
    assert inquiry.state == "new"


def test_the_thank_you_page_shows_nothing_sam_wrote(sam, answers):
    response = send(sam, answers, name="Samira Unusual", email="samira@mail.example")

    text = sam.get(response["Location"]).content.decode()
    assert "Samira" not in text
    assert "samira@mail.example" not in text
    assert "Evenings" not in text
    assert 'name="robots" content="noindex"' in text


def test_a_guessed_thank_you_address_is_not_found(sam, answers):
    send(sam, answers)
    inquiry = Inquiry.objects.get()

    for guess in (inquiry.reference, str(inquiry.pk), "x" * len(inquiry.token)):
        assert sam.get(f"/consultation/received/{guess}/").status_code == 404


def test_inquiry_notification_and_event_are_written_together(sam, answers):
    send(sam, answers)

    inquiry = Inquiry.objects.get()
    assert [(n.kind, n.state) for n in inquiry.notifications.all()] == [("practitioner", "waiting")]
    event = Event.objects.get()
    assert (event.action, event.references) == ("inquiry received", [inquiry.reference])


def test_nothing_is_stored_when_the_notification_cannot_be(sam, answers, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no room")

    monkeypatch.setattr(Notification.objects, "create", broken)
    sam.raise_request_exception = False

    response = send(sam, answers)

    assert response.status_code == 500
    assert not Inquiry.objects.exists()
    assert not Event.objects.exists()


def test_ten_presses_of_the_button_are_one_inquiry(sam, answers):
    locations = {send(sam, answers)["Location"] for _ in range(10)}

    assert len(locations) == 1
    assert Inquiry.objects.count() == 1
    assert Notification.objects.count() == 1


def test_the_same_words_from_a_fresh_form_within_a_day_are_the_same_request(sam, answers):
    first = send(sam, answers)
    second = send(sam, answers, opened="")

    assert first["Location"] == second["Location"]
    assert Inquiry.objects.count() == 1


def test_the_same_words_two_days_later_are_a_new_request(sam, answers, later):
    send(sam, answers)
    later(days=2)

    send(sam, answers, opened="")

    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize("field", ["name", "message", "email"])
def test_changed_words_are_never_merged(sam, answers, field):
    send(sam, answers)

    send(sam, answers, **{field: "other@mail.example"})

    assert Inquiry.objects.count() == 2


def test_a_couple_may_write_without_mail_address(sam, answers):
    response = send(
        sam, answers, email="", phone="+44 20 7946 0018", preferred="phone", who="couple"
    )

    assert response.status_code == 303
    assert Inquiry.objects.get().phone == "+44 20 7946 0018"


WRITTEN = [
    "Ω",
    "李小龍",
    "عبد الله بن مسعود",
    "Zoë 👩‍👩‍👧‍👦",
    "O'Brien-Smith; DROP TABLE",
    "<script>alert(1)</script>",
    "=1+1",
    "N" * 200,
]


@pytest.mark.parametrize("name", WRITTEN)
def test_any_name_a_person_may_have_is_kept_as_written(sam, answers, name):
    send(sam, answers, name=name)

    assert Inquiry.objects.get().name == name


def test_a_message_keeps_its_lines_and_spaces(sam, answers):
    send(sam, answers, message="  First line\r\n\r\n\tSecond line  ")

    assert Inquiry.objects.get().message == "  First line\n\n\tSecond line  "


def test_letters_with_marks_are_stored_in_one_form(sam, answers):
    send(sam, answers, name="Zoe\u0308")

    assert Inquiry.objects.get().name == "Zo\u00eb"


def test_the_reference_can_be_read_out_on_the_telephone(sam, answers):
    send(sam, answers)

    reference = Inquiry.objects.get().reference
    assert len(reference) == 9
    assert set(reference) <= set("23456789BCDFGHJKLMNPQRSTVWXZ-")


def test_the_thank_you_page_says_by_when_sam_hears_back(sam, answers, time_machine):
    time_machine.move_to("2026-11-20 18:00:00-08:00", tick=False)  # a Friday evening in California
    answers["opened"] = ""

    response = send(sam, answers)

    assert "Tuesday, November 24" in sam.get(response["Location"]).content.decode()


def test_other_methods_are_refused(sam):
    assert sam.put("/consultation/").status_code == 405
    assert sam.delete("/consultation/").status_code == 405
    assert sam.post(reverse("intake:received", args=["x" * 43])).status_code == 405
