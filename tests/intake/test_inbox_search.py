"""Dana finds an inquiry by what she remembers of it, and nothing of what she typed stays anywhere."""

import logging

import pytest
from django.contrib.sessions.models import Session

from intake.inbox import search
from practice.audit.models import Event
from tests.intake.inquiries import INBOX, names_in, received, words

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]

SEARCH = f"{INBOX}search/"


@pytest.fixture
def three(practice):
    return [
        received(name="José Quill", email="jq@mail.example", message="The house creaks at night."),
        received(name="Ria", phone="+1 (415) 555-0147", message="Evenings are hard."),
        received(name="مريم", email="m@mail.example", phone="628 555 0101", message="Die Straße."),
    ]


def found(dana, looked_for):
    return names_in(dana.post(SEARCH, {"words": looked_for}))


@pytest.mark.parametrize(
    ("looked_for", "names"),
    [
        ("jose", ["José Quill"]),
        ("QUILL josé", ["José Quill"]),
        ("jq@mail.example", ["José Quill"]),
        ("creaks", ["José Quill"]),
        ("house evenings", []),
        ("مريم", ["مريم"]),
        ("strasse", ["مريم"]),
        ("4155550147", ["Ria"]),
        ("(415) 555-0147", ["Ria"]),
        ("0147", ["Ria"]),
        ("+1 628 555-0101", ["مريم"]),
        ("555", ["مريم", "Ria"]),
        ("14", []),
        ("nobody", []),
        ("   ", []),
        ("%", []),
    ],
)
@pytest.mark.on_both
def test_what_is_looked_for_is_found_and_nothing_else(dana, three, looked_for, names):
    assert found(dana, looked_for) == names


def test_a_reference_is_found_however_it_is_written(dana, three):
    reference = three[1].reference

    for written in (reference, reference.lower(), reference.replace("-", ""), f" {reference[:6]} "):
        assert found(dana, written) == ["Ria"], written


def test_a_note_of_danas_is_found_as_well(dana, three):
    dana.post(f"{INBOX}{three[0].pk}/change/", {"notes": "Called on Tuesday."})

    assert found(dana, "tuesday") == ["José Quill"]


def test_the_result_says_how_many_and_leads_back(dana, three):
    page = dana.post(SEARCH, {"words": "creaks"})

    assert "1 found." in words(page)
    assert 'value="creaks"' in page.content.decode()
    assert f'href="{INBOX}">Back to the inbox' in page.content.decode()
    assert "Nothing found." in words(dana.post(SEARCH, {"words": "nobody"}))


def test_more_than_a_page_of_them_says_so(dana, three, monkeypatch):
    monkeypatch.setattr(search, "MOST", 2)

    page = dana.post(SEARCH, {"words": "555 mail"})  # neither a number nor a reference
    assert names_in(page) == []
    page = dana.post(SEARCH, {"words": "example"})
    assert names_in(page) == ["مريم", "Ria"]
    assert "3 found. These are the first 2" in words(page)


def test_a_search_is_one_event_and_its_words_are_kept_nowhere(dana, three, caplog):
    with caplog.at_level(logging.DEBUG):
        response = dana.post(SEARCH, {"words": "creaks"})

    event = Event.objects.first()
    assert (event.action, event.references) == ("inbox listed", [three[0].reference])
    kept = caplog.text + str(list(Event.objects.values()))
    kept += str([session.get_decoded() for session in Session.objects.all()])
    assert "creaks" not in kept
    assert response["Cache-Control"] == "no-store"


def test_a_search_in_an_address_is_none(dana, three):
    response = dana.get(SEARCH, {"words": "creaks"})

    assert response.status_code == 302
    assert response["Location"] == INBOX
    assert len(names_in(dana.get(INBOX, {"words": "creaks", "q": "creaks"}))) == 3
