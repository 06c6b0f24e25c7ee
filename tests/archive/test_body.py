"""Bodies: kramdown, Liquid and raw HTML into our Markdown; the front matter takes three lines."""

from __future__ import annotations

import pytest

from tests.archive.helpers import body_of, post, remarks, rendered

TWO_LEVELS = "<li>one<ul><li>inner</li></ul></li>"


def flat(text: str) -> str:
    return "".join(line.strip() for line in rendered(text).splitlines())


@pytest.mark.parametrize("closing", ["---", "---\n", "\n\n---", "***", "\n* * *\n\n", "___ \n"])
def test_a_rule_that_only_closes_the_file_goes(tmp_path, closing):
    body = body_of(tmp_path, f"First.\n\nThe last words\n{closing}")
    assert body == "First.\n\nThe last words\n"
    assert "<h2" not in rendered(body)


def test_a_rule_between_two_texts_stays_and_a_heading_in_the_middle_too(tmp_path):
    body = body_of(tmp_path, "One\n\n---\n\nTwo\n---\n\nThree\n")
    assert "<hr" in rendered(body)
    assert "## Two" in body


def test_hard_breaks_of_both_kinds_are_kept(tmp_path):
    body = body_of(tmp_path, "one  \ntwo\\\\\nthree\nfour  \n\n> five  \n> six  \n")
    assert body == "one  \ntwo  \nthree\nfour\n\n> five  \n> six\n"


@pytest.mark.parametrize(
    "source",
    ["- one\n  - inner\n", "- one\n   - inner\n", "* one\n    * inner\n", "+ one\n\t+ inner\n"],
)
def test_nested_lists_of_any_indentation_are_nested(tmp_path, source):
    assert TWO_LEVELS in flat(body_of(tmp_path, source))


def test_a_tab_after_the_marker_keeps_the_structure(tmp_path):
    assert TWO_LEVELS in flat(body_of(tmp_path, "-\tone\n\t-\ttwo\n").replace("two", "inner"))
    numbered = flat(body_of(tmp_path, "1.\tA\n\n\tpara\n\n2.\tB\n"))
    assert numbered == "<ol><li><p>A</p><p>para</p></li><li><p>B</p></li></ol>"


def test_a_line_less_indented_than_the_tab_is_not_in_the_item(tmp_path):
    assert flat(body_of(tmp_path, "-\tone\n\n  out\n")) == "<ul><li>one</li></ul><p>out</p>"


def test_what_belongs_to_an_item_stays_in_it(tmp_path):
    source = (
        "1. one\n\n   more\n\n   ```sh\n   run\n   ```\n2. two\n   - deep\n\n     deeper\n\nout\n"
    )
    html = flat(body_of(tmp_path, source))
    assert "<li><p>one</p><p>more</p><pre><code>run</code></pre></li>" in html
    assert "<li><p>deep</p><p>deeper</p></li></ul></li></ol><p>out</p>" in html


def test_a_list_right_after_a_line_is_what_jekyll_makes_of_it(tmp_path):
    assert flat(body_of(tmp_path, "Words\n- one\n- two\n")) == (
        "<p>Words</p><ul><li>one</li><li>two</li></ul>"
    )


def test_an_ordered_list_keeps_its_first_number(tmp_path):
    assert body_of(tmp_path, "4. four\n5. five\n") == "4.  four\n5.  five\n"


def test_a_line_that_only_looks_like_structure_stays_text(tmp_path):
    body = body_of(tmp_path, "#quiet\n\n1986\\. was wet\n\na\n: b | c\n\nx | y\n\n!!! note\n")
    html = rendered(body)
    assert "<h1" not in html
    assert "<ol" not in html
    assert "<table" not in html
    assert "admonition" not in html
    assert "<dd>b | c</dd>" in html


def test_a_heading_keeps_its_id_and_other_attributes_are_remarked(tmp_path):
    found = post(tmp_path, "title: A", "## Tea {#tea}\n\n{: .lead}\nWords [x](/y){:.b}.\n")
    assert found.body == "## Tea {#tea}\n\nWords [x](/y).\n"
    assert [line for line, _ in remarks(found)] == [6, 7]


