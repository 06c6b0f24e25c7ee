"""Dana takes everything away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError

from practice.content.models import Entry
from tests.export.helpers import bytes_in, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_outside")]


def test_nothing_unpublished_lies_outside_the_drafts(full, tmp_path):
    run("export_content", tmp_path / "out")

    hidden = {
        name
        for name, data in bytes_in(tmp_path / "out").items()
        if any(word in data for word in (b"DRAFTWORD", b"SOONWORD", b"HALFWORD"))
    }
    assert hidden == {
        "_drafts/not-yet.md",
        "_drafts/soon.md",
        "_drafts/guides/half-a-guide.md",
    }
    public = [name for name in bytes_in(tmp_path / "out") if not name.startswith("_drafts/")]
    assert not [name for name in public if "soon" in name or "not-yet" in name or "half" in name]


@pytest.mark.engine_free
def test_a_post_looks_as_people_write_them(practice, write, tmp_path):
    at = datetime(2025, 6, 30, 7, tzinfo=UTC)  # midnight in California
    post = write(
        *("Rest is near",), tags=["rest", "small things"], emotions=["hope", "calm"], publish_at=at
    )
    Entry.objects.filter(pk=post.pk).update(
        updated=at, description="On rest, mostly.", body="Rest.\n"
    )

    run("export_content", tmp_path / "out")

    assert (tmp_path / "out/_posts/2025-06-30-rest-is-near.md").read_text() == (
        '---\nlayout: post\ntitle: "Rest is near"\ndate: 2025-06-30\ntags: rest, small things\n'
        "description: On rest, mostly.\nemotions: [calm, hope]\n---\n\nRest.\n\n"
    )


def test_no_request_and_no_sign_in_goes_out(full, dana, tmp_path, answers, sam):
    sam.post("/consultation/", answers)

    run("export_content", tmp_path / "out")

    everything = b"".join(bytes_in(tmp_path / "out").values())
    assert b"Evenings are the hardest part" not in everything
    assert b"sam@mail.example" not in everything
    assert b"dana@practice.example" not in everything
    assert b"dana@quietroom.example" in everything  # the public one


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Rest.\n\n<script>steal()</script>", "<script>"),
        ('<p onclick="steal()">Rest</p>', "onclick"),
        ("[Rest](javascript:steal())", "javascript:"),
        ('[Rest](/rest/){: onmouseover="steal()"}', "onmouseover"),
        ("{::nomarkdown}<iframe src='//a.example'>{:/}", "<iframe>"),
    ],
)
def test_what_another_site_might_run_is_named(practice, write, tmp_path, body, named):
    write("Rest", body=body)
    write("Tea", body="On once = more, and `a < b`; a script, data: and all. <https://a.example/>")

    lines = run("export_content", tmp_path / "out")

    [said] = [line for line in lines if line.startswith("look at")]
    assert f"-rest.md: {named} is in the text." in said
    file = next((tmp_path / "out/_posts").glob("*-rest.md"))
    assert body in file.read_text()  # it is Dana's text, and goes out as it is


@pytest.mark.engine_free
def test_a_folder_with_something_in_it_is_left_alone(practice, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("Mine.")

    with pytest.raises(CommandError, match=r"out is not empty\. Name a new or an empty folder\."):
        run("export_content", tmp_path / "out")

    assert bytes_in(tmp_path / "out") == {"mine.txt": b"Mine."}


@pytest.mark.engine_free
def test_an_empty_folder_is_filled(practice, write, tmp_path):
    (tmp_path / "out").mkdir()
    write("Rest")

    assert run("export_content", tmp_path / "out")[0].startswith("texts 1, images 0.")
    assert (tmp_path / "out/manifest.json").is_file()


@pytest.mark.engine_free
def test_a_full_disk_leaves_nothing_that_looks_whole(full, tmp_path, monkeypatch):
    room = [5]

    def write_bytes(path, data, original=Path.write_bytes):
        room[0] -= 1
        if room[0] < 0:
            raise OSError(28, "No space left on device")
        return original(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    target = tmp_path / "goes" / "out"

    with pytest.raises(CommandError, match="no space left on device"):
        run("export_content", target)

    assert list(target.parent.iterdir()) == []


@pytest.mark.engine_free
def test_a_picture_whose_file_is_lost_is_named(full, lamp, tmp_path, kept_outside):
    for file in (kept_outside / "media").glob(f"{lamp.digest}.*"):
        file.unlink()

    with pytest.raises(CommandError, match="have lost their files: lamp"):
        run("export_content", tmp_path / "out")

    assert not (tmp_path / "out").exists()
