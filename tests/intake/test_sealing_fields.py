"""No column of the intake holds a visitor's words in clear: each is declared, and the bytes are looked at."""

import base64

import pytest
from django.apps import apps
from django.db import connection, models

from intake import actions
from intake.models import Inquiry
from intake.sealing import SealedTextField

# What may lie in clear beside `Inquiry.PLAIN_FIELDS`, and why it says nothing about a visitor.
PLAIN = {
    "Notification": {
        "id": "a number",
        "inquiry": "points to the row, whose words are sealed",
        "kind": "one of our words",
        "state": "one of our words",
        "created_at": "a time",
        "due_at": "a time",
        "tried_at": "a time",
        "sent_at": "a time",
        "attempts": "a count",
        "refused": "yes or no",
        "last_error": "step and code, never the server's words (PROMISES P1)",
        "message_id": "random",
        "lease": "random",
        "leased_until": "a time",
    },
    "MailServer": {
        "id": "a number",
        "failing_since": "a time",
        "next_probe_at": "a time",
        "last_error": "step and code, never the server's words (PROMISES P1)",
    },
    "RateRow": {
        "id": "a number",
        "kind": "one of our words",
        "place": "a keyed hash, gone after a day",
        "at": "a time",
    },
    "Chore": {
        "name": "one of our words",
        "last_at": "a time",
        "problem": "one of our sentences, about the site",
    },
    "SealingKey": {"key_id": "the name of a key", "proof": "our own known text, sealed"},
    "ReplyTemplate": {
        "id": "a number",
        "name": "written for everyone, before anyone writes",
        "subject": "written for everyone, before anyone writes",
        "body": "written for everyone, before anyone writes",
        "state": "one of our words",
        "order": "a number",
    },
}

# Long enough that chance does not write them.
WORDS = {
    "name": "Quillfeather",
    "pronouns": "zewordhir",
    "email": "quill.pigeon@mailword.example",
    "phone": "(415) 555-0147",
    "times": "Thursdayishly",
    "heard": "Ottolinebakery",
    "message": "Februraryhouse\nwhisperquarrel",
}
NOTES = "Callbackledger"
MARKERS = (
    *("Quillfeather", "zewordhir", "quill.pigeon", "mailword", "555-0147", "Thursdayishly"),
    *("Ottolinebakery", "Februraryhouse", "whisperquarrel", "Callbackledger"),
)


@pytest.mark.parametrize(
    "model", [*apps.get_app_config("intake").get_models()], ids=lambda m: m.__name__
)
def test_every_column_is_sealed_or_declared_plain(model):
    columns = {field.name for field in model._meta.get_fields() if field.concrete}
    sealed = {f.name for f in model._meta.concrete_fields if isinstance(f, SealedTextField)}
    declared = model.PLAIN_FIELDS if model is Inquiry else set(PLAIN.get(model.__name__, {}))

    assert columns - sealed == declared, (
        f"{model.__name__}: {(columns - sealed) ^ declared} lies in clear and is not declared, or the "
        "other way round. What a visitor types is a SealedTextField; what says nothing about them stands in "
        "Inquiry.PLAIN_FIELDS, or in PLAIN here with its reason."
    )


def test_what_is_plain_in_an_inquiry_is_chosen_by_us_and_never_typed():
    for name in Inquiry.PLAIN_FIELDS:
        field = Inquiry._meta.get_field(name)

        assert not isinstance(field, models.TextField | models.EmailField | models.URLField), name
        made_by_us = name in {"reference", "token", "digest", "form_digest"}
        if isinstance(field, models.CharField) and not made_by_us:
            assert field.choices, name


def disguises(word):
    """The word as it is, and as base64 and hex would hold it, wherever in a text it begins."""
    data = word.encode()
    yield word
    yield data.hex()
    for before in range(3):
        # Only the characters that do not depend on the neighbours.
        coded = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        yield coded[(0, 2, 3)[before] : -1]


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        for row in cursor.fetchall():
            for value in row:
                yield (
                    value.tobytes().decode("latin-1")
                    if isinstance(value, memoryview)
                    else str(value)
                )


def found_in(texts):
    texts = [text.lower() for text in texts]
    return {
        word
        for word in MARKERS
        for disguise in disguises(word)
        if any(disguise.lower() in text for text in texts)
    }


def test_words_typed_into_every_field_lie_in_no_column_of_any_table(
    sam, answers, django_user_model
):
    sam.post("/consultation/", {**answers, **WORDS, "acknowledge": "on"})
    inquiry = Inquiry.objects.get()
    actions.update(inquiry=inquiry, by="dana", notes=NOTES, state="contacted")
    typed = {f.name for f in Inquiry._meta.fields if isinstance(f, SealedTextField)}
    elsewhere = {"notes", "who", "place", "modality"}
    assert typed == {*WORDS} | elsewhere, (
        f"{typed ^ ({*WORDS} | elsewhere)}: seal it (SealedTextField), and put words for it into WORDS and "
        "MARKERS, which no table may hold."
    )

    tables = connection.introspection.table_names()
    texts = [text for table in tables for text in rows_of(table)]

    unmarked = [name for name, text in WORDS.items() if not found_in([text])]
    assert not unmarked, f"MARKERS looks for nothing of {unmarked}."
    assert {"intake_inquiry", "intake_notification", "audit_event", "django_session"} <= set(tables)
    assert inquiry.reference in texts
    assert found_in(texts) == set()
    again = Inquiry.objects.get()
    assert {name: getattr(again, name) for name in WORDS} == WORDS
    assert again.notes == NOTES


def test_the_search_for_words_finds_them_in_every_disguise():
    for word in MARKERS:
        hidden = f"12 {word} 34".encode()

        assert found_in([hidden.decode().upper()]) == {word}
        assert found_in([hidden.hex()]) == {word}
        for before in range(3):
            assert found_in([base64.b64encode(b"-" * before + hidden).decode()]) == {word}
            assert found_in([base64.urlsafe_b64encode(b"-" * before + hidden).decode()]) == {word}
    assert found_in(["a row with nothing of Sam"]) == set()
