"""Dana shows a draft to Kim before anybody else sees it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from practice.content.models import Image, PreviewLink
from practice.content.previews import links
from tests.content.seen import look, seen

pytestmark = [
    pytest.mark.usefixtures("practice"),
    pytest.mark.ignore_template_errors,
    pytest.mark.engine_free,
]


@pytest.fixture
def kim():
    """Kim's browser: nobody is signed in with it."""
    return Client()


def path_of(link):
    return urlsplit(links.address_of(link)).path


@pytest.fixture
def given(write):
    """Give out a link to a draft: `given("Rain")`; what it leads to, and the address."""

    def given(title, days=7, **fields):
        entry = write(title, **{"status": "draft", **fields})
        return entry, path_of(links.make(entry, days=days, by=None))

    return given


def edit(entry):
    app = "journal/post" if entry.kind == "post" else "pages/page"
    return f"/admin/{app}/{entry.pk}/change/"


def gone(response):
    page = seen(response)
    return response.status_code == 404 and "This preview has ended" in page.words


def test_dana_makes_a_link_and_kim_reads_the_draft_with_it(dana, kim, write):
    rain = write("Rain", status="draft", body="Soft **drops**.", emotions=["calm"])
    page = look(dana, edit(rain)).part(".//section[@id='previews']")
    made = dana.post(page.part(".//form").root.get("action"), {"days": "7"}, follow=True)

    field = seen(made).part(".//section[@id='previews']").part(".//li//input[@readonly]")
    shown = look(kim, urlsplit(field.root.get("value")).path)

    assert shown.headings[0] == ("h1", "Rain")
    assert shown.part(".//article").part(".//strong").words == "drops"
    assert "A draft. It is not on the site yet." in shown.words
    assert "made by dana" in seen(made).words
    assert kim.get("/journal/rain/").status_code == 404
    assert "A draft." not in look(kim, "/journal/").words


@pytest.mark.parametrize(
    ("kind", "slug"),
    [("guide", "rain"), ("service", "rain"), ("page", "rain"), ("page", "home"), ("page", "fees")],
)
def test_every_kind_of_text_is_shown_on_its_own_page(kim, given, kind, slug):
    _, path = given("Rain", kind=kind, slug=slug, body="## A part\n\nSoft drops.")

    shown = look(kim, path)

    assert "Soft drops." in shown.words
    assert shown.headings[0] == ("h1", "Rain")
    assert "A draft." in shown.words


def test_it_shows_pictures_of_the_draft_and_what_dana_saves_later(kim, given):
    Image.objects.create(name="lamp", alt="A lamp.", width=9, height=9, digest="a" * 20, widths=[9])
    rain, path = given("Rain", body="![](image:lamp)", art="b" * 20)

    before = look(kim, path)
    rain.body = "Other words."
    rain.save()

    assert before.part(".//article//img[@alt='A lamp.']").root.get("src").startswith("/media/")
    assert before.part(".//picture/source").root.get("srcset") == f"/art/{'b' * 20}-night.svg"
    assert "Other words." in look(kim, path).words


def test_nobody_keeps_it_lists_it_or_learns_its_address(kim, given):
    _, path = given("Rain")

    response = kim.get(path)
    page = seen(response)

    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "noindex" in page.robots
    assert not page.has(".//link[@rel='canonical']")
    assert not response.cookies
    assert path not in response.content.decode()
    for elsewhere in ("/sitemap.xml", "/journal/feed/", "/search/?q=rain", "/journal/"):
        assert b"preview" not in kim.get(elsewhere).content
    assert kim.get("/journal/")["Referrer-Policy"] == "same-origin"


def test_once_public_it_leads_to_the_page_and_back_again_when_withdrawn(kim, given):
    rain, path = given("Rain")
    rain.status = "public"
    rain.save()
    response = kim.get(path)
    rain.status = "draft"
    rain.save()

    assert (response.status_code, response["Location"]) == (302, "/journal/rain/")
    assert response["Cache-Control"] == "no-store"
    assert look(kim, path).headings[0] == ("h1", "Rain")


def test_a_scheduled_text_is_shown_until_its_minute(kim, given, clock):
    _, path = given("Rain", status="public", days_ago=-1)

    before = kim.get(path).status_code
    clock.shift(timedelta(days=1, minutes=1))

    assert before == 200
    assert kim.get(path)["Location"] == "/journal/rain/"


@pytest.mark.parametrize("days", links.DAYS)
def test_it_ends_when_its_days_are_over(kim, given, clock, days):
    _, path = given("Rain", days=days)

    clock.shift(timedelta(days=days, seconds=-1))
    last = kim.get(path).status_code
    clock.shift(timedelta(seconds=1))

    assert last == 200
    assert gone(kim.get(path))


