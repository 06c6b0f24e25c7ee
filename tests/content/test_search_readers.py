"""Sam looks for a text as people do: by half a word, a feeling, a slip of the finger."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice.content.models import Emotion
from practice.content.search.mending import slips
from tests.content.seen import look, seen
from tests.content.test_search import found

pytestmark = pytest.mark.usefixtures("practice")


def answer(sam, words):
    response = sam.get("/search/", {"q": words})
    assert response.status_code == 200
    return seen(response)


def marked(page):
    return {each.words for each in page.part(".//main").all(".//mark")}


def offered(page):
    """What "Did you mean …?" offers, and where its link leads."""
    lines = [each for each in page.all(".//main//p") if each.words.startswith("Did you mean")]
    return lines[0].links if lines else []


@pytest.mark.parametrize(
    "typed", ["lightho", "lighthouses", "LIGHT", "keep", "keepers", "nightf", "zoe"]
)
def test_half_a_word_and_other_forms_of_it_are_found(sam, write, typed):
    write("The lighthouse", description="For Zoë.", body="Once a keeper kept.", tags=["nightfall"])
    write("Something else")

    assert found(sam, typed) == ["The lighthouse"]


@pytest.mark.parametrize("typed", ["élan", "elan", "ELAN", "Élan"])
def test_accents_do_not_matter(sam, write, typed):
    write("With élan")
    write("Elsewhere")

    page = answer(sam, typed)

    assert page.entries == ["With élan"]
    assert marked(page) == {"élan"}


def test_a_word_that_is_one_comes_before_words_it_only_begins(sam, write):
    write("Light at table")
    write("Lighthouses", days_ago=0)

    assert found(sam, "light") == ["Light at table", "Lighthouses"]


def test_title_comes_before_tag_tag_before_text_however_often_it_stands_there(sam, write):
    write("Elsewhere", body="Tea, tea and tea again: tea.")
    write("Tagged", tags=["tea"], days_ago=20)
    write("A cup of tea and a long title about much else besides", days_ago=300)

    titles = [title.split()[0] for title in found(sam, "tea")]

    assert titles == ["A", "Tagged", "Elsewhere"]


@pytest.mark.parametrize(
    ("typed", "emotion"),
    [
        *(("sad", "sadness"), ("lonely", "loneliness"), ("lonel", "loneliness")),
        *(("I feel so lonely", "loneliness"), ("anxious", "worry"), ("anxi", "worry")),
        *(("can't sleep", "worry"), ("cannot sleep", "tiredness"), ("burned out", "tiredness")),
        *(("jealous", "anger"), ("guilt", "shame"), ("my mother died", "grief")),
    ],
)
def test_a_feeling_in_anybody_s_words_finds_what_is_filed_under_it(sam, write, typed, emotion):
    write("Four o’clock", body="The room.", emotions=[emotion])
    write("Other", body="The garden.", emotions=["joy"])

    page = answer(sam, typed)

    assert page.entries == ["Four o’clock"]
    assert (emotion, f"/emotions/{emotion}/") in page.part(".//main").links


def test_an_emotion_with_a_name_of_its_own_counts_as_the_one_it_is_painted_like(sam, write):
    write("Rain", body="The room.", emotions=["the blue hour"])
    emotion = Emotion.objects.get()
    before = found(sam, "melancholy")
    emotion.colour = "sadness"
    emotion.save()

    assert (before, found(sam, "melancholy")) == ([], ["Rain"])


@pytest.mark.parametrize("typed", ["car", "made", "hats", "jobs", "felt"])
def test_a_word_that_only_looks_like_a_feeling_is_none(sam, write, typed):
    write("Rain", body="The room.", emotions=["longing", "anger", "tenderness", "joy"])

    assert found(sam, typed) == []


def test_an_emotion_nobody_chose_a_colour_for_is_not_calm(sam, write):
    write("Rain", body="The room.", emotions=["spite"])

    assert found(sam, "serene") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lonelyness", "loneliness"),
        ("anxeity", "anxiety"),
        ("harbuor", "harbour"),
        ("frist", "first"),
        ("firstborns", "first"),
    ],
)
def test_a_slip_is_mended_by_a_link(sam, write, typed, meant):
    write("Harbour first", body="The room.", emotions=["loneliness", "worry"])

    page = answer(sam, typed)

    assert page.entries == []
    assert offered(page) == [(meant, f"/search/?q={meant}")]
    assert look(sam, offered(page)[0][1]).entries == ["Harbour first"]


def test_only_the_word_with_the_slip_is_mended(sam, write):
    write("Rain on the harbour")

    assert offered(answer(sam, "rain harbuor")) == [("rain harbour", "/search/?q=rain%20harbour")]


@pytest.mark.parametrize("state", [{"status": "draft"}, {"days_ago": -1}])
def test_no_word_of_a_hidden_text_is_offered(sam, write, state):
    write("Zeppelins", **state)

    page = answer(sam, "zepelins")

    assert offered(page) == []
    assert "zeppelins" not in page.words.lower()


@pytest.mark.parametrize("typed", ["harbour", "xqzzy", "tea", "harb"])
def test_nothing_is_offered_for_what_is_found_or_like_no_word(sam, write, typed):
    write("Harbour")

    assert offered(answer(sam, typed)) == []


def test_what_was_found_is_marked_where_it_stands(sam, write):
    write(
        "Rain", body=f"{'Before it. ' * 60} Then he was <i>walking</i> & I walked. {'After. ' * 60}"
    )

    page = answer(sam, "walk")

    assert marked(page) == {"walking", "walked"}
    assert "Then he was walking & I walked" in page.words
    assert page.words.count("Before it.") < 12


def test_marks_stand_in_title_and_description_and_nowhere_without_a_hit(sam, write):
    write("Tea for two", description="A cup of “tea” & time", body="Nothing.")

    page = answer(sam, "tea")

    assert [each.words for each in page.all(".//main//mark")] == ["Tea", "tea"]
    assert marked(answer(sam, "")) == set()


@pytest.mark.engine_free
def test_markup_in_a_text_stays_words_in_its_excerpt(sam, write):
    write("Rain <b>", description="<script>alert(1)</script> rain", body="`<img src=x>` rain")

    html = sam.get("/search/?q=rain").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>rain</mark>" in html
    assert "<script>alert" not in html


@pytest.mark.engine_free
def test_the_next_page_is_not_told_what_was_looked_for(sam):
    page = look(sam, "/search/?q=divorce")

    assert page.part(".//meta[@name='referrer']").root.get("content") == "no-referrer"
    assert not page.has(".//meta[@name='referrer'][@content='origin']")


@pytest.mark.parametrize(
    "typed",
    [
        *('"', '"a', "a OR b", "NEAR(a b)", "title:x", "a*", "^a", "-a", "a AND", "(", "a:*", "!a"),
        *(
            "a & b",
            "a <-> b",
            "'a'",
            "\\",
            "%",
            "\0",
            "🙂🙂",
            "x" * 10_000,
            "a " * 5000,
            "🙂" * 10_000,
        ),
        *(
            "é" * 10_000,
            "the",
            "the and or",
            "1e5",
            "0x1F",
            "a.b@c.de",
            "http://a.b/c?d=e",
            "felt0",
        ),
    ],
    ids=ascii,
)
def test_any_query_is_answered(sam, write, typed):
    write("Rain")

    assert answer(sam, typed).entries == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_at_all_is_answered(sam, typed):
    assert answer(sam, typed).part(".//input").root.get("name") == "q"


def test_half_a_letter_is_answered(sam):
    assert sam.get("/search/?q=%ed%a0%80%ff").status_code == 200


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("one", "other", "many"),
    [
        *(("rain", "rain", 0), ("rain", "ran", 1), ("rain", "rian", 1), ("rain", "train", 1)),
        *(
            ("anxeity", "anxiety", 1),
            ("rain", "reins", 2),
            ("rain", "sunshine", 3),
            ("ab", "ba", 1),
        ),
    ],
)
def test_slips_are_counted(one, other, many):
    assert slips(one, other, 2) == many
    assert slips(other, one, 2) == many
