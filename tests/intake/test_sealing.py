"""What visitors wrote cannot be read, moved or changed without the keys."""

import base64

import pytest
from django.core import serializers
from django.db import connection, transaction

from intake.models import Inquiry
from intake.sealing import KeyRing, Sealed, SealingError, opened_or_reason

KEY_1 = "k1:" + base64.urlsafe_b64encode(b"1" * 32).decode()
KEY_2 = "k2:" + base64.urlsafe_b64encode(b"2" * 32).decode()


@pytest.fixture
def inquiry(sam, answers):
    answers |= {"heard": "from a friend", "times": "Tuesdays", "pronouns": "they"}
    sam.post("/consultation/", answers)
    return Inquiry.objects.get()


def raw(inquiry):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_inquiry")
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def test_nothing_sam_wrote_lies_in_the_row(inquiry, answers):
    row = " ".join(str(value) for value in raw(inquiry).values())

    for word in ("Sam", "sam@mail.example", "Evenings", "friend", "Tuesdays", "they"):
        assert word not in row
    assert inquiry.heard == "from a friend"


def test_a_value_moved_to_another_field_does_not_open(inquiry):
    row = raw(inquiry)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_inquiry SET name = %s", [row["message"]])

    moved = Inquiry.objects.get()

    with pytest.raises(SealingError):
        _ = moved.name
    assert moved.email == "sam@mail.example"


def test_a_value_moved_to_another_row_does_not_open(inquiry, sam, answers):
    sam.post("/consultation/", {**answers, "name": "Alex", "opened": ""})
    other = Inquiry.objects.exclude(pk=inquiry.pk).get()
    token = Inquiry.objects.get(pk=inquiry.pk).__dict__["name"]
    other.__dict__["name"] = token

    with pytest.raises(SealingError):
        _ = other.name


@pytest.mark.engine_free
def test_every_changed_byte_is_noticed():
    ring = KeyRing.parse(KEY_1)
    # One, two and no filling characters at the end, whose spare bits a lenient reader passes over.
    for text in ("words", "words.", "words.."):
        token = ring.seal(text, "here")
        assert ring.open(token, "here") == text
        for at, was in enumerate(token):
            for now in {"A", "B", ".", "=", "!"} - {was}:
                with pytest.raises(SealingError):
                    ring.open(token[:at] + now + token[at + 1 :], "here")
        for longer in (f"{token}=", f"{token}\n", f" {token}", f"{token}!", f"{token}."):
            with pytest.raises(SealingError):
                ring.open(longer, "here")


@pytest.mark.engine_free
def test_a_token_that_was_cut_off_anywhere_does_not_open():
    ring = KeyRing.parse(KEY_1)
    token = ring.seal("words", "here")

    for length in range(len(token)):
        with pytest.raises(SealingError):
            ring.open(token[:length], "here")


def test_a_value_moved_to_another_table_does_not_open():
    ring = KeyRing.parse(KEY_1)
    pk = "00000000-0000-0000-0000-000000000001"
    token = ring.seal("words", f"intake.inquiry:{pk}:name")

    with pytest.raises(SealingError):
        ring.open(token, f"intake.other:{pk}:name")


@pytest.mark.parametrize("clear", ["", "Sam", "1.k1", "Dr. Sam. K", "1.k1.Sam", "1..", "2.k1.AAAA"])
def test_text_that_somebody_wrote_into_the_column_is_not_shown(inquiry, clear):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_inquiry SET name = %s", [clear])
    row = Inquiry.objects.get()

    with pytest.raises(SealingError) as problem:
        _ = row.name

    assert "Sam" not in str(problem.value) + problem.value.reason
    text, reason = opened_or_reason(row, "name")
    assert text == ""
    assert reason.startswith("This cannot be opened: ")
    assert "Sam" not in reason
    assert opened_or_reason(row, "email") == ("sam@mail.example", "")


def test_a_value_sealed_with_a_key_that_is_not_at_hand_names_the_key(inquiry):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_inquiry SET name = %s", ["1.k7.AAAA"])

    assert opened_or_reason(Inquiry.objects.get(), "name") == (
        "",
        "This cannot be opened: the key k7 it was sealed with is not at hand.",
    )


def test_the_newest_key_seals_and_older_ones_still_open():
    old = KeyRing.parse(KEY_1).seal("words", "here")
    ring = KeyRing.parse(f"{KEY_2},{KEY_1}")

    assert ring.open(old, "here") == "words"
    assert ring.seal("words", "here").startswith("1.k2.")
    with pytest.raises(SealingError):
        KeyRing.parse(KEY_2).open(old, "here")


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "keys", ["", "k1", "k1:short", f"{KEY_1},{KEY_1}", "k-1:" + KEY_1[3:], "k1:ééé"]
)
def test_a_key_ring_that_cannot_be_read_is_refused_without_quoting_it(keys):
    with pytest.raises(SealingError) as problem:
        KeyRing.parse(keys)

    assert KEY_1[3:] not in str(problem.value)


def test_a_saved_row_keeps_what_it_sealed(inquiry):
    before = raw(inquiry)["name"]
    inquiry = Inquiry.objects.get()
    inquiry.notes = "called back"
    inquiry.save()

    again = Inquiry.objects.get()
    assert raw(inquiry)["name"] == before
    assert (again.name, again.notes) == ("Sam", "called back")


def test_bulk_writing_cannot_put_words_in_clear(inquiry):
    with pytest.raises(TypeError), transaction.atomic():
        Inquiry.objects.update(notes="called back")

    assert Inquiry.objects.get().notes == ""


def test_a_dump_stays_sealed(inquiry):
    dump = serializers.serialize("json", Inquiry.objects.all())

    assert "Evenings" not in dump
    assert isinstance(inquiry.__dict__["message"], Sealed)


def test_a_field_that_is_younger_than_the_request_was_left_empty(inquiry):
    older = Inquiry.from_db("default", ["id", "heard"], [inquiry.pk, None])

    assert older.heard == ""
    assert (
        Inquiry._meta.get_field("heard").pre_save(older, add=False) is None
    )  # not sealed by the way
