"""Posts and pages written in HTML."""

from __future__ import annotations

import pytest

from practice.archive.documents import Document, Left
from tests.archive.helpers import post, read_all, read_one, remarks

HTML = """<p>Old <em>words</em>, *as they are*.</p>
<ul>
  <li>one</li>
  <li>two</li>
</ul>
"""
MARKDOWN = "Old *words*, \\*as they are\\*.\n\n- one\n- two\n"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A\n")
    return tmp_path


def test_an_html_post_is_read(site):
    found = post(site, "title: Old", HTML, name="_posts/2012-05-06-old.html")
    assert (found.kind, found.title, found.body) == ("post", "Old", MARKDOWN)
    assert found.source == "post:2012-05-06-old"
    assert found.old_paths == ("/2012/05/06/old.html",)


def test_an_html_page_with_a_text_is_read(site):
    post(site, "title: About", HTML, name="about.html")
    (found,) = [one for one in read_all(site) if isinstance(one, Document)]
    assert (found.kind, found.body, found.old_paths[1]) == ("page", MARKDOWN, "/about.html")


def test_liquid_in_html_has_the_same_meaning(site):
    body = "<p>{{ page.title }}\n{% comment %}no{% endcomment %}</p>\n"
    body += "{% highlight ruby %}\nputs '<b>{{ x }}</b>'\n{% endhighlight %}\n"
    body += "<p>{% include map.html %}</p>\n"
    found = post(site, "title: Old", body, name="_posts/2012-05-06-old.html")
    assert found.body == (
        "Old\n\n```ruby\nputs '<b>{{ x }}</b>'\n```\n\n`{% include map.html %}`\n"
    )
    assert [line for line, _ in remarks(found)] == [5, 9]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("archive.html", "---\n---\n<h1>All</h1>{% for p in site.posts %}{{ p }}{% endfor %}", "lists"),
        ("bare.html", "<p>No front matter.</p>", "theme"),
        ("empty.html", "---\n---\n<div>{{ content }}</div><script>let x;</script>", "theme"),
        ("whole.html", "---\n---\n<!DOCTYPE html><html><body>x</body></html>", "by hand"),
        ("404.html", "---\npermalink: /404.html\n---\n<p>Not here.</p>", "not found"),
        ("index.html", "---\n---\n<p>Welcome.</p>", "front page"),
        ("_posts/2012-05-06-bare.html", "<p>x</p>", "without front matter"),
        ("_layouts/post.html", "---\n---\n<p>x</p>", "no pages"),
    ],
)  # fmt: skip
def test_pages_of_the_theme_are_left(site, name, text, reason):
    read_one(site, text, name=name)
    (found,) = [one for one in read_all(site) if not one.path.endswith("_config.yml")]
    assert isinstance(found, Left)
    assert reason in found.reason
