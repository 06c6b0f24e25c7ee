"""A second site takes everything back."""

import json

import feedparser
import pytest
from django.core.management import CommandError
from django.test import Client

from journal.models import Post
from pages.models import Page
from practice.archive import manifest
from practice.content.models import Emotion, Entry, Image, Redirect, Tag
from practice.profile.models import Practice
from tests.export.helpers import begin_anew, bytes_in, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_outside")]

SAME = "title body description status order place sensitive html plain drawn_from contents words".split()
SAME += ["publish_at", "updated", "lasting_id"]


def feed(client):
    return client.get("/journal/feed/").content


def test_what_goes_out_and_comes_back_is_the_same_to_the_byte(full, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    run("export_content", first)
    before = {(each.kind, each.slug): each for each in Entry.objects.with_marks()}
    begin_anew()

    lines = run("import_content", first)
    run("export_content", second)

    assert lines[-1] == "created 8, updated 0, unchanged 0, skipped 0"
    assert bytes_in(second) == bytes_in(first)
    for entry in Entry.objects.with_marks():
        was = before.pop((entry.kind, entry.slug))
        assert {name: getattr(entry, name) for name in SAME} == {
            name: getattr(was, name) for name in SAME
        }
        assert {tag.name for tag in entry.tags.all()} == {tag.name for tag in was.tags.all()}
    assert not before


def test_marks_pictures_and_the_profile_come_back(out):
    run("import_content", out)

    assert Tag.objects.get(slug="rest").old.get().slug == "naps"
    assert Emotion.objects.get(slug="calm").colour == "trust"
    assert Image.objects.get().caption == 'The “old” "one"'
    assert Practice.load().licence_number == "LMFT 000000"
    assert Practice.load().crisis_lines.get().label == "Call 988"


@pytest.mark.engine_free
def test_the_demo_goes_out_and_comes_back_too(db, tmp_path):
    run("demo")
    run("export_content", tmp_path / "first")
    begin_anew()

    run("import_content", tmp_path / "first")
    run("export_content", tmp_path / "second")

    assert len(bytes_in(tmp_path / "first")) > 30
    assert bytes_in(tmp_path / "second") == bytes_in(tmp_path / "first")


def test_a_visitor_finds_old_addresses_and_no_draft_on_the_second_site(out):
    run("import_content", out)
    sam = Client()

    assert sam.get("/2020/old.html")["Location"] == "/journal/a--b/"
    assert sam.get("/journal/a--b_c/")["Location"] == "/journal/a--b/"
    assert sam.get("/journal/tags/naps/")["Location"] == "/journal/tags/rest/"
    assert sam.get("/journal/soon/").status_code == 404
    assert sam.get("/journal/not-yet/").status_code == 404
    assert sam.get("/guides/half-a-guide/").status_code == 404
    assert "Lie down." in sam.get("/journal/rest/").content.decode()


@pytest.mark.engine_free
def test_who_follows_the_feed_gets_no_text_twice(full, tmp_path, sam):
    before = [(each.title, each.id) for each in feedparser.parse(feed(sam)).entries]
    run("export_content", tmp_path / "out")
    begin_anew()

    run("import_content", tmp_path / "out")

    assert len(before) == 2
    assert [(each.title, each.id) for each in feedparser.parse(feed(sam)).entries] == before


@pytest.mark.engine_free
def test_an_id_that_is_none_is_passed_over(out):
    ids = json.loads((out / "_data/ids.json").read_text())
    ids["guide/keeping-edges"], ids["post/rest"] = ids["page/home"], "../../etc/passwd"
    (out / "_data/ids.json").write_text(json.dumps(ids))

    lines = run("import_content", out)

    assert lines[-1] == "created 8, updated 0, unchanged 0, skipped 0"
    assert len(set(Entry.objects.values_list("lasting_id", flat=True))) == 8


@pytest.mark.engine_free
class TestAnExportThatWasTouched:
    def test_a_missing_file_is_named_and_nothing_comes_in(self, out):
        (out / "images/lamp.jpg").unlink()
        (out / "guides/keeping-edges.md").unlink()

        with pytest.raises(CommandError) as refused:
            run("import_content", out)

        said = str(refused.value)
        assert "images/lamp.jpg:1: is named in the manifest and missing" in said
        assert "guides/keeping-edges.md:1: is named" in said
        assert not Entry.objects.exists()
        assert not Practice.objects.exists()

    def test_a_changed_text_comes_in_as_it_is_now_and_is_named(self, out):
        rest = next((out / "_posts").glob("*-rest.md"))
        rest.write_text(rest.read_text().replace("Lie down.", "Sit down."))

        lines = run("import_content", out)

        assert Post.objects.get(slug="rest").body == "Sit down.\n"
        touched = [line for line in lines if "since the export" in line]
        assert len(touched) == 1
        assert "-rest.md:1: changed since the export" in touched[0]

    def test_a_text_put_among_the_drafts_stays_hidden(self, out):
        rest = next((out / "_posts").glob("*-rest.md"))
        rest.rename(out / "_drafts/rest.md")

        with pytest.raises(CommandError, match="could not be imported"):  # one is missing
            run("import_content", out, keep_going=True)

        assert Client().get("/journal/rest/").status_code == 404
        assert Post.objects.get(slug="rest").status == "draft"

    def test_a_damaged_picture_refuses_everything(self, out):
        path = out / "images/lamp.jpg"
        path.write_bytes(path.read_bytes()[:2000])
        names = json.loads((out / "manifest.json").read_text())
        names["files"]["images/lamp.jpg"] = manifest.sha256(path.read_bytes())
        (out / "manifest.json").write_text(json.dumps(names))

        with pytest.raises(CommandError, match=r"lamp\.jpg:1: This picture is damaged"):
            run("import_content", out)

        assert not Entry.objects.exists()

    @pytest.mark.parametrize("name", ["../../secret.md", "/etc/passwd", "guides/../../x.md"])
    def test_a_manifest_that_points_outside_is_refused(self, out, name):
        names = json.loads((out / "manifest.json").read_text())
        names["files"][name] = "0" * 64
        (out / "manifest.json").write_text(json.dumps(names))

        with pytest.raises(CommandError, match="names a file outside the folder"):
            run("import_content", out)

        assert not Entry.objects.exists()

    def test_a_link_in_it_is_not_followed(self, out, tmp_path):
        (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\nSECRETWORD")
        (out / "pages/secret.md").symlink_to(tmp_path / "secret.md")

        run("import_content", out)

        assert not Entry.objects.filter(body__contains="SECRETWORD").exists()

    def test_what_jekyll_made_of_it_is_no_part_of_it(self, out):
        (out / "_site").mkdir()
        (out / "_site/index.html").write_text("<p>Built.</p>")

        assert run("import_content", out)[-1] == "created 8, updated 0, unchanged 0, skipped 0"


def test_a_second_import_changes_nothing_and_edits_stay(full, tmp_path):
    run("export_content", tmp_path / "out")

    assert run("import_content", tmp_path / "out")[-1] == (
        "created 0, updated 0, unchanged 8, skipped 0"
    )

    Page.objects.filter(slug="keeping-edges").update(title="Edges")
    assert run("import_content", tmp_path / "out")[-1] == (
        "created 0, updated 0, unchanged 7, skipped 1"
    )
    assert Page.objects.get(slug="keeping-edges").title == "Edges"


@pytest.mark.engine_free
def test_hundreds_of_texts_come_in_by_several_processes(practice, tmp_path):
    posts = tmp_path / "_posts"
    posts.mkdir()
    for number in range(301):
        front = f'---\ntitle: "Post {number}"\ndate: 2024-01-01\ntags: [tea, t{number % 3}]\n---\n'
        (posts / f"2024-01-01-post-{number}.md").write_text(f"{front}Word *{number}*.\n")

    lines = run("import_content", tmp_path)

    assert lines[-1] == "created 301, updated 0, unchanged 0, skipped 0"
    assert Post.objects.get(slug="post-299").html.strip() == "<p>Word <em>299</em>.</p>"
    assert Tag.objects.get(slug="t1").entries.count() == 100
    assert Redirect.objects.filter(path="/2024/01/01/post-300.html").exists()