def test_dana_stops_one_and_the_other_goes_on(dana, kim, given):
    rain, first = given("Rain")
    second = path_of(links.make(rain, days=1, by=None))
    (form,) = [
        each
        for each in look(dana, edit(rain)).all(".//section[@id='previews']//li")
        if first in each.part(".//input[@readonly]").root.get("value")
    ]

    dana.post(form.part(".//form").root.get("action"))

    assert gone(kim.get(first))
    assert kim.get(second).status_code == 200
    assert first not in dana.get(edit(rain)).content.decode()


def test_forged_unknown_stopped_and_deleted_are_answered_alike(kim, given, write):
    _, path = given("Rain")
    link = PreviewLink.objects.get()
    other = write("Other", status="draft")
    deleted = path_of(links.make(other, days=1, by=None))
    other.delete()
    key, signature = path.removeprefix("/preview/").strip("/").split(".")
    signed = signing.Signer(salt="content.previews", sep=".").sign("nobody-has-this-key")
    links.stop(link)

    tried = [
        key,
        f"{key}.{signature[:-1]}x",
        f"{key}.",
        f"x.{signature}",
        signed,
        "%00",
        "a" * 5000,
    ]
    answers = [kim.get(f"/preview/{token}/") for token in tried] + [kim.get(path), kim.get(deleted)]

    assert all(gone(answer) for answer in answers)
    assert len({answer.content for answer in answers}) == 1
    assert all(answer["Cache-Control"] == "no-store" for answer in answers)
    assert b"Rain" not in answers[0].content


def test_whoever_reads_the_database_cannot_make_the_address(kim, given):
    _, path = given("Rain")
    row = PreviewLink.objects.values_list("key", "entry_id", "expires_at").get()

    assert len(row[0]) >= 22  # 128 bits and more
    assert gone(kim.get(f"/preview/{row[0]}/"))
    assert path.strip("/").removeprefix("preview/") not in map(str, row)


def test_the_address_lies_in_no_table_not_even_for_a_moment(dana, write):
    rain = write("Rain", status="draft")
    dana.post(f"/admin/journal/post/{rain.pk}/previews/", {"days": "7"})
    secret = path_of(PreviewLink.objects.get()).strip("/").partition(".")[2]

    with connection.cursor() as cursor:
        held = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held += [str(value) for row in cursor.fetchall() for value in row]
    session = dana.session.items()

    assert any("The link is made." in str(value) for _, value in session)
    assert secret not in f"{held} {list(session)}"


def test_a_number_of_days_nobody_offered_makes_no_link(dana, write):
    rain = write("Rain", status="draft")

    for days in ("9999", "", "-1", "x"):
        page = seen(
            dana.post(f"/admin/journal/post/{rain.pk}/previews/", {"days": days}, follow=True)
        )
        assert "Choose one, seven or thirty days." in page.words
    assert not PreviewLink.objects.exists()


def test_only_who_may_change_the_text_makes_or_stops_links(kim, given):
    rain, path = given("Rain")
    link = PreviewLink.objects.get()
    get_user_model().objects.create_user("lee", password="pw", is_staff=True)
    lee = Client()
    lee.login(username="lee", password="pw")

    for browser, status in ((lee, 403), (kim, 302)):
        make = browser.post(f"/admin/journal/post/{rain.pk}/previews/", {"days": "7"})
        stop = browser.post(f"/admin/journal/post/{rain.pk}/previews/{link.pk}/stop/")
        assert (make.status_code, stop.status_code) == (status, status)

    assert PreviewLink.objects.live().count() == 1
    assert kim.get(path).status_code == 200


def test_a_look_at_the_address_makes_and_stops_nothing(dana, given):
    rain, _ = given("Rain")
    link = PreviewLink.objects.get()

    assert dana.get(f"/admin/journal/post/{rain.pk}/previews/").status_code == 405
    assert dana.get(f"/admin/journal/post/{rain.pk}/previews/{link.pk}/stop/").status_code == 405
    assert PreviewLink.objects.live().count() == 1


def test_a_link_is_stopped_through_its_own_text_only(dana, given, write):
    given("Rain")
    link = PreviewLink.objects.get()
    other = write("Other")

    assert dana.post(f"/admin/journal/post/{other.pk}/previews/{link.pk}/stop/").status_code == 404
    assert PreviewLink.objects.live().exists()


def test_the_time_of_its_end_is_kept_when_a_spent_link_is_stopped(given, clock):
    given("Rain", days=1)
    link = PreviewLink.objects.get()
    clock.shift(timedelta(days=2))

    links.stop(link)

    link.refresh_from_db()
    assert link.revoked_at is None
    assert link.expires_at < timezone.now()


def test_a_public_text_needs_no_link(dana, write):
    page = look(dana, edit(write("Rain"))).part(".//section[@id='previews']")

    assert ("/journal/rain/", "/journal/rain/") in page.links
    assert not page.has(".//form")
