"""Whatever a body is made of, every word of it is read again in what we render."""

from __future__ import annotations

import html
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice.archive import body, pasted
from practice.archive.notebook import Notebook
from tests.archive.helpers import rendered

WORDS = st.lists(st.integers(100, 999).map("word{}".format), min_size=1, max_size=4).map(" ".join)
INLINE = st.one_of(
    WORDS,
    st.builds(
        str.format,
        st.sampled_from(
            ["*{}*", "**{}**", "`{}`", "[{}](/x)", "<em>{}</em>", "{}<br>", "<b>{}", "{}</i>", "({}",
             "<u>{}</u>", "{}  ", "{}\\\\", "[{}", "*{}", "{{{{ {} }}}}", "{}:", "~~{}~~", "_{}_",
             "<span class='x'>{}</span>", "&lt;{}&gt;", "{} < 3", "“{}”", "$$ {} $$", "{} | {}"]
        ),
        WORDS,
        WORDS,
    ),
)  # fmt: skip
LINE_STARTS = st.sampled_from(
    ["", "", "- ", "* ", "1. ", "  - ", "    - ", "   ", "> ", "> - ", "## ", "# ", ": ", "| ",
     "<div>", "</div>", "<p>", "<li>", "+ ", "> > ", "\t", "#", "{: ", "{% x %} ", "2) "]
)  # fmt: skip
LINES = st.one_of(
    st.builds("{}{}".format, LINE_STARTS, INLINE),
    st.sampled_from(["", "", "", "---", "===", "```", "~~~", "* * *", "^", "|---|---|", "{:.x}"]),
)
BODIES = st.lists(LINES, min_size=1, max_size=12).map("\n".join)
LEISURELY = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"word\d+", text))


def shown(text: str) -> str:
    """What a reader sees of Markdown: no tags, and so no ids of headings."""
    return html.unescape(re.sub(r"<[^>]*>", "", rendered(text)))


@LEISURELY
@given(BODIES)
def test_no_word_of_a_body_is_ever_lost(source):
    # a contents list is the one thing dropped with its text; attribute lists hold no words
    expected = words(re.sub(r"^\{:.*$", "", source, flags=re.MULTILINE))
    notebook = Notebook("x")
    written = body.finished(body.read(source, 1, notebook), 1, notebook)
    seen = words(shown(written))
    missing = [word for word in expected if expected.count(word) > seen.count(word)]
    assert not missing, written


@LEISURELY
@given(st.lists(st.builds("{}{}".format, LINE_STARTS, INLINE), min_size=1, max_size=10))
def test_no_word_of_a_pasted_text_is_ever_lost(lines):
    found = pasted.read("\n".join(lines))
    written = body.finished(found.blocks, 1, Notebook("x"))
    seen = words(f"{found.title} {found.description} {shown(written)}")
    assert seen == words("\n".join(lines)), written


@LEISURELY
@given(BODIES)
def test_reading_the_same_body_twice_gives_the_same(source):
    notebooks = Notebook("x"), Notebook("x")
    first, second = (body.finished(body.read(source, 1, n), 1, n) for n in notebooks)
    assert first == second
