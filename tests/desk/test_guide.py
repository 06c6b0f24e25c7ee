"""The guide at the desk: for everybody who may come in, and a way to it where a question arises."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image

from practice.desk import registry
from practice.desk.guide.chapters import _ABOUT, ORDER, PICTURES, SHARPNESS
from tests.content.seen import look
from tests.intake.inquiries import received

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free, pytest.mark.ignore_template_errors]

GUIDE = "/admin/guide/"


def read(client, address):
    return client.get(address).content.decode()


def chapter_named_at(client, address):
    """What the line at the foot of a page names; empty where there is no such line."""
    found = re.findall(r'In the guide: <a href="([^"]*)">', read(client, address))
    assert len(found) < 2
    return "".join(found).removeprefix(GUIDE).strip("/")


def test_dana_reads_on_from_chapter_to_chapter(dana):
    first = read(dana, GUIDE)
    assert all(f'href="{GUIDE}{slug}/"' in first for slug in ORDER)
    been, here = [], f"{GUIDE}{ORDER[0]}/"
    while here:
        page = read(dana, here)
        been.append(here.removeprefix(GUIDE).strip("/"))
        here = "".join(re.findall(r'rel="next" href="([^"]*)"', page))

    assert been == list(ORDER)
    assert 'rel="prev"' in page


def test_a_chapter_nobody_wrote_is_not_there(dana):
    assert dana.get(f"{GUIDE}secrets/").status_code == 404
    assert dana.get(f"{GUIDE}../settings/").status_code == 404


def test_a_stranger_is_led_to_signing_in_and_kim_may_read(sam, dana, practice):
    limits = "open for a practitioner only"
    kim = Client()
    kim.force_login(get_user_model().objects.create_user("kim", is_staff=True))
    for address in (GUIDE, f"{GUIDE}a-request/"):
        assert sam.get(address)["Location"] == f"/admin/login/?next={address}"
        assert kim.get(address).status_code == 200
    assert limits in look(kim, GUIDE).words
    assert limits not in look(dana, GUIDE).words


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/admin/intake/inquiry/", "a-request"),
        ("/admin/journal/post/add/", "writing"),
        ("/admin/pages/page/order/", "pages-and-notices"),
        ("/admin/content/image/add/", "writing"),
        ("/admin/content/tag/", "pages-and-notices"),
        ("/admin/backups/backup/sheet/", "backups"),
        ("/admin/sign-in/", "signing-in"),
        ("/admin/", ""),
        ("/admin/settings/", ""),
        (GUIDE, ""),
        (f"{GUIDE}writing/", ""),
    ],
)
def test_a_page_names_the_chapter_about_it(dana, address, slug):
    assert chapter_named_at(dana, address) == slug


def test_what_is_wrong_with_the_site_is_explained_and_only_then(dana, monkeypatch):
    said = "What such a line means"
    assert said not in look(dana, "/admin/").words
    monkeypatch.setattr(registry, "health_lines", [lambda: "the disk is filling: 3 MB free"])

    assert said in look(dana, "/admin/").words


def test_an_empty_inbox_says_what_is_to_come(dana, practice):
    said = "What happens when somebody writes"
    assert said in look(dana, "/admin/intake/inquiry/").words
    received()

    assert said not in look(dana, "/admin/intake/inquiry/").words


def test_no_small_window_and_no_way_in_speaks_of_the_guide(dana, sam):
    assert chapter_named_at(dana, "/admin/content/tag/add/?_popup=1") == ""
    assert "guide" not in look(sam, "/admin/login/").words


def test_whatever_is_named_is_there():
    assert set(_ABOUT.values()) <= set(ORDER)


def test_pictures_take_their_room_before_they_come(dana):
    html = "".join(read(dana, f"{GUIDE}{slug}/") for slug in ORDER)
    told = {
        name: (int(wide), int(high))
        for high, name, wide in re.findall(
            r'<img alt="[^"]{20,}" height="(\d+)" src="/static/desk/guide/([^"]+)" width="(\d+)">',
            html,
        )
    }
    for path in PICTURES.iterdir():
        with Image.open(path) as picture:
            assert told.pop(path.name) == tuple(round(side / SHARPNESS) for side in picture.size)

    assert told == {}
    assert ".md" not in html.replace("docs/trouble.md", "").replace("docs/backup.md", "")
    assert "../" not in html
