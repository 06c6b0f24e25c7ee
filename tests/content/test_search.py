"""Sam looks for words."""

import pytest

from tests.content.seen import look, seen

pytestmark = pytest.mark.usefixtures("practice")


def found(sam, words):
    response = sam.get("/search/", {"q": words})
    assert response.status_code == 200
    return seen(response).entries


@pytest.mark.parametrize("word", ["Lighthouse", "harbourmaster", "keeper", "nightfall", "longing"])
def test_text_is_found_by_title_description_body_tag_or_emotion(sam, write, word):
    write(
        "The lighthouse",
        description="About a harbourmaster.",
        body="Once a keeper.",
        tags=["nightfall"],
        emotions=["longing"],
    )
    write("Something else")

    assert found(sam, word) == ["The lighthouse"]


@pytest.mark.parametrize("kind", ["post", "guide", "service", "page"])
def test_every_kind_of_text_is_found(sam, write, kind):
    write("The lighthouse", kind=kind)

    assert found(sam, "lighthouse") == ["The lighthouse"]


def test_texts_with_every_word_wherever_it_stands_come_first(sam, write):
    write("Grey rain", tags=["evening"], body="On the roof.")
    write("Grey stone", body="In the garden.")

    page = look(sam, "/search/?q=evening+grey")

    assert page.entries == ["Grey rain", "Grey stone"]
    assert "1 with all of these words, then those with some" in page.words
    assert "with some" not in look(sam, "/search/?q=grey").part(".//main").words


def test_when_no_text_has_all_words_those_with_some_are_shown_and_it_is_said(sam, write):
    write("Grey rain", body="On the roof.")
    write("Grey stone", body="In the garden.")
    write("Kites")

    assert set(found(sam, "roof garden")) == {"Grey rain", "Grey stone"}
    assert "these have some" in look(sam, "/search/?q=roof+garden").words


def test_text_that_matches_in_several_ways_is_shown_once(sam, write):
    write("Rain", body="Rain and rain.", tags=["rain", "rain at night"], emotions=["rainy"])

    assert found(sam, "rain") == ["Rain"]
    assert "1 found" in look(sam, "/search/?q=rain").words


def test_capitals_do_not_matter(sam, write):
    write("The Lighthouse")

    assert found(sam, "lIGHTHOUSE") == ["The Lighthouse"]


def test_capitals_do_not_matter_beyond_english(sam, write):
    write("Élan", body="Über alles Ängste.")

    assert found(sam, "élan über") == ["Élan"]


@pytest.mark.parametrize("word", ["大丈夫", "مرحبا", "ёжик", "🙂"])
def test_words_of_any_script_are_found(sam, write, word):
    write("Elsewhere")
    write("Here", body=f"One {word} two.")

    assert found(sam, word) == ["Here"]


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', "--", "<b>", "&amp;", "*"])
def test_signs_are_only_signs(sam, write, sign):
    write("Plain", body="A 2 and a c.")
    write("Signs", body=f"Here it is: `1{sign}`.")

    assert found(sam, f"1{sign}") == ["Signs"]


@pytest.mark.parametrize(
    "typed",
    [
        "shouldn't",
        "SHOULDN'T",
        "shouldn’t",
        "shouldnt",
    ],
)
def test_apostrophe_is_found_however_the_keyboard_writes_it(sam, write, typed):
    write("Rain", body="I shouldn't say it.")
    write("Storm", body="I should.")

    assert found(sam, typed) == ["Rain"]


@pytest.mark.parametrize(
    "typed",
    [
        "well-known",
        "“home”",
        '"home"',
    ],
)
def test_quotes_and_hyphens_are_found_as_typed(sam, write, typed):
    write("Well", body='A well-known "home".')
    write("Else")

    assert found(sam, typed) == ["Well"]


def test_what_no_reader_sees_finds_nothing(sam, write):
    write("Rain", body="Words.\n\n<!-- about zeppelins -->\n\n[here](/kites/)")

    assert found(sam, "zeppelins") == []
    assert found(sam, "kites") == []


def test_word_set_partly_in_italics_is_one_word(sam, write):
    write("Rain", body="*Un*believable.")

    assert found(sam, "unbelievable") == ["Rain"]


def test_what_was_typed_stays_in_the_field_and_acts_nowhere(sam):
    typed = '"><script>alert(1)</script>'

    page = look(sam, "/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")

    assert page.part(".//input").root.get("value") == typed
    assert [each.root.get("src") for each in page.all(".//script")] == ["/static/js/site.js"]


def test_nothing_found_offers_other_ways(sam, write):
    write("Rain")

    page = look(sam, "/search/?q=zeppelin").part(".//main")

    assert "0 found" in page.words
    assert page.entries == []
    assert {"/emotions/", "/guides/", "/consultation/"} <= set(page.addresses)


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20"])
def test_empty_search_is_only_a_field(sam, write, query):
    write("Rain")

    page = look(sam, f"/search/{query}")

    assert page.has(".//main//input[@type='search']")
    assert "found" not in page.words
    assert "Rain" not in page.words


def test_search_results_are_kept_out_of_search_engines(sam):
    assert look(sam, "/search/?q=rain").robots == "noindex"
    assert look(sam, "/search/").robots == "noindex"


def test_results_beyond_one_page_keep_the_words(sam, write):
    for number in range(13):
        write(f"Rain {number:02}", days_ago=number + 1)

    first = look(sam, "/search/?q=some+rain")
    older = dict(first.links)["More"]
    second = look(sam, f"/search/{older}")

    assert len(first.entries) == 12
    assert second.entries == ["Rain 12"]
    assert second.part(".//input").root.get("value") == "some rain"


def test_word_no_longer_in_a_text_no_longer_finds_it(sam, write):
    post = write("Rain", body="About zeppelins.")
    post.body = "About kites."
    post.save()

    assert found(sam, "zeppelins") == []
    assert found(sam, "kites") == ["Rain"]


@pytest.mark.parametrize("query", ["\0", "a\0b", "\ud83d".encode("utf-8", "replace").decode()])
def test_odd_characters_only_find_nothing(sam, write, query):
    write("Rain", body="Water.")

    assert found(sam, query) == []


def test_whole_sentence_can_be_searched_for(sam, write):
    sentence = "I lie awake and count what I did not say to you all day and all the night before it"
    write("Rain", body=f"{sentence}.")

    assert found(sam, sentence) == ["Rain"]


@pytest.mark.parametrize("query", ["a " * 100, "word " * 200, "x" * 5000, "é" * 5000])
def test_very_long_search_is_answered(sam, write, query):
    write("Rain")

    assert sam.get("/search/", {"q": query}).status_code == 200
