"""What a word that is typed may stand for, and what it must not."""

import pytest

from tests.content.test_search_readers import answer, marked, offered

pytestmark = pytest.mark.usefixtures("practice")


@pytest.mark.parametrize(
    ("typed", "other"),
    [("go", "A good goal"), ("per", "One person"), ("fee", "No feeling")],
)
def test_a_short_word_is_only_itself(sam, write, typed, other):
    write("Here", body=f"To {typed} there.")
    write(other, body="Elsewhere.")

    page = answer(sam, typed)

    assert page.entries == ["Here"]
    assert marked(page) == {typed}


def test_a_short_word_that_nobody_used_is_half_of_another(sam, write):
    write("The lighthouse")

    page = answer(sam, "lig")

    assert page.entries == ["The lighthouse"]
    assert marked(page) == {"lighthouse"}


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        *(("my wife won't talk to me", "Therapy for couples"), ("marriage", "Therapy for couples")),
        *(("husbands", "Therapy for couples"), ("zoom", "Therapy by video")),
        *(("insurance", "Fees"), ("prices", "Fees"), ("teenager", "Parents and teens")),
    ],
)
def test_what_readers_call_otherwise_is_found_first_under_the_practice_s_own_word(
    sam, write, typed, title
):
    for each in ("Therapy for couples", "Therapy by video", "Fees", "Parents and teens"):
        write(each, kind="service", body="Come and talk.", days_ago=90)
    write("By train", body="A book.")
    write(
        "The long way home",
        body="My wife talks. A husband, a marriage, insurance, prices, a teenager.",
    )

    page = answer(sam, typed)

    assert page.entries[0] == title
    assert "By train" not in page.entries
    assert marked(page)  # it is seen why


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("conect", "connection"), ("deppres", "depressed"), ("jelosy", "jealousy")),
        *(("husbend", "husband"), ("harbuor", "harbour"), ("boundries", "boundaries")),
    ],
)
def test_half_a_word_with_a_slip_or_two_in_a_feeling_are_mended(sam, write, typed, meant):
    write("Couples", body="Connection, harbour, boundaries.", emotions=["sadness", "anger"])

    assert offered(answer(sam, typed)) == [(meant, f"/search/?q={meant}")]


@pytest.mark.parametrize("typed", ["normal", "beaury", "conekt", "tedious"])
def test_a_word_far_from_all_that_is_here_is_not_taken_for_one(sam, write, typed):
    write("Nora, a medal", body="Her studios, the connection.", emotions=["tiredness"])

    assert offered(answer(sam, typed)) == []
