"""Sam reads about Dana, fees and the rest, and finds them in the menu."""

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")

ALWAYS_THERE = [("about", "About"), ("fees", "Fees"), ("accessibility", "Accessibility")]


@pytest.mark.engine_free
@pytest.mark.parametrize(("slug", "title"), ALWAYS_THERE)
def test_page_not_yet_written_says_how_to_ask(sam, slug, title):
    page = look(sam, f"/{slug}/").part(".//main")

    assert page.headings[0] == ("h1", title)
    assert "This page is being written." in page.words
    assert {"tel:4155550199", "/consultation/"} <= set(page.addresses)


@pytest.mark.parametrize(("slug", "title"), ALWAYS_THERE)
def test_page_once_written_shows_its_words(sam, write, slug, title):
    write(f"{title}, plainly", kind="page", slug=slug, body="My words.")

    page = look(sam, f"/{slug}/").part(".//main")

    assert page.headings[0] == ("h1", f"{title}, plainly")
    assert page.part(".//article").words == "My words."
    assert "being written" not in page.words


def test_page_of_any_name_can_be_written(sam, write):
    write("Where to find me", kind="page", slug="where", body="Ring twice.")

    assert "Ring twice." in look(sam, "/where/").words


@pytest.mark.engine_free
def test_long_page_has_a_list_of_its_parts(sam, write):
    write("Where", kind="page", body="## One\n\nx\n\n## Two\n\nx\n\n## Three\n\nx")

    contents = look(sam, "/where/").part(".//nav[@aria-labelledby='contents']")

    assert contents.links == [("One", "#one"), ("Two", "#two"), ("Three", "#three")]


def test_page_in_the_menu_on_top_is_there_on_every_page(sam, write):
    write("About Dana", kind="page", slug="about", place="header")

    for address in ("/", "/journal/", "/nowhere/"):
        page = sam.get(address).content.decode()
        assert page.index("About Dana") < page.index('<main id="main"')


def test_page_at_the_foot_is_only_there(sam, write):
    write("Where to find me", kind="page", slug="where", place="footer")

    page = look(sam, "/journal/")

    assert ("Where to find me", "/where/") in page.part(".//footer").links
    assert "Where to find me" not in page.part(".//body/header").words


def test_page_in_no_menu_is_in_none(sam, write):
    write("Where to find me", kind="page", slug="where")

    assert "/where/" not in look(sam, "/journal/").addresses


def test_menu_keeps_the_order_dana_gave(sam, write):
    write("Second", kind="page", place="header", order=2)
    write("First", kind="service", place="header", order=1)

    links = [words for words, _ in look(sam, "/").part(".//body/header//ul").links]

    assert links.index("First") < links.index("Second")


def test_page_hidden_again_leaves_the_menu(sam, write):
    page = write("Where to find me", kind="page", slug="where", place="header")
    look(sam, "/")

    page.status = "draft"
    page.save()

    assert "Where to find me" not in look(sam, "/").words


@pytest.mark.parametrize("slug", ["fees", "accessibility"])
def test_page_the_foot_has_anyway_stands_there_once(sam, write, slug):
    write(slug.title(), kind="page", slug=slug, place="footer")

    assert look(sam, "/").part(".//footer").addresses.count(f"/{slug}/") == 1


@pytest.mark.engine_free
def test_menu_and_foot_lead_to_addresses_that_answer(sam):
    ways = {address for address in look(sam, "/journal/").addresses if address.startswith("/")}

    assert {"/", "/guides/", "/privacy/", "/notices/", "/help-now/", "/search/"} <= ways
    assert [address for address in ways if sam.get(address).status_code != 200] == []
