"""Dana uploads a picture, says what it shows, and it is there in all its widths."""

import os
import time

import pytest
from django.db import connection
from PIL import Image as Pillow

from practice.content.images import preparing
from practice.content.models import Image
from tests.content.photographs import picture, refusal, send, shown
from tests.content.seen import look, seen

pytestmark = [
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("kept"),
    pytest.mark.engine_free,
]


def test_picture_is_kept_with_what_dana_said_of_it(dana, kept):
    response = send(dana, picture(size=(2000, 1500)), "Low Tide.JPG", caption="In May.")

    image = Image.objects.get()
    assert response.status_code == 302
    assert (image.name, image.alt, image.caption) == ("low-tide", "The sea", "In May.")
    assert (image.widths, image.width, image.height) == ([480, 960, 1600], 1600, 1200)
    assert {path.name.removeprefix(image.digest) for path in kept.iterdir()} == {
        *(f"-{width}.{kind}" for width in (480, 960, 1600) for kind in ("avif", "webp")),
        ".jpg",
    }
    for width, kind in ((480, "avif"), (960, "webp"), (1600, "avif")):
        assert shown(kept, image, width, kind).size == (width, width * 3 // 4)


def test_small_picture_is_never_made_larger(dana, kept):
    send(dana, picture(size=(700, 70)))

    image = Image.objects.get()
    assert (image.widths, image.width, image.height) == ([480, 700], 700, 70)


def test_visitor_gets_the_made_widths_for_good_and_never_the_original(dana, sam, kept):
    send(dana, picture())
    digest = Image.objects.get().digest

    for kind in ("avif", "webp"):
        response = sam.get(f"/media/{digest}-60.{kind}")
        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{kind}"
        assert "immutable" in response["Cache-Control"]
    assert (kept / f"{digest}.jpg").is_file()
    for name in (f"{digest}.jpg", f"{digest}-61.webp", "../practice.sqlite3", f"{digest}-60.png"):
        assert sam.get(f"/media/{name}").status_code == 404, name


@pytest.mark.parametrize(
    ("alt", "decorative", "field"),
    [("", [], "alt"), ("  ", [], "alt"), ("The sea", ["on"], "decorative")],
)
def test_either_it_is_described_or_it_is_decorative(dana, alt, decorative, field):
    assert refusal(send(dana, picture(), alt=alt, decorative=decorative), field)


def test_decorative_picture_needs_no_words(dana):
    send(dana, picture(), alt="", decorative="on")

    assert Image.objects.get().decorative
    assert Image.objects.get().alt == ""


def test_picture_that_was_fine_is_not_asked_for_again(dana, kept):
    first = send(dana, picture(), "Low tide.jpg", alt="", caption="In May.")
    page = seen(first)
    token = page.part(".//input[@name='kept']").root.get("value")
    assert page.part(".//input[@name='caption']").root.get("value") == "In May."
    assert "This picture is kept." in page.words

    second = send(dana, alt="The sea", caption="In May.", kept=token)

    assert second.status_code == 302
    assert Image.objects.get().name == "low-tide"
    assert shown(kept, Image.objects.get()).size == (60, 40)


def test_made_up_or_outdated_token_brings_no_picture(dana, kept):
    token = seen(send(dana, picture(), alt="")).part(".//input[@name='kept']").root.get("value")

    assert "Choose it again" in refusal(send(dana, kept=token[:-2] + "xx"))
    for path in kept.iterdir():
        path.unlink()
    assert "Choose it again" in refusal(send(dana, kept=token))


def test_form_without_a_picture_asks_for_one(dana):
    assert refusal(send(dana)) == "Choose a picture."


@pytest.mark.on_both
def test_same_picture_twice_is_pointed_to(dana):
    send(dana, picture(), "tide.jpg")

    response = send(dana, picture(), "again.jpg")

    assert "under the name “tide”" in seen(response).part(".//*[@id='id_file_error']").words
    assert Image.objects.count() == 1


@pytest.mark.on_both
def test_names_are_proposed_freed_and_lowered(dana):
    send(dana, picture(colour="red"), "tide.jpg")
    send(dana, picture(colour="blue"), "tide.png")
    send(dana, picture(colour="green"), "家族.png")
    send(dana, picture(colour="black"), name="x.png", **{"alt": "Night"})

    assert set(Image.objects.values_list("name", flat=True)) == {"tide", "tide-2", "picture", "x"}


def test_forty_megapixels_are_taken_and_the_site_itself_decodes_nothing(dana, kept, monkeypatch):
    data = picture(size=(8000, 5000))
    with monkeypatch.context() as patch:
        patch.setattr(Pillow, "open", None)
        send(dana, data)

    image = Image.objects.get()
    assert shown(kept, image).size == (1600, 1000)
    with Pillow.open(kept / f"{image.digest}.jpg") as original:
        assert original.size == (3200, 2000)


@pytest.mark.on_both
def test_making_a_picture_keeps_no_one_from_writing(transactional_db, dana, monkeypatch):
    seen_in_transaction = []

    def run_child(file, made):
        seen_in_transaction.append(connection.in_atomic_block)
        return {"refused": "damaged"}

    monkeypatch.setattr(preparing, "run_child", run_child)
    send(dana, picture())

    assert seen_in_transaction == [False]


@pytest.mark.on_both
def test_picture_whose_form_was_never_finished_is_swept_away_after_a_day(
    dana, kept, django_capture_on_commit_callbacks
):
    send(dana, picture(colour="red"), alt="")
    forgotten = list(kept.iterdir())
    before = time.time() - 25 * 60 * 60
    for path in forgotten:
        os.utime(path, (before, before))

    with django_capture_on_commit_callbacks(execute=True):
        send(dana, picture(colour="blue"))

    assert forgotten
    assert not any(path.exists() for path in forgotten)
    assert len(list(kept.iterdir())) == 3


def test_list_shows_each_picture_with_what_to_type(dana):
    send(dana, picture())

    page = look(dana, "/admin/content/image/")

    assert "![](image:tide)" in page.words
    assert page.part(".//table//img").root.get("alt") == "The sea"
