"""A draft, a scheduled and a withdrawn text are nowhere.

Each place is one parameter, and each filter behind one has a test that fails without it. A new place is a
new line of PLACES: an address, or a function that looks for Harbour in whatever else goes out.
"""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import timezone

from practice.content import covers, kept_files
from practice.content.models import Entry, Redirect
from tests.export.helpers import bytes_in, run

pytestmark = pytest.mark.usefixtures("clock", "practice")


def card(sam):
    """The picture other sites show, at the address they keep."""
    art = Entry.objects.filter(title="Harbour").values_list("art", flat=True).get()
    return sam.get(f"/art/{art}.png").status_code == 200


def old_address(sam):
    """What is imported may have been known elsewhere, and is asked for there with and without a slash."""
    asked = [sam.get(path) for path in ("/2019/05/harbour.html", "/old-harbour/", "/old-harbour")]
    return any(
        "harbour/" in response.get("Location", "") for response in asked if not _slash(response)
    )


def _slash(response):
    return response.get("Location") == "/old-harbour/"


def export(sam):
    """What Dana takes away, names and words, but for the drafts in their folder and the list of hashes,
    which no site built from it shows."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        run("export_content", out)
        files = bytes_in(out).items()
    shown = (
        f"{name} {data}"
        for name, data in files
        if not name.startswith(("_drafts/", "manifest.json"))
    )
    return any("harbour" in each.lower() for each in shown)


# Every place a public post may be met, and where it is seen there: by its title or its address.
# "page cache": none yet; when whole pages are kept, the withdrawn post shows it, because every place is
# read while it is public.
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
    "its own address": "/journal/harbour/",
    "social image": card,
    "old addresses": old_address,
    "export": export,
}
# What may be there only because of it: its tag, its emotion, its year.
OF_ITS_OWN = {
    "emotions": ("/emotions/", "/emotions/stillness/"),
    "emotions on the front page": ("/", "/emotions/stillness/"),
    "years of the journal": ("/journal/", "/journal/20"),
    "sitemap of tags": ("/sitemap.xml", "/journal/tags/pier/"),
    "sitemap of emotions": ("/sitemap.xml", "/emotions/stillness/"),
    "sitemap of years": ("/sitemap.xml", "/journal/20"),
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
    post = write("Harbour", body="Among lanternfish.", **{"days_ago": 5, **marks, **fields})
    Redirect.objects.create(path="/2019/05/harbour.html", entry=post)
    Redirect.objects.create(path="/old-harbour", entry=post)
    covers.draw(post)  # plain pages have none
    kept_files.keep(covers.folder() / f"{post.art}.png", b"the drawing, with its title")
    return post


@pytest.fixture(autouse=True)
def drawings(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hidden(write, neighbours, sam):
    """Harbour in one of the states in which nobody may see it."""

    def in_state(state):
        if state == "draft":
            return harbour(write, status="draft")
        if state == "scheduled":
            return harbour(write, days_ago=-1)
        post = harbour(write)
        for place in PLACES.values():
            met(sam, place)  # read, and perhaps kept, while it was public
        post.status = "draft"
        post.save()
        return post

    return in_state


def met(sam, place):
    """Whether Harbour can be met in a place, by its title, its text or a link to it."""
    if callable(place):
        return place(sam)
    response = sam.get(place)
    assert response.status_code == 200 or (response.status_code, place) == (
        404,
        "/journal/harbour/",
    )
    page = response.content.decode()
    return any(trace in page for trace in ("Harbour", "/harbour/", "Among lanternfish"))


def where(sam, places=PLACES):
    """The names of the places at which Harbour is met."""
    return [name for name, place in places.items() if met(sam, place)]


def test_public_post_is_met_everywhere(sam, write, neighbours):
    harbour(write)

    assert where(sam) == list(PLACES)


@pytest.mark.parametrize("state", STATES)
def test_hidden_post_is_met_nowhere(sam, hidden, state):
    hidden(state)

    assert where(sam) == []
    assert sam.get("/journal/harbour/").status_code == 404


def alone(write, **fields):
    """The only text there is, with marks nobody else has."""
    return write("Harbour", tags=["pier"], emotions=["stillness", "calm"], **fields)


def there(sam):
    """Which of what only Harbour has is shown."""
    pages = {address: sam.get(address).content.decode() for address, _ in OF_ITS_OWN.values()}
    return [place for place, (address, trace) in OF_ITS_OWN.items() if trace in pages[address]]


def test_marks_and_years_of_a_public_post_are_there(sam, write):
    alone(write)

    assert there(sam) == list(OF_ITS_OWN)


@pytest.mark.parametrize("state", STATES)
def test_marks_and_years_only_a_hidden_post_has_are_not_there(sam, write, state):
    post = alone(write, **({"days_ago": -1} if state == "scheduled" else {}))
    if state != "scheduled":
        post.status = "draft"
        post.save()

    assert there(sam) == []


@pytest.mark.parametrize("state", STATES)
def test_hidden_post_moves_no_time_and_draws_no_line(sam, write, hidden, state):
    hope = write("Hope", emotions=["hope"], days_ago=3).emotions.get()
    before = [sam.get(address).content for address in ("/sitemap.xml", "/emotions/")]

    post = hidden(state)
    post.emotions.add(hope)
    Entry.objects.filter(pk=post.pk).update(updated=timezone.now() + timedelta(hours=1))
    after = [sam.get(address).content for address in ("/sitemap.xml", "/emotions/")]

    assert after == before


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
@pytest.mark.parametrize("state", STATES)
def test_hidden_page_is_met_nowhere(sam, write, kind, state):
    write("Kin", tags=["rest"], emotions=["calm"])
    fields = {"draft": {"status": "draft"}, "scheduled": {"days_ago": -1}, "withdrawn": {}}[state]
    page = harbour(write, kind=kind, place="header", **fields)
    everywhere = {
        **{address: address for address in ("/", "/guides/", "/services/", "/journal/kin/")},
        **{address: address for address in ("/emotions/calm/", "/emotions/calm/feed/")},
        **{place: PLACES[place] for place in ("search", "sitemap", "old addresses", "export")},
        **({} if kind == "page" else {"social image": card}),
    }
    if state == "withdrawn":
        for place in everywhere.values():
            met(sam, place)
        page.status = "draft"
        page.save()

    assert where(sam, everywhere) == []
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


def test_scheduled_post_appears_at_its_minute_without_any_job(sam, write, neighbours, clock):
    minute = timezone.now() + timedelta(hours=5)
    harbour(write, publish_at=minute)

    clock.move_to(minute - timedelta(seconds=1))
    before = where(sam)
    clock.move_to(minute)
    after = where(sam)

    assert before == []
    # It comes after all that is there, so it is no neighbour of Before.
    assert after == [place for place in PLACES if place != "post before it"]
