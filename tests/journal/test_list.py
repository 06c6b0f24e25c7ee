"""Sam leafs through the journal."""

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


@pytest.fixture
def many(write):
    for number in range(25):
        write(f"Rain {number:02}", days_ago=number + 1)


def test_newest_post_stands_first(sam, write):
    write("Older", days_ago=9)
    write("Newest", days_ago=1)
    write("Oldest", days_ago=90)

    assert look(sam, "/journal/").entries == ["Newest", "Older", "Oldest"]


def test_entry_shows_what_the_post_is_about(sam, write):
    write("Rain", description="On wet days.", emotions=["calm", "grief"], body="word " * 660)

    entry = look(sam, "/journal/").part(".//article")

    assert entry.links == [("Rain", "/journal/rain/")]
    assert "On wet days." in entry.words
    assert "3 min" in entry.words
    assert "calm, grief" in entry.words


@pytest.mark.engine_free
def test_text_itself_is_not_in_the_list(sam, write):
    write("Rain", body="The whole story.")

    assert "The whole story." not in look(sam, "/journal/").words


def test_guides_services_and_pages_are_not_in_the_journal(sam, write):
    write("Rain")
    for kind in ("guide", "service", "page"):
        write(f"Not a post but a {kind}", kind=kind)

    assert look(sam, "/journal/").entries == ["Rain"]


def test_long_journal_comes_in_pages(sam, many):
    first, second, third = (look(sam, f"/journal/?page={number}") for number in (1, 2, 3))

    assert [len(page.entries) for page in (first, second, third)] == [12, 12, 1]
    assert first.entries + second.entries + third.entries == [f"Rain {n:02}" for n in range(25)]
    assert "Page 2" in second.words


def test_pages_lead_on_and_back_and_not_beyond(sam, many):
    def ways(page):
        return [name for name, _ in look(sam, page).links if name in {"Newer", "Older"}]

    assert ways("/journal/") == ["Older"]
    assert ways("/journal/?page=2") == ["Newer", "Older"]
    assert ways("/journal/?page=3") == ["Newer"]
    assert look(sam, "/journal/?page=2").part(".//nav[@aria-label='More pages']").addresses == [
        *("?page=1", "?page=3"),
    ]


def test_short_journal_has_no_pages(sam, write):
    write("Rain")

    assert "Page 1" not in look(sam, "/journal/").words


@pytest.mark.engine_free
def test_page_that_is_not_there_is_not_found(sam, many):
    asked = ["0", "4", "-1", "x", "", "1.5", "9" * 5000, "%00", "last"]

    answers = {page[:9]: sam.get(f"/journal/?page={page}").status_code for page in asked}

    assert set(answers.values()) == {404}, answers


def test_journal_with_nothing_in_it_says_so(sam):
    page = look(sam, "/journal/")

    assert "Nothing has been published yet." in page.words
    assert page.entries == []


@pytest.mark.engine_free
@pytest.mark.parametrize("address", ["/journal/", "/journal/rain/", "/journal/tags/rest/"])
def test_nothing_can_be_sent_to_the_journal(sam, write, address):
    write("Rain", tags=["rest"])

    assert sam.post(address).status_code in {403, 405}
    assert sam.delete(address).status_code == 405
