"""Whatever is typed, pasted or imported, nothing on the page acts, and nothing calls elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from practice.content.rendering import render

pytestmark = pytest.mark.engine_free

# Written here on purpose and not taken from the code under test.
MAY_STAND = {
    **dict.fromkeys(
        "br hr em strong blockquote ul dl dt dd code pre table thead tbody".split(), ()
    ),
    **dict.fromkeys("h2 h3 h4 h5 h6 li sup".split(), ("id",)),
    **{"tr": (), "th": ("align",), "td": ("align",), "ol": ("start",), "abbr": ("title",)},
    **{"p": ("class",), "div": ("class",), "a": ("href", "title", "class")},
    "img": ("src", "alt", "title", "width", "height"),
}
CLASSES = {
    *("footnote", "footnote-ref", "footnote-backref"),
    *("admonition", "admonition-title", "note", "warning", "tip"),
}
SCHEMES = {"http", "https", "mailto", "tel", "sms"}


def scheme_of(address):
    """The scheme as a browser finds it: white space and control characters do not count."""
    bare = re.sub(r"[\x00-\x20\x7f]", "", address or "")
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", bare)
    return found[1].lower() if found else None


class Inspector(HTMLParser):
    """Collects what may not stand on a page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag not in MAY_STAND:
            self.found.append(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in MAY_STAND[tag]:
                self.found.append(f"<{tag} {name}>")
            if name in {"href", "src"} and scheme_of(value) not in {*SCHEMES, None}:
                self.found.append(f"<{tag} {name}={value}>")
            if name == "class" and not set((value or "").split()) <= CLASSES:
                self.found.append(f"<{tag} class={value}>")

    def handle_comment(self, data):
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data):
        self.found.append(f"<?{data}>")


def active(html):
    """Everything in a piece of HTML that may not be there."""
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.found


def test_inspector_itself_sees_what_is_wrong():
    assert active('<p onclick="x">') == ["<p onclick>"]
    assert active("<a href='java\tscript:x'>") == ["<a href=java\tscript:x>"]
    assert active("<script>x</script><!--y-->") == ["<script>", "<!--y-->"]
    assert active('<a href="/x" class="footnote-ref">') == []


