"""What the head of each page says to search engines, and to sites that show a link to it."""

import io

import pytest
from django.contrib.auth.models import User
from PIL import Image

from practice.content import covers
from practice.content.previews import links
from practice.content.seo import description_of
from tests.content.seen import look, seen

pytestmark = pytest.mark.engine_free

SITE = "http://practice.example"
PAGES = [
    *("/", "/journal/", "/journal/rain/", "/journal/bare/", "/journal/tags/rest/", "/guides/"),
    *("/guides/breathing/", "/services/", "/services/couples/", "/emotions/", "/emotions/calm/"),
    *(
        "/about/",
        "/questions/",
        "/fees/",
        "/help-now/",
        "/privacy/",
        "/notices/",
        "/accessibility/",
    ),
    *("/consultation/",),
]
LONG = "He walked a long way by the water, and thought of nothing at all for once. " * 8


def head(client, address):
    """What a page's head says, by name: `og:image`, `description`, `canonical` …"""
    page = look(client, address)
    said = {"title": page.title}
    for meta in page.all(".//head/meta"):
        name = meta.root.get("property") or meta.root.get("name")
        if name:
            assert name not in said, f"{name} is said twice on {address}"
            said[name] = meta.root.get("content")
    found = page.all(".//head/link[@rel='canonical']")
    assert len(found) < 2
    return said | ({"canonical": found[0].root.get("href")} if found else {})


def assert_says_what_it_is(said, address):
    assert said["canonical"] == said["og:url"] == f"{SITE}{address}"
    assert 3 < len(said["description"]) <= 400
    assert said["og:description"] == said["description"]
    assert said["og:title"]
    assert said["og:title"] in said["title"]
    assert said["og:site_name"] == "The Quiet Room"
    assert said["og:image:alt"]
    assert said["twitter:card"] in {"summary", "summary_large_image"}
    assert "robots" not in said
    assert not [name for name, words in said.items() if words in {"", "None"}]


def test_every_page_says_what_it_is_and_how_to_show_it(sam, written):
    for address in PAGES:
        assert_says_what_it_is(head(sam, address), address)


@pytest.mark.parametrize("address", ["/journal/rain/", "/guides/breathing/", "/services/couples/"])
def test_text_is_shown_with_its_drawing(sam, written, address):
    said = head(sam, address)

    picture = sam.get(said["og:image"].removeprefix(SITE))
    assert said["og:image"].startswith(f"{SITE}/art/")
    assert said["og:title"] in said["og:image:alt"]
    assert said["twitter:card"] == "summary_large_image"
    assert picture["Cross-Origin-Resource-Policy"] == "cross-origin"
    size = (int(said["og:image:width"]), int(said["og:image:height"]))
    assert Image.open(io.BytesIO(picture.content)).size == size


def test_page_without_a_drawing_is_shown_with_the_mark(sam, written):
    said = head(sam, "/about/")

    assert said["og:image"] == f"{SITE}/static/looks/window/img/icon-512.png"
    assert (said["og:image:width"], said["og:image:height"]) == ("512", "512")
    assert said["twitter:card"] == "summary"


def test_articles_say_when_and_others_do_not(sam, written):
    times = {"article:published_time", "article:modified_time"}
    for address, kind in (("/journal/rain/", "article"), ("/guides/breathing/", "article")):
        said = head(sam, address)
        assert said["og:type"] == kind
        assert times < said.keys()
    for address in ("/services/couples/", "/about/", "/", "/journal/"):
        said = head(sam, address)
        assert said["og:type"] == "website"
        assert not times & said.keys()


def test_no_two_pages_have_one_title_or_one_description(sam, written, write):
    for number in range(12):
        write(f"Day {number}", tags=["calm", "rest"], emotions=["calm"], days_ago=40)
    pages = [*PAGES, "/journal/2026/", "/journal/tags/calm/", "/journal/?page=2"]
    pages = [each for each in pages if "2026" not in each or sam.get(each).status_code == 200]

    titles = [head(sam, address)["title"] for address in pages]

    assert len(set(titles)) == len(titles)
    assert all(title.endswith(": The Quiet Room") for title in titles[1:])


