"""A request that cannot be taken comes back whole, with words at the field."""

import re

import pytest
from django.test import Client

from intake.models import Inquiry

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]


def text_of(response):
    return response.content.decode()


def error_at(response, field):
    found = re.search(rf'id="id_{field}_error">(.*?)</p>', text_of(response), re.DOTALL)
    return re.sub("<.*?>", "", found[1]) if found else ""


def test_an_empty_form_names_each_field_that_is_missing(sam, practice):
    response = sam.post("/consultation/", {})

    assert response.status_code == 422
    assert "<title>Error: " in text_of(response)
    for field in ("name", "email", "preferred", "who", "place", "modality", "consent"):
        assert error_at(response, field), field
    for field in ("pronouns", "phone", "times", "heard", "message"):
        assert not error_at(response, field), field


def test_the_summary_links_to_every_wrong_field(sam, practice):
    text = text_of(sam.post("/consultation/", {}))

    summary = text[text.index('class="note errors') : text.index("</form>")]
    targets = re.findall(r'<li><a href="#([^"]+)">', summary)
    assert len(targets) == 7
    for target in targets:
        assert f'id="{target}"' in text


def test_every_word_is_kept(sam, answers):
    changes = {"email": "sam@", "message": "Two lines\nof mine", "times": "Tuesday", "consent": ""}

    text = text_of(sam.post("/consultation/", {**answers, **changes}))

    assert 'value="sam@"' in text
    assert "Two lines\nof mine</textarea>" in text
    assert 'value="Tuesday"' in text
    assert re.search(r'value="me"[^>]*checked', text)
    assert '<option value="CA" selected>' in text
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("field", ["name", "message", "times"])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f"])
def test_control_characters_are_refused_at_the_field(sam, answers, field, character):
    response = sam.post("/consultation/", {**answers, field: f"Sam{character}uel"})

    assert response.status_code == 422
    assert error_at(response, field)
    assert not Inquiry.objects.exists()


def test_a_line_break_in_a_name_is_refused(sam, answers):
    response = sam.post("/consultation/", {**answers, "name": "Sam\r\nBcc: all@mail.example"})

    assert error_at(response, "name")


@pytest.mark.parametrize("letter", ["x", "語", "😢"])
def test_a_hundred_thousand_characters_get_a_message_at_the_field(sam, answers, letter):
    response = sam.post("/consultation/", {**answers, "message": letter * 100_000})

    assert response.status_code == 422
    assert "5000 characters" in error_at(response, "message")
    assert letter * 100_000 in text_of(response)


@pytest.mark.parametrize("phone", ["12", "call me", "123456789012345678901234567890"])
def test_a_number_nobody_can_call_is_questioned(sam, answers, phone):
    assert error_at(sam.post("/consultation/", {**answers, "phone": phone}), "phone")


@pytest.mark.parametrize("phone", ["(415) 555-0134", "415.555.0134", "+81 3-1234-5678"])
def test_numbers_are_taken_the_way_people_write_them(sam, answers, phone):
    assert sam.post("/consultation/", {**answers, "phone": phone}).status_code == 303


def test_asking_for_a_call_needs_a_number(sam, answers):
    response = sam.post("/consultation/", {**answers, "preferred": "phone"})

    assert "number" in error_at(response, "phone")
    assert not error_at(response, "email")


def test_a_choice_that_is_not_offered_is_refused(sam, answers):
    response = sam.post("/consultation/", {**answers, "place": "XX", "who": "nobody"})

    assert error_at(response, "place")
    assert error_at(response, "who")


def test_without_a_token_the_form_comes_back_with_its_text(practice, answers):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/consultation/", {**answers, "name": "Sam of the long evening"})

    assert response.status_code == 403
    assert "Sam of the long evening" in text_of(response)
    assert "press the button once more" in text_of(response)
    assert "csrfmiddlewaretoken" in text_of(response)
    assert not Inquiry.objects.exists()


def test_the_form_that_came_back_can_be_sent(practice, answers):
    strict = Client(enforce_csrf_checks=True)
    page = text_of(strict.post("/consultation/", answers))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    response = strict.post("/consultation/", {**answers, "csrfmiddlewaretoken": token})

    assert response.status_code == 303
    assert Inquiry.objects.count() == 1


def test_required_fields_say_so_to_browsers_and_the_trap_does_not(sam, practice):
    text = text_of(sam.get("/consultation/"))

    for name in ("name", "preferred", "who", "place", "modality", "consent"):
        tag = re.search(rf'<(?:input|select)[^>]*name="{name}"[^>]*>', text)[0]
        assert " required" in tag, name
    for name in ("pronouns", "email", "phone", "voicemail", "times", "heard", "website"):
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)[0]
        assert " required" not in tag, name


def test_the_form_never_asks_for_birth_insurance_or_files(sam, practice):
    text = text_of(sam.get("/consultation/")).lower()

    for word in ("birth", "insurance", 'type="file"', 'type="date"'):
        assert word not in text


def test_a_way_of_meeting_that_is_not_offered_is_not_asked_about(sam, practice, answers):
    practice.in_person = False
    practice.save()

    text = text_of(sam.get("/consultation/"))

    assert 'value="telehealth"' in text
    assert 'value="in_person"' not in text
    assert error_at(sam.post("/consultation/", answers), "modality")