def test_a_list_of_contents_goes_with_a_remark(tmp_path):
    found = post(tmp_path, "title: A", "* TOC\n{:toc}\n\nWords.\n")
    assert found.body == "Words.\n"
    assert len(found.remarks) == 1


def test_kramdowns_own_comments_and_raw_parts(tmp_path):
    body = "{::comment}\nunseen\n{:/comment}\n\n{::nomarkdown}\n<p>*seen*</p>\n{:/}\n"
    found = post(tmp_path, "title: A", body)
    assert found.body == "\\*seen\\*\n"
    assert "unseen" not in found.body


def test_tables_without_edges_and_without_a_header(tmp_path):
    html = flat(
        body_of(tmp_path, "Tea | Time\n--- | ---:\nGreen | 2\n\n| a | b |\n| c | `d|e` |\n")
    )
    assert "<th>Tea</th>" in html
    assert html.count("<table>") == 2
    assert "<code>d|e</code>" in html


def test_mathematics_is_kept_as_text(tmp_path):
    assert "$$a_1 * b * c_1$$" in rendered(body_of(tmp_path, "So $$a_1 * b * c_1$$ it is.\n"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[x]({% post_url 2025-06-30-small %})", "[x](/journal/small/)"),
        ("[x]({% post_url travel/2025-06-30-Small_Steps %})", "[x](/journal/small_steps/)"),
        ("[x]({% link _posts/2025-06-30-small.md %})", "[x](/journal/small/)"),
        ("[x]({{ site.baseurl }}{% link about.md %})", "[x](/about/)"),
        ("[x]({{ site.url }}{{ site.baseurl }}/a/)", "[x](/a/)"),
        ("![x]({{ '/a_b.png' | relative_url }})", "![x](/a_b.png)"),
        ('<img src="{{ "/a.png" | absolute_url }}" alt="cup">', "![cup](/a.png)"),
        ("On {{ page.date | date: '%Y' }}: {{ page.title }}", "On 2024: A \\*walk\\*"),
        ("a {% raw %}{{ x }}{% endraw %} b", "a \\{\\{ x }} b"),
        ("a{% comment %} no {% endcomment %} b", "a b"),
        ("`{{ page.title }}`", "`{{ page.title }}`"),
    ],
)
def test_liquid_with_an_equal_becomes_it(tmp_path, source, expected):
    assert post(tmp_path, "title: A *walk*", source).body == f"{expected}\n"


@pytest.mark.parametrize(
    "tag",
    ["{% include map.html %}", "{% if page.x %}", "{{ page.author }}", "{% link _tea/x.md %}"],
)
def test_other_liquid_is_shown_and_remarked_with_its_line(tmp_path, tag):
    found = post(tmp_path, "title: A", f"One\n\nTwo {tag} three\n")
    assert f"Two `{tag}` three" in found.body
    assert [line for line, _ in remarks(found)] == [6]


def test_liquid_in_a_loop_does_not_swallow_the_list(tmp_path):
    body = body_of(tmp_path, "{% for x in y %}\n- one {{ x }}\n{% endfor %}\n\nAfter.\n")
    assert "<li>one <code>{{ x }}</code></li>" in rendered(body)
    assert "After." in body


def test_an_unknown_address_never_becomes_a_broken_link(tmp_path):
    body = body_of(tmp_path, '<a href="{{ site.data.x }}">words</a>\n')
    assert body == "words (`{{ site.data.x }}`)\n"


def test_highlight_becomes_a_fence_with_its_language(tmp_path):
    source = "{% highlight ruby linenos %}\nputs '{{ x }}' # <b>\n{% endhighlight %}\n"
    assert body_of(tmp_path, source) == "```ruby\nputs '{{ x }}' # <b>\n```\n"


