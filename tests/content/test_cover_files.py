"""Covers are drawn when a text is saved, and kept as files."""

from importlib import import_module
from pathlib import Path

import pytest

from practice.content import covers
from practice.content.looks import window
from practice.content.models import Emotion, Entry
from tests.content.drawings import lines, opened, paints

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parents[2]
# The package names its functions like its modules.
drawing, lettering = (
    import_module(f"practice.content.looks.window.{name}") for name in ("cover", "card")
)


@pytest.fixture
def art(settings, tmp_path):
    """Where drawings are kept, empty."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "art"


@pytest.fixture
def kept(art):
    """`kept()` names the files there are."""
    return lambda: sorted(path.name for path in art.iterdir()) if art.is_dir() else []


def test_drawing_a_text_keeps_two_covers_and_a_card(write, art, kept):
    entry = write("Rain", emotions=["calm"])

    covers.draw(entry)

    assert kept() == [f"{entry.art}{end}" for end in ("-day.svg", "-night.svg", ".png")]
    assert Entry.objects.get().art == entry.art
    assert opened((art / f"{entry.art}.png").read_bytes()).size == (1200, 630)


def test_unchanged_text_is_not_drawn_again(write, art, monkeypatch):
    entry = write("Rain", emotions=["calm"])
    covers.draw(entry)
    before = entry.art
    monkeypatch.setattr(window, "cover", None)
    monkeypatch.setattr(window, "card", None)

    covers.draw(entry)

    assert entry.art == before


def test_new_title_makes_a_new_card(write, kept):
    entry = write("Rain", emotions=["calm"])
    covers.draw(entry)
    before, entry.title = entry.art, "Rain, again"

    covers.draw(entry)

    assert entry.art != before
    assert f"{entry.art}.png" in kept()


def test_new_colour_makes_new_drawings(write, art):
    entry = write("Rain", emotions=["calm"])
    covers.draw(entry)
    before = (art / f"{entry.art}-day.svg").read_text()
    Emotion.objects.update(colour="grief")

    covers.draw(Entry.objects.get())

    after = (art / f"{Entry.objects.get().art}-day.svg").read_text()
    assert paints(before) != paints(after)
    assert lines(before) == lines(after)


def test_plain_pages_have_no_cover(write, kept):
    entry = write("Fees", kind="page")

    covers.draw(entry)

    assert entry.art == ""
    assert kept() == []


def test_catching_up_draws_what_is_missing_and_sweeps_what_nobody_shows(write, art, kept):
    shown, lost = write("Rain", emotions=["calm"]), write("Tide", emotions=["hope"])
    covers.draw(shown)
    covers.draw(lost)
    (art / f"{lost.art}-night.svg").unlink()
    (art / "nobodys-day.svg").write_text("<svg/>")

    assert covers.catch_up() == 1  # only the one with a drawing missing
    assert covers.catch_up() == 0

    ends = ("-day.svg", "-night.svg", ".png")
    assert kept() == sorted(f"{entry.art}{end}" for entry in (shown, lost) for end in ends)


def test_catching_up_draws_all_again_for_a_new_version_of_the_look(write, kept, monkeypatch):
    entry = write("Rain", emotions=["calm"])
    covers.draw(entry)
    monkeypatch.setattr(window, "VERSION", window.VERSION + 1)

    covers.catch_up()

    assert not [name for name in kept() if name.startswith(entry.art)]
    assert f"{Entry.objects.get().art}-day.svg" in kept()
