"""Nothing that a visitor is asked gets lost on its way: each test finds one step of docs/howto.md left out.

About a second.
"""

import csv
import io

import pytest
from django.db import models

from intake import next_steps
from intake.forms import ConsultationRequestForm, WrittenField
from intake.models import Inquiry
from intake.sealing import SealedTextField
from intake.suspicion import suspicions
from tests.intake.inquiries import INBOX, page_of, received, words
from tests.test_repository import read

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]

# What the form holds for itself, and no inquiry does.
OF_THE_FORM = {"consent", "website", "opened", "asked_about"}
# What the site or the practitioner writes, and no visitor is asked.
NOT_ASKED = set(
    "id reference token received_at changed_at read_at answered_at erasure_asked_at bounced_at reply_by "
    "state suspicions consent_version digest form_digest notes".split()
)
# How the privacy notice names what is asked.
IN_THE_NOTICE = {
    "name": "the name you go by",
    "pronouns": "your pronouns",
    "email": "your e-mail",
    "phone": "your telephone number",
    "preferred": "which of them you prefer",
    "voicemail": "whether a voicemail is fine",
    "who": "who it is for",
    "place": "the state you will be in",
    "modality": "in person or by video",
    "times": "good times to talk",
    "heard": "how you heard of me",
    "message": "a short message",
    "acknowledge": "a short mail that it arrived",
}
# Where nobody looks for words of crisis, because an answer is a word or two.
NO_CRISIS = {"name", "pronouns", "phone", "times"}
# Where a person may well put a link.
LINK_IS_FINE = {"message", "heard"}

ASKED = set(ConsultationRequestForm.base_fields) - OF_THE_FORM
WRITTEN = {n for n, f in ConsultationRequestForm.base_fields.items() if isinstance(f, WrittenField)}
SEALED = [field for field in Inquiry._meta.fields if isinstance(field, SealedTextField)]
CRISIS = "Some days I want to die."


def answer_to(field):
    """Something that could be written there and stands nowhere else, and how it is shown."""
    if field.choices:
        return field.choices[-1]
    sample = {"email": "e-mail.answer@mail.example", "phone": "(415) 555-0147"}
    text = sample.get(field.name, f"answer-to-{field.name}")
    return text, text


@pytest.fixture
def answered(practice):
    """An inquiry with an answer in every sealed field, and how each answer is shown."""
    given = {field.name: answer_to(field) for field in SEALED}
    inquiry = received(**{name: stored for name, (stored, _) in given.items()})
    return inquiry, {name: shown for name, (_, shown) in given.items()}


def test_what_is_asked_is_stored():
    columns = {field.name for field in Inquiry._meta.concrete_fields}

    assert columns >= ASKED, (
        f"The form asks {ASKED - columns}, and no inquiry keeps it: "
        "add the field to Inquiry in intake/models.py."
    )


def test_what_is_stored_of_a_visitor_is_asked():
    columns = {field.name for field in Inquiry._meta.concrete_fields}
    never_asked = columns - ASKED - NOT_ASKED

    assert not never_asked, (
        f"Inquiry keeps {never_asked}, and nobody is asked: add it to ConsultationRequestForm in "
        "intake/forms.py, or, when no visitor fills it in, to NOT_ASKED here."
    )
    assert not NOT_ASKED & ASKED


def test_every_question_stands_on_the_page_once(sam):
    page = sam.get("/consultation/").content.decode()

    for name in ConsultationRequestForm.base_fields:
        assert f'name="{name}"' in page, (
            f"“{name}” is in the form and not on its page: give it a place in _helper() in intake/forms.py."
        )
        # Radios come several of a name; each has its own id.
        assert page.count(f'id="id_{name}"') <= 1
    assert 'name="notes"' not in page


def test_the_privacy_notice_names_what_is_asked():
    notice = read("practice/demo/notices/privacy.md")
    asked = notice.split("## What the form asks")[1].split("##")[0]

    for name in sorted(ASKED):
        assert name in IN_THE_NOTICE, (
            f"The form asks “{name}”: say so in practice/demo/notices/privacy.md, and here in which words."
        )
        assert IN_THE_NOTICE[name] in asked, f"practice/demo/notices/privacy.md forgot “{name}”."
    assert set(IN_THE_NOTICE) == ASKED
    assert "your notes" not in asked


def test_dana_reads_every_answer_on_the_page_of_the_request(answered, dana):
    inquiry, shown = answered
    inquiry_of_another = received(key="another")

    page = words(dana.get(page_of(inquiry)))

    for name, text in shown.items():
        assert text in page, (
            f"Dana cannot read “{name}”: add it to _facts() in intake/inbox/detail.py."
        )
    assert "answer-to-" not in words(dana.get(page_of(inquiry_of_another)))


def test_every_answer_is_in_the_file_dana_takes_away(answered, dana):
    inquiry, shown = answered

    file = dana.post(f"{INBOX}export/", {"ids": [str(inquiry.pk)], "confirmed": "yes"})

    (row,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    for name, text in shown.items():
        assert any(text in cell for cell in row.values()), (
            f"The export leaves out “{name}”: add it to _SEALED in intake/inbox/export.py."
        )
    assert None not in row  # as many heads as cells


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_words_of_crisis_are_seen_wherever_there_is_room_for_them(name):
    said = next_steps.sounds_like_crisis(Inquiry(**{name: CRISIS}))

    assert said is (name not in NO_CRISIS), (
        f"Somebody may write of dying into “{name}”: add it to sounds_like_crisis() in "
        "intake/next_steps.py, or, when an answer is a word or two, to NO_CRISIS here."
    )
    assert not next_steps.sounds_like_crisis(Inquiry(**{name: "I can’t sleep."}))


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_a_link_where_none_is_asked_for_is_suspicious(name, answers):
    linked = suspicions({**answers, name: "https://pills.example/buy"})

    assert bool(linked) is (name not in LINK_IS_FINE), (
        f"Machines write links into “{name}”: add it to _SHORT_ANSWERS in intake/suspicion.py, or, "
        "when a person may put one there, to LINK_IS_FINE here."
    )
    assert suspicions(answers) == []


def test_nothing_about_an_inquiry_stays_when_it_is_erased():
    for relation in Inquiry._meta.related_objects:
        assert not relation.many_to_many
        assert relation.on_delete is models.CASCADE, (
            f"{relation.related_model.__name__} would keep words of an erased request, or forbid erasing it: "
            "on_delete=models.CASCADE."
        )
