"""The left column and the page of settings: what a person may use, where one is, and nothing else."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from intake.models import Inquiry
from tests.content.seen import look
from tests.intake.inquiries import received

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

SETTINGS = "/admin/settings/"


@pytest.fixture
def kim(practice):
    """Kim, an editor, signed in: texts, tags and pictures, and no inquiries."""
    user = get_user_model().objects.create_user("kim", first_name="Kim", is_staff=True)
    allowed = Permission.objects.filter(content_type__app_label__in=["journal", "pages", "content"])
    user.user_permissions.set(allowed)
    client = Client()
    client.force_login(user)
    return client


def column(client, address):
    """The words of the left column, and which of them is marked as where one is."""
    html = client.get(address).content.decode()
    nav = html.partition('<nav aria-label="Desk">')[2].partition("</nav>")[0]
    links = re.findall(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>([^<]*)', nav)
    return [text.strip() for *_, text in links], [text.strip() for _, at, text in links if at]


def trail(client, address):
    html = client.get(address).content.decode()
    where = html.partition('aria-label="Where you are"')[2].partition("</nav>")[0]
    return re.findall(r">([^<>]+)</a>", where)


@pytest.mark.engine_free
def test_dana_has_seven_words(dana):
    words, at = column(dana, "/admin/")

    texts = ["Writing", "Pages", "Emotions and tags"]
    assert words == ["Desk", "Inquiries", *texts, "Settings", "Guide"]
    assert at == ["Desk"]


def test_kim_sees_what_an_editor_may_use_and_nothing_else(kim):
    received()

    words, _ = column(kim, "/admin/")

    assert words == ["Desk", "Writing", "Pages", "Emotions and tags", "Settings", "Guide"]
    settings = look(kim, SETTINGS).words
    assert "Images" in settings
    for closed in ("People", "Event log", "Practice profile", "Reply templates", "nquir"):
        assert closed not in settings


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("address", "marked", "above"),
    [
        ("/admin/journal/post/", ["Writing"], []),
        ("/admin/journal/post/add/", ["Writing"], ["Writing"]),
        ("/admin/pages/page/?kind=guide", ["Pages"], []),
        ("/admin/content/tag/", ["Emotions and tags"], []),
        ("/admin/content/tag/add/", ["Emotions and tags"], ["Tags"]),
        ("/admin/profile/notice/", ["Settings"], ["Settings"]),
        ("/admin/profile/notice/add/", ["Settings"], ["Settings", "Notices"]),
        (SETTINGS, ["Settings"], []),
        ("/admin/guide/", ["Guide"], []),
        ("/admin/guide/writing/", ["Guide"], ["Guide"]),
    ],
)
def test_the_column_marks_where_one_is_and_the_trail_leads_back(dana, address, marked, above):
    assert column(dana, address)[1] == marked
    assert trail(dana, address) == above


def test_unread_inquiries_are_counted_until_they_are_opened(dana, practice):
    assert "unread" not in look(dana, SETTINGS).words
    received(name="Ana")
    received(name="Ben")

    assert "Inquiries 2 unread" in look(dana, SETTINGS).words

    Inquiry.objects.update(state="read")
    assert "unread" not in look(dana, SETTINGS).words


@pytest.mark.engine_free
def test_settings_lead_to_pages_that_are_there(dana):
    html = dana.get(SETTINGS).content.decode().partition('class="places"')[2].partition("</ul>")[0]
    links = re.findall(r'<a href="([^"]*)">', html)

    assert len(links) > 8
    assert {dana.get(link).status_code for link in links} <= {200, 302}
    assert len(links) == len(set(links))


@pytest.mark.engine_free
def test_what_belongs_together_is_called_by_its_name_and_not_by_djangos(dana):
    html = dana.get("/admin/evidence/").content.decode()

    assert re.search(r"<h1[^>]*>\s*Evidence and agreements\s*</h1>", html)
    assert "administration" not in html


@pytest.mark.engine_free
def test_whoever_is_signed_out_sees_no_column(sam, dana):
    assert column(sam, "/admin/login/") == ([], [])

    said = dana.post("/admin/logout/").content.decode()

    assert 'aria-label="Desk"' not in said
