"""No paste, however tangled, keeps the desk waiting; what is wrong with it is said, and it is kept."""

from time import process_time

import pytest
from django.core.exceptions import ValidationError

from journal.models import Post
from practice.content.rendering import renderable
from tests.content.seen import seen
from tests.content.writing import Open, offers

KIB_100 = 100 * 1024
TANGLES = [
    *(
        "[a](b ",
        "[",
        "![",
        "![a](b ",
        "[a][",
        "[a](<",
        '[a]("',
        "[^",
        "]",
        "[a]",
        "[a] ",
        "[a](",
        "[)",
    ),
    *("<", "<a ", "<b", "<!--", "<![CDATA[", "<?", "<div>", "<http://a", "<a@b", "&lt;", "&#"),
    *(
        "> ",
        ">",
        "> a\n",
        "`",
        "` ",
        "*",
        "*a ",
        "**a ",
        "***a",
        "*a **b ",
        "_a ",
        "a*",
        "*a_b",
        "*_",
    ),
    *('"', "'", "-", ".", "\\", "{: ", "|", "a  \n", "\n", " "),
    *("- a\n", "1. a\n", "# a\n", "a\n=\n", "a\n: b\n", "*[a]: b\n", "[^a]: b\n", "```\n", "|a|\n"),
]


@pytest.mark.engine_free
@pytest.mark.parametrize("piece", TANGLES)
def test_a_hundred_kilobytes_of_it_take_less_than_a_second(piece):
    assert seconds_for((piece * (KIB_100 // len(piece) + 1))[:KIB_100]) < 1


def seconds_for(text):
    began = process_time()
    try:
        renderable(text)
    except ValidationError as problem:
        assert problem.messages[0].endswith(".")
    return process_time() - began


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "text",
    [
        "[a](b " * 8000 + ")" * 8000,
        "\n\n".join(["*_" * 200] * 250),
        "\n\n".join(["[a](" * 39] * 600),
    ],
)
def test_nor_do_many_that_are_each_just_bearable(text):
    assert seconds_for(text) < 1


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "text",
    [
        'She said, “It’s *late*,” and I "didn\'t" know [what to say](/journal/x/). ' * 30,
        "\n".join(f"- [Number {n}](/journal/number-{n}/)" for n in range(400)),
        "\n".join("| a | b | c |" for _ in range(400)),
        "[one](/a/ (first)) and [[two]](/b/) and ![three](image:x)\n\n" * 100,
        "> > > It rained.\n\n" * 100,
        "<p>Typed as HTML.</p>\n\n" * 300,
    ],
)
def test_what_people_write_is_let_through(text):
    renderable(text)


@pytest.mark.ignore_template_errors
def test_what_is_wrong_is_said_at_the_field_and_every_word_is_kept(dana, practice):
    body = "My words.\n\n" + "[a](b " * 5000

    page = seen(Open(dana).type(title="Rain", body=body).save("_draft"))

    said = page.part(".//ul[@id='id_body_error']").words
    assert "Too many brackets are open at once in the part that begins “[a](b [a](b" in said
    assert page.part(".//textarea[@id='id_body']").root.text.lstrip("\n") == body
    assert not Post.objects.exists()
    assert Open(dana, offers(dana)[0][1]).fields["body"] == body
