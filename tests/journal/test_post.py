"""Sam reads one post."""

from datetime import UTC, datetime

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


@pytest.mark.engine_free
def test_post_shows_title_summary_date_and_text(sam, write):
    write(
        "Four in the morning",
        description="When you lie awake.",
        body="The house is quiet.\n\n## Then\n\nMorning.",
        publish_at=datetime(2026, 3, 2, 18, 0, tzinfo=UTC),
    )

    page = look(sam, "/journal/four-in-the-morning/")

    assert page.title == "Four in the morning: The Quiet Room"
    assert page.headings[:2] == [("h1", "Four in the morning"), ("h2", "Then")]
    for words in ("When you lie awake.", "March 2, 2026", "The house is quiet.", "Morning."):
        assert words in page.words


@pytest.mark.engine_free
def test_text_stands_in_the_first_article_of_main(sam, write):
    write("Rain", body="My words.", tags=["rest"], emotions=["calm"])
    write("Kin", tags=["rest"])

    page = look(sam, "/journal/rain/")

    article = page.part(".//main[@id='main']//article")
    assert article.root is page.part(".//main/article").root  # and in no other
    assert "My words." in article.words
    assert "Kin" not in article.words


@pytest.mark.engine_free
def test_page_has_one_h1_even_when_the_text_has_its_own(sam, write):
    write("Rain", body="# Mine\n\n## Under it")

    headings = look(sam, "/journal/rain/").headings

    assert [words for level, words in headings if level == "h1"] == ["Rain"]
    assert ("h2", "Mine") in headings
    assert ("h3", "Under it") in headings


def test_day_is_the_day_where_the_practice_is(sam, write):
    write("Rain", publish_at=datetime(2026, 3, 2, 5, 0, tzinfo=UTC))  # nine in the evening before

    words = look(sam, "/journal/rain/").words

    assert "March 1, 2026" in words
    assert "March 2, 2026" not in words


def test_feelings_and_subjects_lead_to_more_of_the_same(sam, write):
    write("Rain", tags=["rest", "night"], emotions=["calm"])

    links = look(sam, "/journal/rain/").part(".//article").links

    assert ("calm", "/emotions/calm/") in links
    assert ("night", "/journal/tags/night/") in links
    assert ("rest", "/journal/tags/rest/") in links


def test_post_leads_to_the_ones_before_and_after_it(sam, write):
    for title, days_ago in (("First", 9), ("Second", 6), ("Third", 3), ("Fourth", 1)):
        write(title, days_ago=days_ago)

    nav = look(sam, "/journal/second/").part(".//nav[@aria-label='The journal in time']")

    assert nav.links == [
        ("Earlier: First", "/journal/first/"),
        ("Later: Third", "/journal/third/"),
    ]


def test_first_and_last_post_lead_one_way_only(sam, write):
    write("First", days_ago=9)
    write("Last", days_ago=1)

    first, last = look(sam, "/journal/first/").words, look(sam, "/journal/last/").words

    assert "Earlier" not in first
    assert "Later: Last" in first
    assert "Earlier: First" in last
    assert "Later" not in last


def test_posts_of_the_same_minute_are_met_one_after_the_other(sam, write):
    minute = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    for title in ("One", "Two", "Three"):
        write(title, publish_at=minute)

    seen_on_the_way, address = [], "/journal/one/"
    while address and len(seen_on_the_way) < 5:
        page = look(sam, address)
        seen_on_the_way.append(page.headings[0][1])
        onward = page.all(".//a[@rel='next']")
        address = onward[0].root.get("href") if onward else None

    assert seen_on_the_way == ["One", "Two", "Three"]
    assert list(reversed(look(sam, "/journal/").entries)) == seen_on_the_way


def test_nearest_posts_are_those_that_share_most(sam, write):
    write("Rain", tags=["rest", "night"], emotions=["calm"], days_ago=50)
    write("Shares one", tags=["rest"], days_ago=1)
    write("Shares three", tags=["rest", "night"], emotions=["calm"], days_ago=30)
    write("Shares two", tags=["night"], emotions=["calm"], days_ago=20)
    write("Shares none", tags=["work"], days_ago=2)

    near = look(sam, "/journal/rain/").part(".//section[@aria-labelledby='related']")

    assert [words for words, _ in near.links] == ["Shares three", "Shares two"]


def test_guide_near_to_a_post_is_offered_as_one(sam, write):
    write("Rain", emotions=["calm"])
    write("Breathing", kind="guide", emotions=["calm"])
    write("Couples", kind="service", emotions=["calm"])

    page = look(sam, "/journal/rain/")

    near = page.part(".//section[@aria-labelledby='related']")
    assert near.links == [("Breathing", "/guides/breathing/")]
    assert "Guide" in near.words
    assert "Couples" not in page.part(".//main").words


def test_post_alike_no_other_offers_nothing_near(sam, write):
    write("Rain")
    write("Storm")

    assert "Close to this one" not in look(sam, "/journal/rain/").words


@pytest.mark.engine_free
def test_post_ends_with_the_promise_and_help(sam, write):
    write("Rain")

    page = look(sam, "/journal/rain/")

    assert "I answer within two business days" in page.words
    assert "/consultation/" in page.addresses
    assert "tel:988" in page.addresses
    assert "/help-now/" in page.addresses


def test_address_in_another_script_answers(sam, write):
    write("家族", slug="家族", body="My words.")

    assert "My words." in look(sam, "/journal/%E5%AE%B6%E6%97%8F/").words


@pytest.mark.engine_free
def test_address_without_its_slash_arrives(sam, write):
    write("Rain")

    response = sam.get("/journal/rain")

    assert response.status_code == 301
    assert response["Location"] == "/journal/rain/"


@pytest.mark.parametrize("address", ["/journal/storm/", "/journal/Rain/", "/journal/breathing/"])
def test_post_that_does_not_exist_is_not_found(sam, write, address):
    write("Rain")
    write("Breathing", kind="guide")

    assert sam.get(address).status_code == 404


@pytest.mark.engine_free
def test_post_may_be_found_by_search_engines_at_one_address(sam, write):
    write("Rain")

    page = look(sam, "/journal/rain/?utm_source=x")

    assert page.robots == ""
    assert page.part(".//link[@rel='canonical']").root.get("href") == (
        "http://practice.example/journal/rain/"
    )


@pytest.mark.engine_free
def test_reader_is_given_no_cookie_and_no_third_party(sam, write):
    write("Rain", tags=["rest"], emotions=["calm"])

    response = sam.get("/journal/rain/")

    assert not response.cookies
    page = look(sam, "/journal/rain/")
    fetched = [each.root.get("src") for each in page.all(".//*[@src]")]
    fetched += [
        each.root.get("href")
        for each in page.all(".//link")
        if "canonical" not in each.root.get("rel")
    ]
    assert fetched
    assert all(address.startswith("/") and not address.startswith("//") for address in fetched)


def test_post_read_before_is_not_sent_twice(sam, write):
    post = write("Rain")
    tag = sam.get("/journal/rain/")["ETag"]

    again = sam.get("/journal/rain/", headers={"if-none-match": tag})
    post.body = "New words."
    post.save()
    after_an_edit = sam.get("/journal/rain/", headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert after_an_edit.status_code == 200
    assert "no-cache" in after_an_edit["Cache-Control"]
