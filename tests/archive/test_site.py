"""Folders and whole Jekyll sites: what is read, as what, and what is left with which reason."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from practice.archive.documents import Document, Left, Unreadable
from tests.archive.helpers import post, read_all, remarks

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="module")
def found():
    return read_all(SAMPLES)


@pytest.fixture(scope="module")
def documents(found):
    return {one.source: one for one in found if isinstance(one, Document)}


def test_a_site_gives_its_posts_drafts_and_pages_in_one_order(documents):
    assert list(documents) == [one.source for one in read_all(SAMPLES) if isinstance(one, Document)]
    assert {one.kind for one in documents.values()} == {"post", "page"}
    assert documents["post:half-a-thought"].draft
    assert documents["post:half-a-thought"].old_paths == ()
    assert documents["post:2024-08-01-unseen"].draft


def test_what_is_left_out_says_why(found):
    left = {Path(one.path).name: one.reason for one in found if isinstance(one, Left)}
    assert left["README.md"].startswith("excluded")
    assert "collection" in left["_recipes"]
    assert "front page" in left["index.md"]
    assert "front matter" in left["loose.md"]
    assert not any(isinstance(one, Unreadable) for one in found)


def test_a_day_without_a_time_is_that_day_for_the_practices_readers():
    """The old site's zone is Pacific; in Tokyo the day would otherwise begin at four o'clock."""
    tokyo = ZoneInfo("Asia/Tokyo")
    (found,) = read_all(SAMPLES / "_posts/2024-02-10-walking-by-the-water.markdown", zone=tokyo)
    assert found.published_at == datetime(2024, 2, 10, tzinfo=tokyo)
    assert all("/2024/02/10/" in path for path in found.old_paths)


def test_the_sites_time_zone_holds_for_times_without_one(tmp_path):
    (tmp_path / "_config.yml").write_text("timezone: America/Los_Angeles\n")
    found = post(tmp_path, "date: 2024-02-10 20:00", name="_posts/2024-02-10-walk.md")
    assert found.published_at == datetime(2024, 2, 11, 4, 0, tzinfo=UTC)
    assert found.old_paths[0] == "/2024/02/10/walk.html"


def test_a_page_answers_at_both_its_old_addresses(documents):
    about = documents["page:about"]
    assert about.old_paths[:2] == ("/blog/about/", "/blog/about.html")
    assert about.published_at is None
    assert (about.menu, about.order) == ("header", 2)
    assert documents["page:notes"].old_paths == ("/blog/notes/", "/notes/")


def test_folders_above_posts_are_categories_and_so_tags(documents):
    boat = documents["post:travel/2024-07-08-by_Boat"]
    assert boat.tags == ("Boat", "sea", "travel")
    assert boat.old_paths[0] == "/blog/travel/2024/07/08/by_Boat.html"


def test_redirects_are_old_addresses_too(documents):
    paths = documents["post:2024-03-03-a-page-of-notes"].old_paths
    assert {"/blog/old/notes/", "/blog/older.html"} <= set(paths)


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("pretty", "/2024/01/02/a-walk/"),
        ("ordinal", "/2024/002/a-walk.html"),
        ("weekdate", "/2024/W01/Tue/a-walk.html"),
        ("none", "/a-walk.html"),
        ("/:title/", "/a-walk/"),
        ("/w/:short_year-:i_month-:i_day/:slug.html", "/w/24-1-2/a-walk.html"),
    ],
)
def test_a_permalink_gives_the_old_address(tmp_path, permalink, address):
    assert post(tmp_path, f"title: A\npermalink: {permalink}").old_paths == (address,)


def test_a_posts_folder_and_a_single_file_know_their_site(documents):
    by_folder = {
        one.source: one for one in read_all(SAMPLES / "_posts") if isinstance(one, Document)
    }
    (single,) = read_all(SAMPLES / "travel/_posts/2024-07-07-by-train.md")
    assert by_folder["post:2024-01-05-morning-tea"] == documents["post:2024-01-05-morning-tea"]
    assert replace(single, remarks=()) == replace(
        documents["post:travel/2024-07-07-by-train"], remarks=()
    )
    assert single.slug == "slow-train"


def test_the_identity_does_not_depend_on_where_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(SAMPLES / "_posts")
    (here,) = read_all(Path("2024-01-05-morning-tea.md"))
    assert here.source == "post:2024-01-05-morning-tea"
    assert here.old_paths[0] == "/blog/rest/home/2024/01/05/morning-tea.html"


def test_a_link_leading_outside_is_not_followed(tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Secret\ndate: 2024-01-01\n---\nHidden.\n")
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    (folder / "2024-01-01-x.md").symlink_to(secret)
    (folder / "round").symlink_to(folder / "deep")
    found = read_all(folder)
    assert [type(one) for one in found] == [Left, Left]
    assert "outside" in found[0].reason


def test_a_missing_path_is_reported_and_the_rest_is_read(tmp_path):
    good = tmp_path / "2024-01-01-good.md"
    good.write_text("Good words.\n")
    missing, read = read_all(tmp_path / "none.md", good)
    assert str(missing) == f"{tmp_path}/none.md:1: no such file"
    assert read.title == "Good"


def test_a_folder_that_cannot_be_read_is_reported(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    (found,) = read_all(tmp_path)
    assert isinstance(found, Unreadable)
    assert "Permission denied" in found.reason


def test_two_files_of_one_name_do_not_replace_each_other(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "2024-01-01-x.md").write_text("Words.\n")
    first, second = read_all(tmp_path)
    assert isinstance(first, Document)
    assert "same name" in second.reason


def test_a_file_named_twice_is_read_once(tmp_path):
    (tmp_path / "2024-01-01-x.md").write_text("Words.\n")
    assert len(read_all(tmp_path, tmp_path / "2024-01-01-x.md")) == 1


def test_a_site_with_broken_settings_is_reported(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A\ntimezone: Mars/North\n")
    (found,) = read_all(tmp_path)
    assert "Mars/North" in found.reason


def test_an_include_is_kept_as_text_and_remarked(documents):
    about = documents["page:about"]
    assert "`{% include contact.html %}`" in about.body
    assert [line for line, _ in remarks(about)] == [9]
