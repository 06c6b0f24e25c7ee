"""What is no still picture is refused with a sentence that helps, and only Dana may send anything."""

import struct
import zlib

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from PIL import Image as Pillow

from practice.content.images import files, limits
from practice.content.models import Image
from practice.desk.signin import middleware
from practice.web import uploads
from tests.content.photographs import ADD, picture, refusal, saved, send
from tests.content.seen import seen
from tests.signing_in.steps import app_of

pytestmark = [
    pytest.mark.engine_free,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("kept"),
]


def moving(kind):
    frames = [Pillow.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=99)


def huge_png():
    """900 million points in a few bytes."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(10_000))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
REFUSED = {
    "empty": (lambda: b"", "empty"),
    "text": (lambda: b"Dear Dana, this is no picture.", "not a picture"),
    "drawing": (lambda: SVG, "Save the drawing as a PNG"),
    "drawing in UTF-16": (lambda: SVG.decode().encode("utf-16"), "Save the drawing as a PNG"),
    "animated GIF": (lambda: moving("GIF"), "This picture moves"),
    "animated WebP": (lambda: moving("WEBP"), "This picture moves"),
    "animated PNG": (lambda: moving("PNG"), "This picture moves"),
    "iPhone photo": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "Most Compatible"),
    "TIFF": (lambda: picture("TIFF"), "save it as JPEG or PNG"),
    "BMP": (lambda: picture("BMP"), "save it as JPEG or PNG"),
    "PDF": (lambda: b"%PDF-1.7\n", "PDF document"),
    "film": (lambda: b"\0\0\0\x20ftypisom\0\0\2\0isomiso2", "This is a film"),
    "half a photo": (lambda: picture(size=(900, 900))[:3000], "part of it is missing"),
    "half a PNG": (lambda: picture("PNG", (900, 900))[:900], "part of it is missing"),
    "only a beginning": (lambda: b"\xff\xd8\xff\xe0", "part of it is missing"),
    "bomb": (huge_png, "more than 60 million points"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_refused_file_is_answered_with_a_sentence_and_nothing_of_it_is_kept(
    dana, kept, data, words
):
    response = send(dana, data(), "photo.jpg", caption="My words.")

    assert words in refusal(response)
    assert seen(response).part(".//input[@name='caption']").root.get("value") == "My words."
    assert list(kept.iterdir()) == list(files.workshop().iterdir()) == []


def test_file_over_the_limit_is_forgotten_as_it_comes_in(dana, kept, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 100_000)

    response = send(dana, picture() + bytes(300_000), caption="My words.")

    assert "larger than 40 megabytes" in refusal(response)
    assert seen(response).part(".//input[@name='caption']").root.get("value") == "My words."
    assert list(kept.iterdir()) == list(files.workshop().iterdir()) == []


@pytest.mark.parametrize(("limit", "most"), [("MEMORY", 170 * 1024 * 1024), ("SECONDS", 0.05)])
def test_picture_that_takes_too_much_ends_its_own_process_only(dana, monkeypatch, limit, most):
    monkeypatch.setattr(limits, limit, most)

    response = send(dana, picture("PNG", (6000, 4500), compress_level=1))

    assert "more time or memory than there is" in refusal(response)


@pytest.fixture
def nothing_touches_the_disk(monkeypatch):
    def refuse(**how):
        raise AssertionError("A file was stored.")

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", refuse)


def test_visitor_uploads_nothing_anywhere(sam, nothing_touches_the_disk, kept):
    for address in (ADD, "/admin/login/", "/consultation/", "/search/"):
        response = send(sam, picture(), address=address)

        assert response.status_code in {200, 302, 405, 422}, address
        assert "file" not in response.wsgi_request.FILES
    assert not Image.objects.exists()


@pytest.mark.parametrize("may", [["is_staff"], []])
def test_member_who_may_not_add_images_uploads_nothing(
    practice, client, nothing_touches_the_disk, may
):
    user = get_user_model().objects.create_user("kim", is_staff="is_staff" in may)
    client.force_login(user)

    assert send(client, picture()).status_code in {302, 403}
    assert not Image.objects.exists()


def test_member_who_may_add_images_does(practice, client):
    user = get_user_model().objects.create_user("kim", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="add_image"))
    client.force_login(user)

    send(client, picture())

    assert Image.objects.exists()


def test_member_who_is_half_way_in_uploads_nothing(
    practice, client, nothing_touches_the_disk, monkeypatch
):
    """With the password and without the code; also if the door before this one stood open."""
    monkeypatch.setattr(middleware, "_is_picture", lambda request: False)
    user = get_user_model().objects.create_superuser("robin")
    app_of(user)
    client.force_login(user)

    response = send(client, picture())

    assert response.status_code == 302
    assert "file" not in response.wsgi_request.FILES
    assert not Image.objects.exists()


def test_dana_uploads_to_no_other_page(dana, nothing_touches_the_disk):
    response = send(dana, picture(), address="/admin/content/tag/add/")

    assert "file" not in response.wsgi_request.FILES


def test_upload_without_the_form_s_own_token_is_refused(dana):
    dana.handler.enforce_csrf_checks = True

    assert send(dana, picture()).status_code == 403
    assert not Image.objects.exists()
