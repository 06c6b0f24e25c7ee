"""Sam follows a link from before the site moved."""

import pytest

from practice.content.models import Redirect
from tests.content.seen import seen, submit

pytestmark = pytest.mark.usefixtures("practice")


@pytest.fixture
def rain(write):
    post = write("Rain")
    Redirect.objects.create(path="/2019/05/rain.html", entry=post)
    Redirect.objects.create(path="/old-rain", entry=post)
    Redirect.objects.create(path="/blog/家族", entry=post)
    return post


@pytest.mark.parametrize(
    "asked",
    ["/2019/05/rain.html", "/old-rain/", "/2019/05/rain.html/", "/blog/%E5%AE%B6%E6%97%8F/"],
)
def test_old_address_leads_to_the_text_for_good(sam, rain, asked):
    response = sam.get(asked)

    assert response.status_code == 301
    assert response["Location"] == "/journal/rain/"


def test_old_address_without_its_slash_arrives_too(sam, rain):
    response = sam.get("/old-rain", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == "/journal/rain/"


def test_old_address_follows_when_the_text_moves_again(sam, rain):
    rain.slug = "soft-rain"
    rain.save()

    assert sam.get("/2019/05/rain.html")["Location"] == "/journal/soft-rain/"


@pytest.mark.ignore_template_errors
def test_address_a_text_had_before_dana_changed_it_leads_to_it(sam, dana, rain):
    submit(dana, f"/admin/journal/post/{rain.pk}/change/", slug="soft-rain")

    response = sam.get("/journal/rain/")

    assert sam.get("/journal/soft-rain/").status_code == 200
    assert response.status_code == 301
    assert response["Location"] == "/journal/soft-rain/"


def test_page_that_is_there_is_never_hidden_by_an_old_address(sam, rain, write):
    write("About", kind="page", body="I am Dana.")
    Redirect.objects.create(path="/about", entry=rain)

    response = sam.get("/about/")

    assert response.status_code == 200
    assert "I am Dana." in seen(response).words


@pytest.mark.parametrize("asked", ["/2019/05/storm.html", "/2019/05/RAIN.html", "/2019/05/"])
def test_address_nobody_had_is_not_there_and_says_where_to_go(sam, rain, asked):
    response = sam.get(asked)

    page = seen(response)
    assert response.status_code == 404
    assert page.headings[0] == ("h1", "This page is not here")
    assert {"/", "/journal/", "/emotions/", "tel:4155550199"} <= set(page.addresses)
    assert page.robots == "noindex"


def test_sending_something_to_an_old_address_goes_nowhere(sam, rain):
    response = sam.post("/2019/05/rain.html", {"x": "y"})

    assert response.status_code in {403, 404, 405}
    assert "Location" not in response


@pytest.mark.parametrize("asked", ["/%ff%fe/", "/%ED%A0%80/", f"/{'x' * 3000}/", "/a%0Ab"])
def test_address_no_keyboard_writes_is_only_not_there(sam, rain, asked):
    response = sam.get(asked)

    assert response.status_code == 404


@pytest.mark.parametrize("asked", ["/%00", "/a%00b/"])
def test_address_with_nul_in_it_is_only_not_there(sam, rain, asked):
    assert sam.get(asked).status_code == 404
