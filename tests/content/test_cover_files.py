"""Covers are drawn when a text is saved, and kept as files."""

import os
import time

import pytest

from practice.content import covers
from practice.content.looks import window
from practice.content.models import Emotion, Entry
from tests.content.drawings import lines, opened, paints
from tests.content.seen import look, submit

pytestmark = pytest.mark.engine_free

ENDS = ("-day.svg", "-night.svg", ".png")


@pytest.fixture
def art(settings, tmp_path):
    """Where drawings are kept, empty."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "art"


@pytest.fixture
def kept(art):
    """`kept()` names the drawings there are."""
    return lambda: sorted(path.name for path in art.glob("*.*")) if art.is_dir() else []


@pytest.fixture
def started(monkeypatch):
    """How often another process was asked to draw."""
    calls = []
    monkeypatch.setattr(covers, "_start_drawing", lambda: calls.append(1))
    return calls


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """`with committing():` what waits for the end of a transaction is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_saving_draws_two_covers_and_leaves_the_card_to_another_process(
    dana, write, kept, started, committing
):
    entry = write("Rain", emotions=["calm"])

    with committing():
        submit(dana, f"/admin/journal/post/{entry.pk}/change/", title="Rain, again")

    art = Entry.objects.get().art
    assert covers.is_due()
    assert kept() == [f"{art}-day.svg", f"{art}-night.svg"]
    assert started == [1]


def test_a_text_that_moves_keeps_the_picture_she_knows(dana, write, art, committing):
    entry, other = write("Rain", emotions=["calm"]), write("Storm", emotions=["calm"])
    covers.draw(entry)
    covers.draw(other)
    before = (art / f"{entry.art}-day.svg").read_text()
    there = f"/admin/journal/post/{entry.pk}/change/"

    for slug in ("soft-rain", "softer-rain"):
        with committing():
            submit(dana, there, slug=slug)

    after = Entry.objects.get(pk=entry.pk)
    assert after.slug == "softer-rain"
    assert (art / f"{after.art}-day.svg").read_text() == before
    assert (art / f"{other.art}-day.svg").read_text() != before


def test_nothing_is_drawn_while_the_text_is_being_saved(dana, write, kept):
    entry = write("Rain", emotions=["calm"])

    submit(dana, f"/admin/journal/post/{entry.pk}/change/", title="Rain, again")

    assert kept() == []  # this test's transaction never ends


def test_full_disk_costs_the_cover_and_not_the_text(dana, sam, write, art, committing):
    entry = write("Rain", emotions=["calm"])
    art.write_text("a file where the folder should be")

    with committing():
        answer = submit(dana, f"/admin/journal/post/{entry.pk}/change/", body="New words.")

    assert answer.status_code == 302
    page = sam.get("/journal/rain/").content.decode()
    assert "New words." in page
    assert "<picture" not in page


def test_other_process_adds_the_card(write, art, kept):
    entry = write("Rain", emotions=["calm"])

    assert covers.is_due()
    assert covers.catch_up() == 1
    assert not covers.is_due()  # the next start has nothing to do
    assert covers.catch_up() == 0

    entry.refresh_from_db()
    assert kept() == [f"{entry.art}{end}" for end in ENDS]
    assert opened((art / f"{entry.art}.png").read_bytes()).size == (1200, 630)


def test_unchanged_text_is_not_drawn_again(write, art, monkeypatch):
    entry = write("Rain", emotions=["calm"])
    covers.catch_up()
    entry.refresh_from_db()
    before = entry.art
    monkeypatch.setattr(window, "cover", None)
    monkeypatch.setattr(window, "card", None)

    covers.draw(entry)

    assert entry.art == before
    assert covers.catch_up() == 0


def test_new_title_makes_a_new_card(write, kept):
    entry = write("Rain", emotions=["calm"])
    covers.draw(entry)
    before, entry.title = entry.art, "Rain, again"
    entry.save()

    covers.draw(entry)
    assert entry.art != before

    covers.catch_up()
    assert f"{entry.art}.png" in kept()


def test_new_colour_makes_new_drawings(dana, write, art, started, committing):
    entry = write("Rain", emotions=["calm"])
    covers.draw(entry)
    before = (art / f"{entry.art}-day.svg").read_text()
    emotion = Emotion.objects.get()

    with committing():
        submit(dana, f"/admin/content/emotion/{emotion.pk}/change/", colour="grief")
    assert started == [1]
    covers.catch_up()

    after = (art / f"{Entry.objects.get().art}-day.svg").read_text()
    assert paints(before) != paints(after)
    assert lines(before) == lines(after)


