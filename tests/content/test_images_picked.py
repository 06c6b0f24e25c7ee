"""A picture goes into a text without leaving it: one that is here, or a new one."""

import pytest

from practice.content.images import limits
from practice.content.models import Image
from tests.content.photographs import named, picture

pytestmark = [pytest.mark.engine_free, pytest.mark.usefixtures("kept")]

PICK = "/admin/content/image/pick/"


def upload(client, data, **fields):
    fields = {"alt": "The sea at dusk", "kept": "", **fields}
    return client.post(PICK, {**fields, **({"file": named(data)} if data else {})})


def test_a_new_picture_is_ready_to_stand_in_the_text(dana):
    made = upload(dana, picture())

    assert made.status_code == 201
    assert made.json()["picture"]["markdown"] == f"![](image:{Image.objects.get().name})"
    assert dana.get(made.json()["picture"]["thumbnail"]).status_code == 200


def test_one_that_is_here_is_found_by_what_it_shows(dana):
    upload(dana, picture())

    assert [each["alt"] for each in dana.get(f"{PICK}?q=dusk").json()["found"]] == [
        "The sea at dusk"
    ]
    assert dana.get(f"{PICK}?q=mountain").json()["found"] == []


def test_a_picture_without_words_is_asked_for_them_and_need_not_be_sent_again(dana):
    refused = upload(dana, picture(), alt="")

    assert refused.status_code == 422
    assert "Say in a few words" in refused.json()["errors"]["alt"][0]
    assert not Image.objects.exists()
    assert upload(dana, None, kept=refused.json()["kept"]).status_code == 201


def test_one_too_large_is_refused_in_a_sentence(dana, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 100)

    refused = upload(dana, picture(size=(600, 400)))

    assert refused.status_code == 422
    assert "megabytes" in refused.json()["errors"]["file"][0]
    assert not Image.objects.exists()


def test_neither_sam_nor_kim_uploads(sam, kim):
    assert upload(sam, picture())["Location"].startswith("/admin/login/")
    assert upload(kim, picture()).status_code == 403
    assert not Image.objects.exists()
