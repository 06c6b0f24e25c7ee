"""By what a text is known again, and names that are hard to say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from practice.archive.documents import Document, Left, Unreadable
from tests.archive.helpers import post, read_all, read_one

PASTED = "{}\nA tagline of a kind.\nHow\nWait.\n"


def pasted(folder, title, **options):
    return read_one(
        folder, PASTED.format(title), **{"name": "paste.txt", "kind": "guide"} | options
    )


def documents(*paths, **options):
    return [one for one in read_all(*paths, **options) if isinstance(one, Document)]


def test_a_second_guide_pasted_into_the_same_file_is_another_guide(tmp_path):
    assert pasted(tmp_path, "Slow Tea").source == "guide:slow-tea"
    assert pasted(tmp_path, "Long Walks").source == "guide:long-walks"


def test_a_guide_of_the_same_title_is_the_same_from_any_file(tmp_path):
    first, second = pasted(tmp_path, "Slow Tea"), pasted(tmp_path, "Slow  Tea", name="other.txt")
    assert first.source == second.source


def test_titles_without_latin_letters_are_told_apart(tmp_path):
    assert pasted(tmp_path, "静かな朝").source != pasted(tmp_path, "長い夜").source


def test_pasted_posts_may_share_a_title(tmp_path):
    found = pasted(tmp_path, "Rain", name="2024-01-02-rain.txt", kind="post")
    assert found.source == "post:2024-01-02-rain"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A\n")
    for folder in ("", "health/", "mind/"):
        post(tmp_path, "title: A", name=f"{folder}_posts/2020-01-01-a.md")
    for folder in ("x", "y"):
        post(tmp_path, "title: Info", name=f"{folder}/info.md")
    return tmp_path


def test_files_of_one_name_in_different_folders_are_different_texts(site):
    assert {one.source for one in documents(site)} == {
        "post:2020-01-01-a",
        "post:health/2020-01-01-a",
        "post:mind/2020-01-01-a",
        "page:x/info",
        "page:y/info",
    }


@pytest.mark.parametrize(
    "path", ["health/_posts/2020-01-01-a.md", "health/_posts", "health", "mind/../health/_posts"]
)
def test_a_post_is_the_same_alone_with_its_folder_and_with_its_site(site, path):
    (found,) = documents(site / path)
    assert found.source == "post:health/2020-01-01-a"
    assert found.tags == ("health",)


@pytest.mark.parametrize("path", ["x/info.md", "x"])
def test_a_page_is_the_same_alone_with_its_folder_and_with_its_site(site, path):
    (found,) = documents(site / path)
    assert (found.source, found.kind) == ("page:x/info", "page")
    assert found.old_paths == ("/x/info/", "/x/info.html")


def test_an_index_is_known_by_its_folder(site):
    post(site, "title: X", name="x/index.md")
    assert "page:x" in {one.source for one in documents(site)}


@pytest.mark.parametrize("alone", [True, False])
def test_a_name_that_is_no_text_is_one_line_and_no_crash(tmp_path, alone):
    name = os.fsdecode(b"2020-01-01-caf\xe9.md")
    (tmp_path / name).write_text("Words.\n")
    (found,) = read_all(tmp_path / name if alone else tmp_path)
    assert isinstance(found, Unreadable)
    assert "caf\\udce9.md:1: " in str(found)
    assert "UTF-8" in found.reason
    str(found).encode()


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31mb", "a\u202eb"])
def test_no_message_holds_a_control_character(tmp_path, name):
    (tmp_path / f"{name}.png").write_text("")
    (tmp_path / f"2020-01-01-{name}.md").write_text("<script>x</script>\n")
    (tmp_path / f"{name}.md").write_text("No date.\n")
    found = read_all(tmp_path)
    assert {type(one) for one in found} == {Document, Left, Unreadable}
    said = [str(one) for one in found if isinstance(one, Unreadable)]
    said += [one.path for one in found]
    said += [r.path for one in found if isinstance(one, Document) for r in one.remarks]
    assert all(text.isprintable() for text in said)
    assert all(one.title.isprintable() for one in found if isinstance(one, Document))


def test_an_ordinary_name_is_shown_as_it_is(tmp_path):
    found = read_one(tmp_path, "x", name="Öffnung einer Tür.md")
    assert found.path == str(Path(tmp_path) / "Öffnung einer Tür.md")
