"""The longest titles and names in any script appear as they were written."""

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauuntr"
TITLE = ("The long way home, told slowly; " * 7)[:199] + "!"
TITLES = {
    "200 characters": TITLE,
    "a word of 60": WORD,
    "Arabic": "ليلى الفاسي والبحر",
    "Japanese": "山田花子の手紙",
    "emoji": "👩‍👩‍👧 and 🏳️‍🌈",
    "signs of HTML": "<b>Salt</b> & “pepper” ‘thyme’ {{ sage }} {% now %}",
    "right-to-left mark": "Rain \u200f(שלום)\u200f",
}


def test_examples_are_as_long_as_they_say():
    assert (len(TITLE), len(WORD)) == (200, 60)


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_title_appears_unharmed_wherever_it_stands(sam, write, title):
    write(title, slug="it", tags=["rest"], emotions=["calm"], days_ago=3)
    write("Later", tags=["rest"], emotions=["calm"], days_ago=2)
    write(title, kind="guide", slug="it", emotions=["calm"])
    shown = " ".join(title.split())

    places = [
        *("/", "/journal/tags/rest/", "/emotions/calm/"),
        *("/journal/it/", "/journal/later/", "/guides/it/"),
    ]

    assert [place for place in places if shown not in look(sam, place).words] == []
    assert look(sam, "/journal/it/").title.startswith(shown)


@pytest.mark.parametrize("name", ["ليلى الفاسي", "山田 花子", "Ng", "Ó", WORD, "D’Arcy <Jr.> & Co"])
def test_name_of_the_practitioner_appears_unharmed(sam, practice, name):
    practice.practitioner = practice.name = name
    practice.save()

    page = look(sam, "/")

    assert name in page.part(".//footer").words
    assert name in page.part(".//body/header").words
    assert page.title.startswith(name)


def test_tag_and_emotion_as_long_as_allowed_appear_whole(sam, write):
    write("Rain", tags=[WORD], emotions=[WORD])

    words = look(sam, "/journal/rain/").words

    assert words.count(WORD) == 2
    assert WORD in look(sam, "/emotions/").words


def test_text_of_many_pages_is_shown_to_its_last_word(sam, write):
    write("Rain", body="\n\n".join(f"Paragraph {number}." for number in range(2000)))

    page = look(sam, "/journal/rain/")

    assert "Paragraph 1999." in page.part(".//article").words
    assert "18 minutes to read" in page.words


@pytest.mark.parametrize(("words", "said"), [(3, "1 minute"), (2200, "10 minutes")])
def test_reading_time_is_told_as_a_calm_reader_needs(sam, write, words, said):
    write("Rain", body="word " * words)

    assert f"{said} to read" in look(sam, "/journal/rain/").words


def test_post_with_nothing_but_a_title_is_a_page(sam, write):
    write("Rain", body="")

    page = look(sam, "/journal/rain/")

    assert page.headings[0] == ("h1", "Rain")
    assert "None" not in page.words
    assert not page.has(".//main//*[@aria-label='Feelings in this piece']")
