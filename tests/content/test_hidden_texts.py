"""A draft, a scheduled and a withdrawn post are nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice.content.models import Redirect

pytestmark = pytest.mark.usefixtures("clock", "practice")

# Every place a public post may be met, and where it is seen there: by its title or its address.
PLACES = {
    "list": "/journal/",
    "tag": "/journal/tags/rest/",
    "emotion": "/emotions/calm/",
    "year": "/journal/2026/",
    "post before it": "/journal/before/",
    "post after it": "/journal/after/",
    "related posts": "/journal/kin/",
    "related to a guide": "/guides/near-to-calm/",
    "feed": "/journal/feed/",
    "tag feed": "/journal/tags/rest/feed/",
    "emotion feed": "/emotions/calm/feed/",
    "search": "/search/?q=lanternfish",
    "sitemap": "/sitemap.xml",
    "home": "/",
}
STATES = ["draft", "scheduled", "withdrawn"]


@pytest.fixture
def neighbours(write):
    """Posts around where Harbour stands in time, and texts that share its tag and its emotion."""
    write("Before", days_ago=6)
    write("After", days_ago=4)
    write("Kin", days_ago=20, tags=["rest"], emotions=["calm"])
    write("Near to calm", kind="guide", days_ago=30, emotions=["calm"])


def harbour(write, **fields):
    """The post in question."""
    marks = {"tags": ["rest"], "emotions": ["calm"]}
    return write("Harbour", body="Among lanternfish.", **{"days_ago": 5, **marks, **fields})


@pytest.fixture
def hidden(write, neighbours, sam):
    """Harbour in one of the states in which nobody may see it."""

    def in_state(state, read_before=("/journal/harbour/",)):
        if state == "draft":
            return harbour(write, status="draft")
        if state == "scheduled":
            return harbour(write, days_ago=-1)
        post = harbour(write)
        for address in read_before:
            sam.get(address)  # read, and perhaps kept, while it was public
        post.status = "draft"
        post.save()
        return post

    return in_state


def met(sam, address):
    """Whether Harbour can be met at an address, by its title, its text or a link to it."""
    response = sam.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    return any(trace in page for trace in ("Harbour", "/harbour/", "Among lanternfish"))


@pytest.mark.parametrize("place", PLACES)
def test_public_post_is_met_everywhere(sam, write, neighbours, place):
    harbour(write)

    assert met(sam, PLACES[place])


@pytest.mark.parametrize("state", STATES)
def test_hidden_post_is_met_nowhere(sam, hidden, state):
    hidden(state, read_before=PLACES.values())

    places = [place for place, address in PLACES.items() if met(sam, address)]

    assert places == []


@pytest.mark.parametrize("state", STATES)
def test_hidden_post_does_not_answer_at_its_address(sam, hidden, state):
    hidden(state)

    response = sam.get("/journal/harbour/")

    assert response.status_code == 404
    assert "lanternfish" not in response.content.decode()


@pytest.mark.parametrize("state", STATES)
def test_old_address_of_a_hidden_post_does_not_give_it_away(sam, hidden, state):
    Redirect.objects.create(path="/2019/05/harbour.html", entry=hidden(state))

    response = sam.get("/2019/05/harbour.html")

    assert response.status_code == 404
    assert "Location" not in response


@pytest.mark.parametrize("state", STATES)
def test_year_with_only_hidden_posts_is_not_there(sam, write, state):
    days_ago = -400 if state == "scheduled" else 400
    post = write("Harbour", days_ago=days_ago, status="draft" if state == "draft" else "public")
    if state == "withdrawn":
        post.status = "draft"
        post.save()

    assert sam.get(f"/journal/{post.publish_at.year}/").status_code == 404
    assert f"/journal/{post.publish_at.year}/" not in sam.get("/journal/").content.decode()


@pytest.mark.parametrize("kind", ["guide", "service", "page"])
@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_hidden_page_is_met_nowhere(sam, write, kind, state):
    write("Kin", tags=["rest"], emotions=["calm"])
    state = {"status": "draft"} if state == "draft" else {"days_ago": -1}
    marks = {"tags": ["rest"], "emotions": ["calm"]}
    page = write("Harbour", kind=kind, place="header", **marks, **state)
    everywhere = [
        *("/", "/guides/", "/services/", "/emotions/calm/", "/emotions/calm/feed/"),
        *("/journal/kin/", "/search/?q=words", "/sitemap.xml"),
    ]

    places = [address for address in everywhere if met(sam, address)]

    assert places == []
    assert sam.get(page.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("kind", ["guide", "service", "page"])
def test_public_page_is_met_in_the_menu_search_sitemap_and_at_its_address(sam, write, kind):
    page = write("Harbour", kind=kind, place="header")

    for address in ("/", "/search/?q=words", "/sitemap.xml", page.get_absolute_url()):
        assert met(sam, address)


def test_practitioner_signed_in_sees_the_public_site_as_everyone_does(dana, write, neighbours):
    harbour(write, status="draft")

    assert not met(dana, "/journal/")
    assert dana.get("/journal/harbour/").status_code == 404


# What is scheduled comes after all that is there, so it is no neighbour of Before.
@pytest.mark.parametrize("place", [place for place in PLACES if place != "post before it"])
def test_scheduled_post_appears_at_its_minute_without_any_job(sam, write, neighbours, clock, place):
    minute = timezone.now() + timedelta(hours=5)
    harbour(write, publish_at=minute)

    clock.move_to(minute - timedelta(seconds=1))
    before = met(sam, PLACES[place])
    clock.move_to(minute)
    after = met(sam, PLACES[place])

    assert (before, after) == (False, True)


def test_scheduled_post_answers_at_its_address_from_its_minute(sam, write, clock):
    minute = timezone.now() + timedelta(hours=5)
    harbour(write, publish_at=minute)

    clock.move_to(minute - timedelta(seconds=1))
    before = sam.get("/journal/harbour/")
    clock.move_to(minute)
    after = sam.get("/journal/harbour/")

    assert (before.status_code, after.status_code) == (404, 200)