def test_later_page_of_a_list_has_an_address_of_its_own(sam, write):
    for number in range(13):
        write(f"Day {number}")

    first, second = (head(sam, f"/journal/?page={number}") for number in (1, 2))

    assert first["canonical"] == f"{SITE}/journal/"
    assert second["canonical"] == second["og:url"] == f"{SITE}/journal/?page=2"
    assert "page 2" in second["title"]


def test_words_of_a_title_cannot_leave_their_place(sam, write, practice):
    practice.name = 'The "Quiet" & Room'
    practice.save()
    title = 'Rain "><script>alert(1)</script> & <b>'
    write(title, slug="rain")

    said = head(sam, "/journal/rain/")

    assert said["og:title"] == title
    assert said["og:site_name"] == 'The "Quiet" & Room'
    assert said["title"] == f'{title}: The "Quiet" & Room'


# -- descriptions ---------------------------------------------------------------------------------------


def described(write, body, **fields):
    return description_of(write("Text", kind="guide", body=body, **fields))


def test_description_is_what_was_written_for_it(write):
    assert described(write, "Words.", description="On wet days.") == "On wet days."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It *rains*. [So](/x/) be it.", "It rains. So be it."),
        ("## Heading\n\nFirst.\n\nSecond.", "First. Second."),
        ("- one\n- two", "one two"),
        ("> Quoted.\n\nSaid.", "Quoted. Said."),
        ("![a chair](/media/x.webp)\n\nWords.", "Words."),
        ("", ""),
    ],
    ids=["marks", "heading", "list", "quote", "picture", "nothing"],
)
def test_text_without_one_is_described_by_its_beginning(write, body, expected):
    assert described(write, body) == expected


def test_long_beginning_ends_with_a_sentence(write):
    found = described(write, LONG)

    assert 50 <= len(found) <= 160
    assert found.endswith("for once.")


def test_long_sentence_is_cut_between_words(write):
    found = described(write, LONG.replace(".", ","))

    assert len(found) <= 161
    assert found.endswith("…")
    assert f"{found[:-1]} " in LONG.replace(".", ",") or f"{found[:-1]}, " in LONG.replace(".", ",")


def test_script_without_spaces_is_cut_too(write):
    found = described(write, "静かな朝に水のほとりを歩く" * 30)

    assert len(found) == 161
    assert found.endswith("…")
    assert described(write, "静かな朝に水のほとりを歩いた。" * 30, slug="b").endswith("歩いた。")


# -- not for search engines -----------------------------------------------------------------------------


@pytest.fixture
def not_for_machines(sam, dana, write, answers):
    """A page of each kind that no search engine should list."""
    rain = write("Rain", status="draft")
    link = links.make(rain, by=User.objects.get(), days=7)
    thanks = sam.post("/consultation/", answers)
    return {
        "thanks": sam.get(thanks["Location"]),
        "search": sam.get("/search/?q=rain"),
        "preview": sam.get(links.address_of(link).removeprefix(SITE)),
        "ended preview": sam.get("/preview/none/"),
        "nowhere": sam.get("/nowhere/"),
        "desk": dana.get("/admin/"),
        "sign-in": sam.get("/admin/login/"),
    }


@pytest.mark.ignore_template_errors
def test_what_is_not_for_search_engines_says_so_and_has_no_card(not_for_machines, privacy):
    for name, response in not_for_machines.items():
        page = seen(response)
        assert "noindex" in page.robots.lower() or "none" in page.robots.lower(), name
        assert not page.has(".//link[@rel='canonical']"), name
        assert not page.has(".//meta[@property]"), name
        assert not page.has(".//script[@type='application/ld+json']"), name


def test_form_may_be_found(sam, privacy):
    assert look(sam, "/consultation/").robots == ""
    robots = sam.get("/robots.txt").content.decode().splitlines()
    assert [line for line in robots if line.startswith("Disallow")] == ["Disallow: /admin/"]


def test_card_of_a_hidden_text_is_not_shown(sam, written):
    from journal.models import Post

    rain = Post.objects.get(slug="rain")
    assert sam.get(rain.card).status_code == 200

    rain.status = "draft"
    rain.save()

    assert sam.get(rain.card).status_code == 404
    assert (covers.folder() / f"{rain.art}.png").is_file()  # it is there again with the text
