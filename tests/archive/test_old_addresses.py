"""Where a text was on the old site: every address a reader may have saved."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tests.archive.helpers import post, read_all

PACIFIC = ZoneInfo("America/Los_Angeles")


def site(folder, config=""):
    (folder / "_config.yml").write_text(f"title: A\n{config}\n")


def test_the_welcome_post_of_a_new_blog_is_found_where_it_was(tmp_path):
    site(tmp_path)
    name = "_posts/2026-11-22-welcome-to-jekyll.markdown"
    found = post(tmp_path, "date: 2026-11-22 06:54:52 +0000", name=name, zone=PACIFIC)
    assert set(found.old_paths) == {
        "/2026/11/21/welcome-to-jekyll.html",
        "/2026/11/22/welcome-to-jekyll.html",
    }


def test_a_time_names_each_day_it_was_somewhere_once(tmp_path):
    site(tmp_path, "timezone: America/Los_Angeles")
    front = "date: 2025-06-30 01:00:00 +0900"
    found = post(tmp_path, front, name="_posts/2025-06-28-a.md", zone=ZoneInfo("Asia/Tokyo"))
    assert found.old_paths == (
        "/2025/06/29/a.html",
        "/2025/06/30/a.html",
        "/2025/06/28/a.html",
    )


def test_a_time_without_a_zone_is_where_jekyll_put_it_too(tmp_path):
    """Jekyll's YAML reader takes it for UTC; `jekyll build` makes /2025/06/29/ of this one."""
    site(tmp_path, "timezone: America/Los_Angeles")
    found = post(tmp_path, "date: 2025-06-30 05:00:00", name="_posts/2025-06-30-a.md")
    assert set(found.old_paths) == {"/2025/06/30/a.html", "/2025/06/29/a.html"}


def test_an_address_that_is_likelier_another_posts_is_left_to_it(tmp_path):
    site(tmp_path, "timezone: America/Los_Angeles")
    post(tmp_path, "date: 2024-01-01 23:30 -0800", name="_posts/2024-01-01-rain.md")
    post(tmp_path, "date: 2024-01-02 08:00 -0800", name="_posts/2024-01-02-rain.md")
    first, second = read_all(tmp_path / "_posts")
    assert first.old_paths == ("/2024/01/01/rain.html",)
    assert second.old_paths == ("/2024/01/02/rain.html",)


@pytest.mark.parametrize("config", ["", "timezone: Asia/Tokyo"])
def test_a_day_alone_has_one_address(tmp_path, config):
    site(tmp_path, config)
    found = post(tmp_path, "date: 2025-06-30", name="_posts/2025-06-30-a.md", zone=PACIFIC)
    assert found.old_paths == ("/2025/06/30/a.html",)


def test_a_baseurl_may_have_been_in_the_link_or_not(tmp_path):
    site(tmp_path, "baseurl: /blog")
    found = post(tmp_path, "date: 2025-06-30", name="_posts/2025-06-30-a.md")
    assert found.old_paths == ("/blog/2025/06/30/a.html", "/2025/06/30/a.html")


def test_an_index_is_found_at_its_folder_too(tmp_path):
    site(tmp_path)
    found = post(tmp_path, "permalink: /some/dir/index.html", name="tea.md")
    assert found.old_paths == ("/some/dir/", "/some/dir/index.html")


def test_another_file_is_not_found_at_its_folder(tmp_path):
    site(tmp_path)
    found = post(tmp_path, "permalink: /some/dir/tea.html", name="tea.md")
    assert found.old_paths == ("/some/dir/tea.html",)


@pytest.mark.parametrize("here", ["_posts", "."])
def test_the_settings_are_found_from_inside_the_folder(tmp_path, monkeypatch, here):
    site(tmp_path, "baseurl: /blog\npermalink: pretty")
    post(tmp_path, "title: A", name="_posts/2025-06-30-a.md")
    monkeypatch.chdir(tmp_path / here)
    (found,) = [one for one in read_all(type(tmp_path)(".")) if hasattr(one, "body")]
    assert found.old_paths[0] == "/blog/2025/06/30/a/"
    assert found.source == "post:2025-06-30-a"