def test_nothing_in_code_is_touched(tmp_path):
    source = (
        "~~~\n{{ x }} <b>&amp;</b>\n{: .x}\n# no\n~~~\n\n    indented {% if %}\n\n`<i> {: .x}`\n"
    )
    body = body_of(tmp_path, source)
    assert "{{ x }} <b>&amp;</b>\n{: .x}\n# no\n" in body
    assert "indented {% if %}" in body
    assert "`<i> {: .x}`" in body


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<em> a </em>b", "*a* b"),
        ("a <b>b</b><br>c", "a **b**  \nc"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ('<a href="/x_(y)">z</a>', "[z](/x_%28y%29)"),
        ("<div><span>a*b</span></div>", "a\\*b"),
        ("H<sub>2</sub>O &mdash; &lt;b&gt; &amp;lt;", "H2O — &lt;b&gt; &amp;lt;"),
        ("<blockquote>a<br>b</blockquote>", "> a  \n> b"),
        ("<ol start=3><li>a<li>b</ol>", "3.  a\n4.  b"),
        ("<h2 id=x>Tea</h2>", "## Tea {#x}"),
        ("<details><summary>More</summary>words</details>", "More\n\nwords"),
        ("<https://tea.example/a_b> and a < b", "<https://tea.example/a_b> and a < b"),
        ("hello <name>", "hello &lt;name>"),
        ("<code>a*b</code> <kbd>x</kbd>", "`a*b` `x`"),
        ("one<!--more--> two", "one two"),
        ("one\n\n<!-- more -->\n\ntwo", "one\n\ntwo"),
    ],
)
def test_html_with_an_equal_becomes_it(tmp_path, source, expected):
    found = post(tmp_path, "title: A", source)
    assert found.body.replace("  \n\n", "\n\n") == f"{expected}\n"


def test_a_figure_is_a_picture_and_its_caption(tmp_path):
    source = '<figure>\n<img src="/g.jpg" alt="gate"><figcaption>The gate</figcaption>\n</figure>'
    assert body_of(tmp_path, source) == "![gate](/g.jpg)\n\n*The gate*\n"


@pytest.mark.parametrize(
    ("source", "kept", "gone"),
    [
        ('<iframe src="https://v.example/1"></iframe>', "(https://v.example/1)", "iframe src"),
        ('<video controls><source src="/v.mp4">no video</video>', "(/v.mp4)", "controls"),
        ("<script>\nalert(1)\n\nmore()\n</script>", "", "alert"),
        ("<style>b {}</style>", "", "b {}"),
        ('<form action="/f"><label>Your name</label><input></form>', "Your name", "form"),
        ("a <script>x()</script> b", "a  b", "x()"),
        ("<!-- aside -->", "", "aside"),
    ],
)
def test_what_cannot_be_shown_is_remarked_with_its_line(tmp_path, source, kept, gone):
    found = post(tmp_path, "title: A", f"Before\n\n{source}\n\nAfter\n")
    assert kept in found.body
    assert gone not in found.body
    assert found.body.startswith("Before\n")
    assert found.body.endswith("After\n")
    assert {line for line, _ in remarks(found)} == {6}


def test_block_html_without_its_end_loses_no_words(tmp_path):
    body = body_of(tmp_path, "<div class=x>\n\nSome *words*\n\n</p>\n\nmore\n")
    assert body == "Some *words*\n\nmore\n"


def test_markdown_in_html_is_read_where_kramdown_reads_it(tmp_path):
    body = body_of(tmp_path, '<div markdown="1">\n  - *one*\n  - two\n</div>\n')
    assert body == "- *one*\n- two\n"


def test_footnotes_definitions_and_abbreviations_are_kept(tmp_path):
    source = (
        "Word.[^1]\n\n[^1]: First\n    line.\n\n    Second.\n\nterm\n: meaning\n\n*[HTML]: Hyper\n"
    )
    html = rendered(body_of(tmp_path, source))
    assert "<dd>meaning</dd>" in html
    assert "Second." in html.split('class="footnote"')[1]
    assert "*[HTML]" not in html


def test_a_footnote_called_nowhere_is_remarked(tmp_path):
    found = post(tmp_path, "title: A", "Word.\n\n[^1]: Lonely.\n")
    assert "Lonely" in found.body
    assert "called nowhere" in found.remarks[0].text


def test_crossed_out_words_and_tasks_stay_readable(tmp_path):
    body = body_of(tmp_path, "~~old~~ new\n\n- [ ] sweep\n- [x] feed\n")
    assert body == "old new\n\n- ☐ sweep\n- ☑ feed\n"


def test_nesting_without_end_is_refused_and_not_a_crash(tmp_path):
    found = post(tmp_path, "title: A", "> " * 3000 + "deep\n")
    assert "deep" in getattr(found, "reason", "") + getattr(found, "body", "")