HOSTILE = {
    "script": "Before <script>alert(1)</script> after",
    "script over lines": "<script\n>alert(1)</script\n>",
    "script in capitals": "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "script in a code fence that ends early": "```\n</code></pre><script>alert(1)</script>\n```",
    "event handler in raw HTML": '<p onclick="alert(1)">x</p><img src=x onerror=alert(1)>',
    "event handler in an attribute list": 'A paragraph\n{: onclick="alert(1)" }',
    "event handler on a heading": "## Title {: onmouseover=alert(1) }",
    "event handler on a link": "[x](/fees/){: onclick=alert(1) onfocus=alert(1) autofocus=1 }",
    "style in an attribute list": "A paragraph\n{: style='position:fixed;inset:0' }",
    "class in an attribute list": "[x](/fees/){: .button .skip }",
    "javascript link": "[x](javascript:alert(1))",
    "javascript link in capitals": "[x](JaVaScRiPt:alert(1))",
    "javascript link with an entity": "[x](javascript&#58;alert(1))",
    "javascript link with a tab": "[x](java&#9;script:alert(1))",
    "javascript by reference": "[x][1]\n\n[1]: javascript:alert(1)",
    "javascript autolink": "<javascript:alert(1)>",
    "javascript in raw HTML": '<a href=" javascript:alert(1)">x</a>',
    "javascript by attribute list": "[x](/fees/){: href=javascript:alert(1) }",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "vbscript link": "[x](vbscript:msgbox(1))",
    "file link": "[x](file:///etc/passwd)",
    "javascript picture": "![x](javascript:alert(1))",
    "data picture": "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "frame": '<iframe src="https://evil.example"></iframe>',
    "frame in Markdown in HTML": '<div markdown="1"><iframe srcdoc="x"></iframe></div>',
    "object and embed": "<object data=x></object><embed src=x>",
    "form": "<form action=/consultation/><input name=email><button>Go</button></form>",
    "svg": "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
    "math": "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "meta refresh": '<meta http-equiv=refresh content="0;url=//evil.example">',
    "base": "<base href=//evil.example>",
    "style element": "<style>body{display:none}</style>",
    "template": "<template><script>alert(1)</script></template>",
    "comment": "<!-- <script>alert(1)</script> --> x <!--[if IE]>x<![endif]-->",
    "processing instruction": "<?php x ?><!DOCTYPE x>",
    "mutation": "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "footnote": "x[^1]\n\n[^1]: <script>alert(1)</script>[y](javascript:alert(1))",
    "table cell": "| <script>alert(1)</script> | b |\n|---|---|\n| <b onclick=x>y</b> | c |",
    "abbreviation": '*[HTML]: "><script>alert(1)</script>\n\nHTML',
    "link title": '[x](/fees/ "\\"><script>alert(1)</script>")',
    "picture description": '![x"><script>alert(1)</script>](/a.png)',
    "admonition class": '!!! note onclick=alert(1) "<script>alert(1)</script>"\n    x',
    "unclosed": "<script",
    "half an attribute": '<a href="javascript:alert(1)',
    "stash marker": "\x02wzxhzdk:0\x03 <script>alert(1)</script>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_active_survives(text):
    rendered = render(text)

    assert active(rendered.html) == []
    assert not any("<" in part["title"] for part in rendered.contents)


def test_words_around_what_was_removed_stay():
    html = render("Before <script>alert(1)</script><b>bold</b> after [here](javascript:x)").html

    assert "Before" in html
    assert "bold" in html
    assert "after" in html
    assert "here" in html
    assert "alert" not in html


def test_code_that_shows_a_script_is_only_shown():
    html = render("```\n<script>alert(1)</script>\n```").html

    assert "&lt;script&gt;" in html
    assert active(html) == []


@pytest.mark.parametrize("source", ["https://evil.example/dot.png", "//evil.example/dot.png"])
def test_picture_on_another_server_is_not_asked_for(source):
    html = render(f"Before ![A dot]({source}) after").html

    assert "evil.example" not in html
    assert "A dot" in html


PIECES = st.sampled_from(
    [
        *("# ", "## ", "- ", "1. ", "> ", "    ", "\n", "\n\n", "  \n", "\\\n", "```\n", "`", "*"),
        *("**", "_", "|", "|---|\n", "[^1]", "[^1]: ", "[", "](", ")", "![", "{: ", "}", "{#", "<"),
        *(">", "</", "<div markdown=1>", "<script>", "</script>", "<a href=", '"', "'", "&#58;"),
        *("javascript:", "data:", "onclick=x", "style=x", "&", ";", ":   ", "*[a]: ", "!!! note\n"),
        *(
            "\x02",
            "\x03",
            "\x00",
            "\t",
            "\r",
            "\x0b",
            "\u2028",
            "\u202e",
            "ﷺ",
            "a",
            "[TOC]",
            "<!--",
        ),
    ]
)
TYPED = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join)


@settings(max_examples=50, deadline=None, database=None, derandomize=True)
@given(TYPED)
@example("\x02amp\x03")
def test_whatever_goes_in_nothing_active_comes_out(text):
    assert active(render(text).html) == []


@pytest.mark.parametrize(
    "text",
    [
        *("> " * 300 + "x", "- " * 300 + "x", "[" * 300, "(" * 3000, "*" * 3000, "`" * 3000),
        *("<div>" * 1000, "<div markdown=1>" * 300, "![" * 300, "[a](" * 300, "|" * 2000 + "\n|-"),
        *("[^1]: " * 300, "**a*b" * 500, "\n" * 5000, "a" * 50_000, "&" * 5000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_text_of_one_sign_over_and_over_is_rendered(text):
    assert active(render(text).html) == []


def test_list_nested_deeper_than_anyone_would_is_rendered():
    text = "".join(f"{'    ' * depth}- step {depth}\n" for depth in range(120))

    assert "step 119" in render(text).html
