"""Front matter in the shapes people write, and the shapes nobody should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from practice.archive.documents import Document, Left, Unreadable
from tests.archive.helpers import post, read_one, remarks

PACIFIC = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: tea, long walks, rest", ("tea", "long walks", "rest")),
        ("tags: tea rest", ("tea", "rest")),
        ("tags: [tea, long walks]", ("tea", "long walks")),
        ("tags:\n  - tea\n  - long walks", ("tea", "long walks")),
        ("tags:\n\t- tea\n\t- rest", ("tea", "rest")),
        ("tag: long walks", ("long walks",)),
        ("category: long walks", ("long walks",)),
        ("tags: Tea\ncategories: [tea, TEA, rest]", ("Tea", "rest")),
        ("tags:\n  - 2024\n  - yes", ("2024", "yes")),
        ("tags:", ()),
        ("tags: ~", ()),
    ],
)
def test_tags_are_read_however_they_are_written(tmp_path, front, tags):
    assert post(tmp_path, f"title: A\n{front}").tags == tags


def test_a_comma_string_of_tags_is_three_tags_and_not_one(tmp_path):
    found = post(tmp_path, "title: A\ntags: tea, walking, rest\nemotions: [calm, Calm, joy]")
    assert found.tags == ("tea", "walking", "rest")
    assert found.emotions == ("calm", "joy")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-06-30", datetime(2025, 6, 30, tzinfo=PACIFIC)),
        ("2025-06-30 09:15", datetime(2025, 6, 30, 9, 15, tzinfo=PACIFIC)),
        ("'2025-06-30 09:15:00'", datetime(2025, 6, 30, 9, 15, tzinfo=PACIFIC)),
        ("2025-06-30 09:15:00 -0700", datetime(2025, 6, 30, 16, 15, tzinfo=UTC)),
        ("2025-06-30 09:15:00 +05:30", datetime(2025, 6, 30, 3, 45, tzinfo=UTC)),
        ("2025-06-30T09:15:00Z", datetime(2025, 6, 30, 9, 15, tzinfo=UTC)),
        ("2025-06-30 09:15:00.123 UTC", datetime(2025, 6, 30, 9, 15, 0, 123_000, tzinfo=UTC)),
        ("2025-06-30 9:15 PM PST", datetime(2025, 6, 30, 21, 15, tzinfo=timezone(-timedelta(hours=8)))),
        ("June 30, 2025", datetime(2025, 6, 30, tzinfo=PACIFIC)),
        ("30 June 2025 09:15", datetime(2025, 6, 30, 9, 15, tzinfo=PACIFIC)),
        ("2025/6/30", datetime(2025, 6, 30, tzinfo=PACIFIC)),
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form(tmp_path, written, expected):
    found = post(tmp_path, f"title: A\ndate: {written}", zone=PACIFIC)
    assert found.published_at == expected
    assert found.published_at.tzinfo is not None
    assert found.slug == "a-walk"


@pytest.mark.parametrize("written", ["2025-13-01", "2025-02-30", "soon", "2025-06-30 25:00"])
def test_a_date_that_is_none_is_refused_with_its_line(tmp_path, written):
    found = post(tmp_path, f"title: A\ndate: {written}")
    assert isinstance(found, Unreadable)
    assert found.line == 3
    assert "\n" not in str(found)


def test_the_file_name_dates_a_post_at_midnight_there(tmp_path):
    found = post(tmp_path, "title: A", zone=PACIFIC)
    assert found.published_at == datetime(2024, 1, 2, tzinfo=PACIFIC)


def test_a_post_without_any_date_is_refused_but_a_guide_is_not(tmp_path):
    found = post(tmp_path, "title: A", name="a-walk.md")
    assert isinstance(found, Unreadable)
    assert "date" in found.reason
    assert post(tmp_path, "title: A", name="a-walk.md", kind="guide").published_at is None
    assert post(tmp_path, "title: A\nlayout: page", name="a-walk.md").kind == "page"


def test_a_title_with_a_colon_is_read_and_remarked(tmp_path):
    found = post(tmp_path, "date: 2024-01-02\ntitle: Rest: it's a beginning\ntags: tea")
    assert found.title == "Rest: it's a beginning"
    assert found.tags == ("tea",)
    assert [line for line, _ in remarks(found)] == [3]


def test_values_stay_what_was_written(tmp_path):
    front = "title: 1:30\ndescription: 'Yes'\norder: 3\nmenu: footer\ndraft: true\nsensitive: yes"
    found = post(tmp_path, front)
    assert (found.title, found.description, found.order, found.menu) == ("1:30", "Yes", 3, "footer")
    assert found.sensitive
    assert found.draft
    assert found.source == "post:2024-01-02-a-walk"


def test_published_false_is_a_draft_and_not_left_out(tmp_path):
    assert post(tmp_path, "title: A\npublished: no").draft
    assert not post(tmp_path, "title: A\npublished: true").draft


def test_unknown_keys_are_named_once_and_not_in_the_body(tmp_path):
    found = post(tmp_path, "title: A\nauthor: somebody\ncomments: false")
    assert remarks(found) == [(3, "not read from the front matter: author, comments")]
    assert found.body == "Words.\n"
    assert "somebody" not in found.body


def test_an_excerpt_describes_only_where_no_description_does(tmp_path):
    assert post(tmp_path, "title: A\nexcerpt: Short.").description == "Short."
    found = post(tmp_path, "title: A\ndescription: Long.\nsubtitle: Short.")
    assert found.description == "Long."
    assert "subtitle" in found.remarks[0].text


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['true']",
        "!ruby/object:Gem {}",
        "!!str x",
        "! x",
        "!<tag:x> x",
    ],
)
def test_any_yaml_tag_is_refused_with_its_line(tmp_path, value):
    found = post(tmp_path, f"title: A\nx:\n  deep: {value}")
    assert isinstance(found, Unreadable)
    assert found.line == 4


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: A\ntags: [tea, rest", 4),
        ("title: A\nx: 'open", 4),
        ("just words", 2),
        ("- a\n- b", 2),
        ("title: *nobody", 2),
    ],
)
def test_a_broken_block_is_refused_with_file_and_line(tmp_path, front, line):
    found = post(tmp_path, front)
    assert isinstance(found, Unreadable)
    assert abs(found.line - line) <= 1
    assert str(found).startswith(f"{tmp_path}/2024-01-02-a-walk.md:{found.line}: ")


def test_a_heap_of_aliases_or_of_brackets_is_refused(tmp_path):
    bomb = "a: &a [x, x]\n" + "\n".join(f"b{i}: [*a, *a]" for i in range(20))
    assert "aliases" in post(tmp_path, bomb).reason
    assert "nested" in post(tmp_path, "a: " + "[" * 500 + "]" * 500).reason
    assert isinstance(post(tmp_path, "a: &a [*a]"), Unreadable)
    assert isinstance(post(tmp_path, "title: A\nx: &x tea\ntags: [*x]"), Document)


def test_front_matter_that_never_closes_is_refused(tmp_path):
    found = read_one(tmp_path, "---\ntitle: A\n\nWords.\n")
    assert (found.line, "never closed" in found.reason) == (1, True)


def test_windows_files_with_a_mark_read_like_others(tmp_path):
    text = "---\ntitle: A walk\ndate: 2024-01-02\n---\nOne  \ntwo\n"
    plain = read_one(tmp_path, text)
    windows = read_one(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert windows == plain
    assert plain.body == "One  \ntwo\n"


def test_another_encoding_is_refused_with_the_line(tmp_path):
    found = read_one(tmp_path, "---\ntitle: A\n---\nplain\ncaf\xe9\n".encode("latin-1"))
    assert (found.line, "UTF-8" in found.reason) == (5, True)


def test_a_file_too_large_or_missing_is_refused(tmp_path):
    assert "2 MB" in read_one(tmp_path, "x" * 2_000_001).reason
    assert isinstance(read_one(tmp_path, "x", name="a.txt"), Left)


def test_a_missing_title_comes_from_the_first_heading_and_leaves_the_body(tmp_path):
    found = post(tmp_path, "date: 2024-01-02", "# By the *water*\n\nWords.\n")
    assert (found.title, found.body) == ("By the water", "Words.\n")
    named = post(tmp_path, "date: 2024-01-02", "Words.\n")
    assert named.title == "A Walk"


def test_a_first_heading_that_repeats_the_title_goes_and_another_stays(tmp_path):
    assert post(tmp_path, "title: Tea", "# Tea\n\nWords.\n").body == "Words.\n"
    other = post(tmp_path, "title: Tea", "# Water\n\n## Deep\n")
    assert other.body == "## Water\n\n### Deep\n"
    assert "moved down" in other.remarks[0].text


@pytest.mark.parametrize("front", ["kind: poem", "date: [1, 2]"])
def test_a_field_that_makes_no_sense_is_refused(tmp_path, front):
    assert isinstance(post(tmp_path, f"title: A\n{front}"), Unreadable)


def test_our_own_demo_shape_is_read(tmp_path):
    front = "title: Slow tea\nkind: service\norder: 2\nmenu: header\nslug: tea-hour"
    found = post(tmp_path, front, name="tea.md")
    assert (found.kind, found.slug, found.order, found.menu) == ("service", "tea-hour", 2, "header")
    assert not found.sensitive
    assert found.source == "service:tea"
    assert found.old_paths == ()
