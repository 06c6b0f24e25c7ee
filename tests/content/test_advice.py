"""What a careful colleague says about a text before it goes out, and what they let pass."""

import pytest

from practice.content.advice import Answer, advise

pytestmark = pytest.mark.engine_free

SITE = {
    "/guides/rest/": Answer.THERE,
    "/guides/draft/": Answer.NOT_YET,
    "/guides/rest/#nights": Answer.NO_PART,
    "image:lamp": Answer.THERE,
}


def said(
    body="Some words.", *, description="A line.", kind="post", licence=True, title="Rest", alts=None
):
    given = advise(
        *(title, description, body, kind),
        licence_shown=licence,
        resolve=lambda asked: {each: SITE.get(each, Answer.GONE) for each in asked},
        alts=alts,
    )
    assert all(each.why.endswith(".") for each in given)
    return [each.text for each in given]


def test_a_good_text_gets_no_advice():
    body = """
A [guide about rest](/guides/rest/), [mail](mailto:a@b.example) and ![A lamp](/media/x.webp).

## Nights

### Sleep

Words, and a way [back up](#nights). `guaranteed` in code is nobody's claim.

    <h1>cure</h1>

## Days

![](image:lamp)
"""
    assert said(body, alts={"lamp": ""}) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("I guarantee it.", "guarantee"),
        ("Results guaranteed.", "guaranteed"),
        ("It cures grief.", "cures"),
        ("Curing worry, for good.", "curing"),
        ("This method is proven to help.", "proven to"),
        ("You will be 100 % well.", "100 %"),
        ("I am 100% sure it helps.", "100%"),
        ("I am the best therapist in town.", "the best therapist"),
        ("It always works.", "always works"),
        ("Not only does it help. It cures.", "cures"),
        ("It not only cures grief.", "cures"),
        ("There is no rush. It cures.", "cures"),
        ("- one\n- a miracle", "miracle"),
        ("# A cure", "cure"),
    ],
)
def test_a_promise_is_asked_about(body, words):
    assert any(f"“{words}”" in each for each in said(body))


@pytest.mark.parametrize(
    "body",
    [
        "There is no cure.",
        "I cannot guarantee that it helps.",
        "I can’t promise a cure.",
        "Therapy does not cure anybody.",
        "Nobody can guarantee that.",
        "A secure room, an accurate clock, a manicure, obscured.",
        "Nobody is the best therapist for everyone.",
        "It is proven by nothing.",
        "The best hour of the day.",
        "I always work on Mondays.",
        "Epicurean, curious, curator, curfew.",
    ],
)
def test_a_word_that_promises_nothing_is_let_pass(body):
    assert said(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "My client said that it helped.",
        "A former client wrote to me: thank you.",
        "One of my clients once told me so.",
        "## What clients say",
        "What people say about me",
        "★★★★★",
        "A five-star practice.",
        "Testimonials",
        "> She changed my life.\n>\n> — Maria, client since 2020",
    ],
)
def test_praise_by_clients_is_asked_about(body):
    assert any("client" in each for each in said(body))


@pytest.mark.parametrize(
    "body",
    [
        "Clients have rights.",
        "I tell my clients what to expect.",
        "I publish no testimonials.",
        "> The clock struck ten.\n>\n> — Emily Dickinson",
        "What people say on a rainy day.",
    ],
)
def test_clients_may_be_spoken_of(body):
    assert said(body) == []


def test_the_same_promise_is_said_once_and_shows_where():
    given = advise(
        *(
            "Rest",
            "A line.",
            "Long before this there were words. I guarantee it. I guarantee it.",
            "post",
        ),
        licence_shown=True,
        resolve=lambda asked: dict.fromkeys(asked, Answer.THERE),
    )

    assert len(given) == 1
    assert "guarantee it" in given[0].where


def test_title_and_description_are_read_too():
    assert any("guaranteed" in each for each in said(title="Rest guaranteed"))
    assert any("cure" in each for each in said(description="A cure."))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("### First\n\nx", "2 sizes below"),
        ("## A\n\n#### B\n\nx", "2 sizes below"),
        ("# A\n\nx", "has one #"),
        ("A\n===\n\nx", "has one #"),
        ("## \n\nx", "has no words"),
    ],
)
def test_headings_out_of_order(body, words):
    assert any(words in each for each in said(body))


def test_headings_may_rise_by_any_step_and_a_hash_in_code_is_none():
    assert said("## A\n\n### B\n\n#### C\n\n## D\n\n    # not a heading\n") == []


@pytest.mark.parametrize("words", ["here", "Click here", "this", "read more…", "link"])
def test_a_link_that_says_nothing(words):
    assert any("says only" in each for each in said(f"Look [{words}](/guides/rest/)."))


def test_a_bare_address_and_a_link_without_words():
    assert any("bare address" in each for each in said("<https://a.example/b> is far."))
    assert any("has no words" in each for each in said("[](/guides/rest/)"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/guides/nothing/", "leads nowhere: /guides/nothing/"),
        ("/guides/draft/", "not public yet"),
        ("/guides/rest/#nights", "a part that the page does not have"),
        ("#nowhere", "a part that the page does not have"),
    ],
)
def test_a_link_that_does_not_arrive(address, words):
    assert any(words in each for each in said(f"See [the guide]({address})."))


def test_pictures_without_words_or_with_a_file_s_name():
    assert any("has no words" in each for each in said("![](/media/x.webp)"))
    assert any("file’s name" in each for each in said("![IMG_2034](/media/x.webp)"))
    assert any("file’s name" in each for each in said("![](image:lamp)", alts={"lamp": "lamp.jpg"}))
    assert any("no picture called “lump”" in each for each in said("![x](image:lump)"))


def test_long_paragraphs_and_sentences():
    sentence = "I walk a little way. "
    assert said(sentence * 30) == []
    assert any("paragraph has 155 words" in each for each in said(sentence * 31))
    assert any("sentence has 60 words" in each for each in said("word " * 59 + "end."))


def test_description_missing_or_too_long():
    assert any("no description" in each for each in said(description=" "))
    assert any("161 letters" in each for each in said(description="a" * 161))
    assert said(description="a" * 160) == []


def test_license_and_title_where_a_service_is_offered():
    assert any("license number" in each for each in said(kind="service", licence=False))
    assert any("psychotherapy" in each for each in said("On Psychotherapy.", licence=False))
    assert said(licence=False) == []
    assert said("On Psychotherapy.", kind="service") == []


@pytest.mark.parametrize("body", ["[" * 5000, "> " * 3000 + "x", "- " * 3000, "<b" * 3000, "\0"])
def test_a_text_that_cannot_be_read_breaks_nothing(body):
    said(body)
