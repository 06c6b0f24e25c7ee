"""Links that will not work here, and line breaks as the old site showed them."""

from __future__ import annotations

import pytest

from practice.archive.documents import Document
from tests.archive.helpers import post, read_all, remarks, rendered


def said(found):
    assert isinstance(found, Document), found
    return [(line, text) for line, text in remarks(found) if "link" in text]


@pytest.mark.parametrize(
    "link",
    [
        "[x](ftp://files.example/a)",
        "[x](skype:someone?call)",
        "<ftp://files.example/a>",
        '<a href="whatsapp://send">x</a>',
        "[x][y]\n\n[y]: webcal://cal.example/a",
        '<div><p><a href="ftp://files.example">x</a></p></div>',
    ],
)
def test_a_link_the_site_will_drop_is_remarked(tmp_path, link):
    (remark,) = said(post(tmp_path, "title: A", f"One\n\n{link}\n"))
    assert remark[0] == (8 if "][" in link else 6)
    assert "is shown without its address" in remark[1]


@pytest.mark.parametrize(
    "link",
    [
        "[x](https://a.example)",
        "[x](MAILTO:a@b.example)",
        "[x](tel:+1) and [y](sms:+1)",
        "[x](/a:b) and [y](a/b:c) and [z](#d:e)",
        "`[x](ftp://a.example)`",
        "(ftp: it was slow)",
        "\\[x\\](ftp://a.example)",
    ],
)
def test_a_link_that_works_is_not(tmp_path, link):
    assert said(post(tmp_path, "title: A", f"{link}\n")) == []


@pytest.mark.parametrize(
    "tag", ["{% post_url 2020-01-01-gone %}", "{% link about.md %}", "{% link files/a.pdf %}"]
)
def test_a_link_to_a_file_that_is_not_imported_is_remarked(tmp_path, tag):
    ((line, text),) = said(post(tmp_path, "title: A", f"One\n\n[x]({tag})\n"))
    assert (line, "not part of this import" in text) == (6, True)


def test_a_link_to_a_file_of_the_same_import_is_not(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A\n")
    links = "[a]({% post_url 2020-01-01-b %}) [b]({% post_url travel/2020-01-01-c %})\n"
    links += "[c]({% link _posts/2020-01-01-b.md %}) [d]({% link notes/tea.md %})\n"
    post(tmp_path, "title: A", links, name="_posts/2020-01-01-a.md")
    post(tmp_path, "title: B", name="_posts/2020-01-01-b.md")
    post(tmp_path, "title: C", name="travel/_posts/2020-01-01-c.md")
    post(tmp_path, "title: D", name="notes/tea.md")
    found = [one for one in read_all(tmp_path) if isinstance(one, Document)]
    assert len(found) == 4
    assert not [remark for one in found for remark in said(one)]


LINES = "one\ntwo `a\nb` *x\ny*  \nend\n\n- l\n  m\n\n## h\n"


@pytest.mark.parametrize(("wrap", "breaks"), [("true", 4), ("false", 1)])
def test_line_breaks_are_shown_where_the_old_site_showed_them(tmp_path, wrap, breaks):
    (tmp_path / "_config.yml").write_text(f"kramdown:\n  hard_wrap: {wrap}\n")
    found = post(tmp_path, "title: A", LINES, name="_posts/2020-01-01-a.md")
    assert rendered(found.body).count("<br") == breaks