def test_plain_pages_have_no_cover(write, kept):
    entry = write("Fees", kind="page")

    covers.draw(entry)

    assert entry.art == ""
    assert covers.catch_up() == 0
    assert kept() == []


def test_catching_up_draws_what_is_missing(write, art, kept):
    shown, lost = write("Rain", emotions=["calm"]), write("Tide", emotions=["hope"])
    covers.catch_up()
    shown.refresh_from_db()
    lost.refresh_from_db()
    (art / f"{lost.art}-night.svg").unlink()

    assert covers.catch_up() == 1  # only the one with a drawing missing
    assert covers.catch_up() == 0
    assert kept() == sorted(f"{entry.art}{end}" for entry in (shown, lost) for end in ENDS)


def test_what_nobody_shows_is_swept_after_a_day_and_not_before(write, art, kept):
    entry = write("Rain", emotions=["calm"])
    covers.catch_up()
    entry.refresh_from_db()
    for name, days in (("old-day.svg", 2), ("of-an-unfinished-save-day.svg", 0.5)):
        (art / name).write_text("<svg/>")
        then = time.time() - days * 24 * 60 * 60
        os.utime(art / name, (then, then))
    os.utime(art / f"{entry.art}.png", (0, 0))  # old, but shown

    covers.catch_up()

    assert "old-day.svg" not in kept()
    assert "of-an-unfinished-save-day.svg" in kept()
    assert f"{entry.art}.png" in kept()


@pytest.mark.parametrize("change", ["version", "colour", "no emotion", "title"])
def test_cover_that_no_longer_fits_its_text_is_drawn_again(write, art, monkeypatch, change):
    entry = write("Rain", emotions=["calm"])
    covers.catch_up()
    entry.refresh_from_db()
    if change == "version":
        monkeypatch.setattr(window, "VERSION", window.VERSION + 1)
        assert covers.is_due()
    elif change == "colour":
        Emotion.objects.update(colour="grief")
    elif change == "no emotion":
        Emotion.objects.all().delete()
    else:
        Entry.objects.update(title="Rain, again")

    assert covers.catch_up() == 1
    assert Entry.objects.get().art != entry.art


def test_nobody_can_guess_the_card_of_a_draft(write, art, settings):
    entry = write("Rain", emotions=["calm"], status="draft")
    covers.draw(entry)
    ours = entry.art

    settings.SECRET_KEY = "another site's"
    covers.draw(entry)

    assert entry.art != ours


def test_emotion_taken_away_has_its_texts_drawn_again(dana, write, started, committing):
    write("Rain", emotions=["calm"])
    emotion = Emotion.objects.get()

    with committing():
        dana.post(f"/admin/content/emotion/{emotion.pk}/delete/", {"post": "yes"})

    assert not Emotion.objects.exists()
    assert started == [1]


def test_other_sites_are_told_of_the_card(sam, write, art):
    entry = write("Rain", emotions=["calm"])
    where = ".//meta[@property='og:image']"
    before = look(sam, "/journal/rain/").part(where).root.get("content")
    covers.catch_up()

    told = look(sam, "/journal/rain/").part(where).root.get("content")

    entry.refresh_from_db()
    assert before.endswith("/img/icon-512.png")  # the mark, as long as there is no card
    assert told == f"http://practice.example/art/{entry.art}.png"
    assert sam.get(told.removeprefix("http://practice.example"))["Content-Type"] == "image/png"


def test_visitor_is_handed_the_drawing_and_no_other_file(sam, write, art):
    entry = write("Rain", emotions=["calm"])
    covers.draw(entry)
    (art / "secret.txt").write_text("no drawing")

    drawing = sam.get(entry.cover_by_day)

    assert drawing.status_code == 200
    assert drawing["Content-Type"] == "image/svg+xml"
    assert "immutable" in drawing["Cache-Control"]
    assert drawing["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert drawing["Content-Security-Policy"].startswith("default-src 'none'")
    for other in ("/art/secret.txt", "/art/../art/secret.txt", "/art/lock", f"/art/{'0' * 20}.png"):
        assert sam.get(other).status_code == 404, other
