"""Old addresses over the years: chains are one step, nothing goes in a circle, nothing leaves the house."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.content.marks.merging import merge
from practice.content.models import Emotion, Redirect, Tag
from tests.content.seen import look, seen

pytestmark = pytest.mark.usefixtures("practice")

ADD = "/admin/content/redirect/add/"


def moved(entry, *slugs):
    for slug in slugs:
        entry.slug = slug
        entry.save()
    return entry


def hops(client, asked):
    """Every address on the way from `asked`, and what the last one answered."""
    response = client.get(asked, follow=True)
    assert all(status == 301 for _, status in response.redirect_chain)
    return [address for address, _ in response.redirect_chain], response.status_code


@pytest.mark.parametrize("asked", ["/journal/rain/", "/journal/wet/", "/journal/rain", "/old-rain"])
def test_however_often_a_text_moved_there_is_one_step_to_it(sam, write, asked):
    rain = write("Rain")
    Redirect.objects.create(path="/old-rain", entry=rain)
    moved(rain, "wet", "damp", "dry")

    assert hops(sam, asked) == (["/journal/dry/"], 200)


def test_text_that_moved_back_goes_in_no_circle(sam, write):
    moved(write("Rain"), "wet", "rain", "wet", "rain")

    assert hops(sam, "/journal/rain/") == ([], 200)
    assert hops(sam, "/journal/wet/") == (["/journal/rain/"], 200)


def test_new_text_at_an_old_address_wins_and_gives_it_back_when_it_goes(sam, write):
    moved(write("Rain"), "wet")
    new = write("Rain again", slug="rain")

    assert seen(sam.get("/journal/rain/")).headings[0] == ("h1", "Rain again")
    assert hops(sam, "/journal/rain") == (["/journal/rain/"], 200)  # to the new text, not past it
    new.status = "draft"
    new.save()
    for asked in ("/journal/rain/", "/journal/rain"):
        assert hops(sam, asked) == (["/journal/wet/"], 200)


@pytest.mark.parametrize("path", ["/journal", "/about", "/emotions/calm", "/help-now"])
def test_address_of_the_site_is_not_led_past_without_its_slash_either(sam, write, path):
    rain = write("Rain", emotions=["calm"])
    write("About", kind="page")
    Redirect.objects.create(path=path, entry=rain)

    assert hops(sam, path) == ([f"{path}/"], 200)


@pytest.mark.parametrize(("model", "folder"), [(Tag, "/journal/tags"), (Emotion, "/emotions")])
@pytest.mark.parametrize("end", ["/", "/feed/", ""])
def test_merged_and_renamed_subjects_are_one_step_away(sam, model, folder, end):
    rest, quiet, peace = (model.objects.create(name=n, slug=n) for n in ("rest", "quiet", "peace"))
    rest.slug = "ease"
    rest.save()
    merge(quiet, [rest])
    quiet.refresh_from_db()
    merge(peace, [quiet])
    peace.slug = "stillness"
    peace.save()

    for old in ("rest", "ease", "quiet", "peace"):
        assert hops(sam, f"{folder}/{old}{end}") == ([f"{folder}/stillness{end or '/'}"], 200)


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "asked",
    [
        *(
            "//evil.example/",
            "//evil.example",
            "/\\evil.example/",
            "/%5cevil.example",
            "///evil.example/",
        ),
        *("/old//evil.example/", "/old/?next=//evil.example/", "/%2F%2Fevil.example/"),
    ],
)
def test_no_step_leaves_the_host(sam, write, asked):
    rain = write("Rain")
    Redirect.objects.create(path="/old", entry=rain)
    Redirect.objects.create(path="//evil.example", entry=rain)

    response = sam.get(asked)

    location = response.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "evil" not in location or location.startswith("/%2F")


# -- on the desk ----------------------------------------------------------------------------------------


def leads(dana):
    """The list: each old address and where Dana reads that it leads."""
    rows = look(dana, "/admin/content/redirect/").all(".//table[@id='result_list']/tbody/tr")
    return {row.part(".//th").words: row.part(".//td[2]").words for row in rows}


@pytest.mark.ignore_template_errors
def test_list_says_where_each_leads_now(dana, write):
    moved(write("Rain"), "wet")
    moved(write("Snow"), "white")
    write("Snow again", slug="snow")
    moved(write("Sun"), "bright")
    write("Sun again", slug="sun", status="draft")
    hail = moved(write("Hail"), "hard")
    hail.status = "draft"
    hail.save()

    assert leads(dana) == {
        "/journal/rain": "/journal/wet/ (“Rain”)",
        "/journal/sun": "/journal/bright/ (“Sun”)",
        "/journal/snow": "nowhere else: “Snow again” stands there now",
        "/journal/hail": "nowhere yet: “Hail” is not public",
    }


@pytest.mark.ignore_template_errors
def test_list_asks_no_more_for_many(dana, write):
    moved(write("Rain"), "wet", "wetter")
    with CaptureQueriesContext(connection) as few:
        leads(dana)
    moved(write("Snow"), *(f"white-{number}" for number in range(9)))
    with CaptureQueriesContext(connection) as many:
        leads(dana)

    assert len(many) == len(few)


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/2019/05/rain.html", "/2019/05/rain.html"),
        ("/blog/rain/", "/blog/rain"),
        ("https://old.example/blog/rain/", "/blog/rain"),
        (" /blog/%E5%AE%B6%E6%97%8F/ ", "/blog/家族"),
    ],
)
def test_address_is_taken_as_somebody_copies_it(sam, dana, write, typed, kept):
    rain = write("Rain")

    dana.post(ADD, {"path": typed, "entry": rain.pk})

    assert Redirect.objects.get().path == kept
    assert hops(sam, kept) == (["/journal/rain/"], 200)


@pytest.mark.engine_free
@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/journal/rain/", "It would lead to itself"),
        ("/journal/rain", "It would lead to itself"),
        ("http://practice.example/journal/rain/", "It would lead to itself"),
        ("/journal/draft/", "“Draft” stands there"),
        ("/journal/", "The site itself answers there"),
        ("/help-now", "The site itself answers there"),
        ("/emotions/calm/feed/", "The site itself answers there"),
        ("/feed.xml", "The site itself answers there"),
        ("/", "The front page stays"),
        ("rain", "Begin with one /"),
        ("//old.example/rain", "Begin with one /"),
        ("javascript:alert(1)", "Begin with one /"),
        ("/?p=123", "Leave out “?”"),
        ("http://[half/", "This is not an address"),
    ],
)
def test_address_that_leads_nobody_anywhere_is_refused_at_its_field(dana, write, typed, said):
    rain = write("Rain", emotions=["calm"])
    write("Draft", status="draft")

    page = seen(dana.post(ADD, {"path": typed, "entry": rain.pk}))

    assert said in page.part(".//ul[@class='errorlist']").words
    assert not Redirect.objects.exists()


def test_the_text_it_leads_to_is_looked_up_by_its_title_however_many_there_are(dana, kim, write):
    write("Rain on the roof")
    write("Sun")
    asked = {
        "app_label": "content",
        "model_name": "redirect",
        "field_name": "entry",
        "term": "roof",
    }

    page = look(dana, ADD)
    found = dana.get("/admin/autocomplete/", asked).json()["results"]

    assert "Sun" not in page.part(".//select[@name='entry']").words
    assert [each["text"] for each in found] == ["Rain on the roof"]
    assert kim.get("/admin/autocomplete/", asked).status_code == 403  # she keeps no old addresses
    assert dana.get("/admin/content/entry/").status_code == 404
    assert "content/entry" not in dana.get("/admin/").content.decode()


def test_a_stranger_looks_no_text_up(sam, write):
    write("Rain", status="draft")
    asked = {
        "app_label": "content",
        "model_name": "redirect",
        "field_name": "entry",
        "term": "rain",
    }

    answer = sam.get("/admin/autocomplete/", asked)

    assert answer.status_code in {302, 403}
    assert "Rain" not in answer.content.decode()
