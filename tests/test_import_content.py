"""Dana brings her old blog, again and again, and nothing is doubled or lost."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from journal.models import Post
from pages.models import Page
from practice.content.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]

POST = (
    """---
layout: post
title: "A kettle, and the wait: a note"
date: 2025-03-04
tags: mornings, waiting, small things
description: On the four minutes before tea.
emotions: [calm, hope]
---

The kettle takes *its* time.

I stand at the window.
I count the roofs.
I lose count.

> Nothing boils
> any sooner.

And then it does.

---""".replace("window.\n", "window.  \n")
    .replace("roofs.\n", "roofs.  \n")
    .replace("boils\n", "boils  \n")
)

GUIDE = """Making room for quiet
A short guide to an ordinary hour.
Where to begin
Begin with a chair. It need not be a good one.
Small practices
Try one of these and leave the rest:
Open a window: Let the sound of the street in for a while.
Put the telephone away: Another room is far enough.
Going on
If you would like company with this, I invite you to reach out."""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "2025-03-04-a-kettle.md").write_text(POST)
    return tmp_path


def run(*arguments, **options):
    out = StringIO()
    call_command("import_content", *map(str, arguments), stdout=out, **options)
    return out.getvalue().strip().splitlines()


def counts(lines):
    return lines[-1]


@pytest.mark.on_both
def test_a_post_comes_in_whole(practice, folder, sam):
    lines = run(folder / "2025-03-04-a-kettle.md")

    assert counts(lines) == "created 1, updated 0, unchanged 0, skipped 0"
    page = sam.get("/journal/a-kettle/").content.decode()
    assert "A kettle, and the wait: a note" in page
    assert "On the four minutes before tea." in page
    assert "March 4, 2025" in page
    assert "window.<br>" in page
    assert "roofs.<br>" in page
    assert "boils<br>" in page
    assert "<hr" not in page
    assert "<h2>And then" not in page
    post = Post.objects.get()
    assert {tag.name for tag in post.tags.all()} == {"mornings", "waiting", "small things"}
    assert {emotion.name for emotion in post.emotions.all()} == {"calm", "hope"}
    assert post.publish_at == datetime(2025, 3, 4, 8, tzinfo=UTC)  # midnight in California


def test_the_old_address_leads_to_the_new_one(practice, folder, sam):
    run(folder / "2025-03-04-a-kettle.md")

    response = sam.get("/2025/03/04/a-kettle.html")

    assert response.status_code == 301
    assert response["Location"] == "/journal/a-kettle/"
    assert sam.get("/2025/03/05/a-kettle.html").status_code == 404


@pytest.mark.on_both
def test_a_second_run_changes_nothing(practice, folder):
    run(folder)
    before = list(Entry.objects.values())

    lines = run(folder)

    assert counts(lines) == "created 0, updated 0, unchanged 1, skipped 0"
    assert list(Entry.objects.values()) == before


def test_a_changed_file_updates_what_nobody_edited(practice, folder):
    run(folder)
    (folder / "2025-03-04-a-kettle.md").write_text(POST.replace("four minutes", "five minutes"))

    lines = run(folder)

    assert counts(lines) == "created 0, updated 1, unchanged 0, skipped 0"
    assert Post.objects.get().description == "On the five minutes before tea."


def test_what_dana_edited_here_is_kept_and_said(practice, folder):
    run(folder)
    post = Post.objects.get()
    post.title = "The kettle"
    post.save()
    (folder / "2025-03-04-a-kettle.md").write_text(POST.replace("four minutes", "five minutes"))

    lines = run(folder)

    assert counts(lines) == "created 0, updated 0, unchanged 0, skipped 1"
    assert "edited here" in lines[0]
    assert Post.objects.get().title == "The kettle"


def test_update_replaces_even_what_was_edited(practice, folder):
    run(folder)
    Post.objects.update(title="The kettle")

    lines = run(folder, update=True)

    assert counts(lines) == "created 0, updated 1, unchanged 0, skipped 0"
    assert Post.objects.get().title == "A kettle, and the wait: a note"


@pytest.mark.on_both
def test_a_slug_dana_changed_here_stays(practice, folder):
    run(folder)
    Post.objects.update(slug="kettle")

    run(folder, update=True)

    assert Post.objects.get().slug == "kettle"


def test_a_post_she_wrote_here_is_not_replaced_by_a_file_of_that_name(practice, folder, write):
    write("A kettle", slug="a-kettle", body="Mine.")

    lines = run(folder)

    assert counts(lines) == "created 0, updated 0, unchanged 0, skipped 1"
    assert "written here" in lines[0]
    assert Post.objects.get().body == "Mine."


def test_a_pasted_guide_gets_headings_lists_and_a_way_to_the_form(practice, tmp_path, sam):
    path = tmp_path / "guide.txt"
    path.write_text(GUIDE)

    run(path, kind="guide")

    page = sam.get("/guides/making-room-for-quiet/").content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    assert page.count("<h1") == 1
    assert article.count("<h2 ") == 3
    assert article.count("<li>") == 2
    assert "<strong>Open a window:</strong>" in article
    assert '<a href="/consultation/">reach out</a>' in article
    assert Page.objects.get().description == "A short guide to an ordinary hour."


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("no-date.md", "---\ntitle: x\n---\nwords", 1),
        ("2025-01-01-broken.md", "---\ntitle: x\ntags: [a, b\n---\nwords", None),
        ("2025-01-01-tag.md", "---\ntitle: !!python/object/apply:os.system [id]\n---\nw", 2),
        ("2025-01-01-bytes.md", b"---\ntitle: x\n---\nfine\n\xff\xfe bad", 5),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(practice, folder, name, text, line):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(CommandError) as problem:
        run(folder)

    first = str(problem.value).splitlines()[0]
    assert first.startswith(f"{path}:{line if line else ''}")
    assert not Entry.objects.exists()


def test_keep_going_imports_the_rest_and_still_fails(practice, folder):
    (folder / "no-date.md").write_text("---\ntitle: x\n---\nwords")

    with pytest.raises(CommandError):
        run(folder, keep_going=True)

    assert Post.objects.get().slug == "a-kettle"


def test_a_file_that_is_not_there_is_one_line(practice, tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.md:1: "):
        run(tmp_path / "nothing.md")


def test_a_slug_the_site_needs_is_refused_whole(practice, folder):
    (folder / "2025-01-01-feed.md").write_text("---\ntitle: Feed\n---\nwords")

    with pytest.raises(CommandError, match="address of the site"):
        run(folder)

    assert not Entry.objects.exists()


def test_an_unpublished_post_is_a_draft(practice, folder, sam):
    (folder / "2025-03-04-a-kettle.md").write_text(
        POST.replace("layout", "published: false\nlayout")
    )

    run(folder)

    assert Post.objects.get().status == "draft"
    assert sam.get("/journal/a-kettle/").status_code == 404
    assert sam.get("/2025/03/04/a-kettle.html").status_code == 404


@pytest.mark.on_both
def test_two_posts_of_one_name_on_two_days_are_two_posts(practice, tmp_path, sam):
    for day, words in (("2017-02-01", "February rain."), ("2017-03-01", "March rain.")):
        (tmp_path / f"{day}-rain.md").write_text(f"---\ntitle: Rain\n---\n{words}\n")

    first, second = run(tmp_path), run(tmp_path, update=True)

    assert counts(first) == "created 2, updated 0, unchanged 0, skipped 0"
    assert counts(second) == "created 0, updated 0, unchanged 2, skipped 0"
    assert any("rain-2" in line and "look at" in line for line in first)
    assert "February rain." in sam.get("/journal/rain/").content.decode()
    assert "March rain." in sam.get("/journal/rain-2/").content.decode()
    assert sam.get("/2017/03/01/rain.html")["Location"] == "/journal/rain-2/"


def test_a_file_under_a_new_name_is_the_same_text(practice, folder):
    run(folder)
    (folder / "2025-03-04-a-kettle.md").rename(folder / "2025-03-04-a-kettle.markdown")

    run(folder)

    assert Post.objects.count() == 1


def test_a_public_post_keeps_its_address_before_a_draft(practice, tmp_path):
    (tmp_path / "_config.yml").write_text("title: Blog\n")
    for name in ("_drafts/rain.md", "_posts/2017-02-01-rain.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("---\ntitle: Rain\n---\nRain.\n")

    lines = run(tmp_path)

    assert Post.objects.get(slug="rain").status == "public"
    assert Post.objects.get(slug="rain-2").status == "draft"
    assert any("/journal/rain-2/ (draft)" in line for line in lines)


def test_the_old_feed_leads_to_the_new_one(sam, practice):
    assert sam.get("/feed.xml")["Location"] == "/journal/feed/"


def test_an_address_is_found_without_its_ending_too(practice, folder, sam):
    run(folder)

    assert sam.get("/2025/03/04/a-kettle")["Location"] == "/journal/a-kettle/"
    assert sam.get("/2025/03/04/a-kettle/")["Location"] == "/journal/a-kettle/"
    assert sam.get("/2025/03/04/a-kettl").status_code == 404
