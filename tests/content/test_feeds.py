"""A reader's program follows the journal, a subject or an emotion."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from tests.content.seen import look, submit

pytestmark = [pytest.mark.usefixtures("practice", "clock"), pytest.mark.engine_free]


def feed(client, address="/journal/feed/"):
    """A feed, as a reader's program takes it in; it must be well-formed."""
    response = client.get(address)
    assert response.status_code == 200
    ElementTree.fromstring(response.content)
    return feedparser.parse(response.content, sanitize_html=False)


def titles(parsed):
    return [entry.title for entry in parsed.entries]


def test_feed_is_atom_and_says_whose_it_is(sam, write):
    write("Rain")

    response = sam.get("/journal/feed/")
    read = feed(sam)

    assert response["Content-Type"].startswith("application/atom+xml")
    assert read.version == "atom10"
    assert read.feed.title == "The Quiet Room"
    assert read.feed.author == "Dana Whitfield"
    assert read.feed.link == "http://practice.example/journal/"


def test_entry_of_a_feed_carries_everything_a_reader_shows(sam, write):
    write("Rain", description="On wet days.", body="It *rains*.", tags=["rest"], emotions=["calm"])

    entry = feed(sam).entries[0]

    assert entry.title == "Rain"
    assert entry.summary == "On wet days."
    assert entry.content[0].type == "text/html"
    assert entry.content[0].value == "<p>It <em>rains</em>.</p>"
    assert entry.link == "http://practice.example/journal/rain/"
    assert {tag.term for tag in entry.tags} == {"rest", "calm"}


def test_full_text_goes_out_not_only_its_beginning(sam, write):
    write("Rain", body="First words.\n\n" + "Between. " * 3000 + "\n\nLast words.")

    text = feed(sam).entries[0].content[0].value

    assert "First words." in text
    assert "Last words." in text


@pytest.mark.on_both
def test_newest_comes_first_and_thirty_are_kept(sam, write):
    for number in range(31):
        write(f"Rain {number:02}", days_ago=number + 1)

    read = feed(sam)

    assert titles(read) == [f"Rain {number:02}" for number in range(30)]


def test_journal_feed_holds_posts_only(sam, write):
    write("Rain")
    write("Breathing", kind="guide")
    write("Couples", kind="service")

    assert titles(feed(sam)) == ["Rain"]


def test_tag_feed_holds_what_has_the_tag(sam, write):
    write("Rain", tags=["rest"])
    write("Storm", tags=["work"])

    read = feed(sam, "/journal/tags/rest/feed/")

    assert titles(read) == ["Rain"]
    assert read.feed.title == "rest — The Quiet Room"
    assert read.feed.link == "http://practice.example/journal/tags/rest/"


def test_emotion_feed_holds_posts_and_guides(sam, write):
    write("Rain", emotions=["calm"], days_ago=2)
    write("Breathing", kind="guide", emotions=["calm"], days_ago=1)
    write("Storm", emotions=["anger"])
    write("Quiet hours", kind="service", emotions=["calm"])

    read = feed(sam, "/emotions/calm/feed/")

    # As on its page: what to read, not what is offered.
    assert titles(read) == ["Breathing", "Rain"]
    assert read.feed.link == "http://practice.example/emotions/calm/"


def test_unknown_subject_has_no_feed(sam):
    assert sam.get("/journal/tags/nothing/feed/").status_code == 404


def test_links_inside_a_text_lead_home_from_anywhere(sam, write):
    write("Rain", body="[fees](/fees/) ![chair](/media/chair.jpg) [else](https://a.example/x/)")

    text = feed(sam).entries[0].content[0].value

    assert 'href="http://practice.example/fees/"' in text
    assert 'src="http://practice.example/media/chair.jpg"' in text
    assert 'href="https://a.example/x/"' in text


def test_link_to_another_host_without_a_scheme_stays_there(sam, write):
    write("Rain", body="[there](//a.example/x/)")

    text = feed(sam).entries[0].content[0].value

    assert "//a.example/x/" in text
    assert "practice.example//a.example" not in text


def test_addresses_never_come_from_the_host_somebody_claims(sam, write):
    write("Rain", body="[fees](/fees/)")

    page = sam.get("/journal/feed/", headers={"host": "testserver"}).content.decode()

    assert "practice.example/journal/rain/" in page
    assert "testserver" not in page


def test_published_time_stays_and_updated_moves_when_a_post_is_edited(sam, dana, write, clock):
    post = write("Rain", publish_at=datetime(2026, 6, 1, 16, 30, tzinfo=UTC))
    first = feed(sam).entries[0]

    clock.move_to(datetime(2026, 6, 20, 8, 0, tzinfo=UTC))
    post.body, post.updated = "New words.", datetime(2026, 6, 20, 8, 0, tzinfo=UTC)
    post.save()
    second = feed(sam).entries[0]

    assert first.published_parsed[:5] == second.published_parsed[:5] == (2026, 6, 1, 16, 30)
    assert second.updated_parsed[:5] == (2026, 6, 20, 8, 0)
    assert first.id == second.id
    assert feed(sam).feed.updated_parsed[:5] == (2026, 6, 20, 8, 0)


def test_what_is_published_with_its_first_words_again_is_as_new_as_its_last_save(
    dana, write, clock
):
    """A draft's old words reach readers for the first time."""
    post = write("Rain", status="draft")
    before = post.updated

    clock.move_to(before + timedelta(minutes=10))
    submit(dana, f"/admin/journal/post/{post.pk}/change/", status="public")

    post.refresh_from_db()
    assert post.updated == before + timedelta(minutes=10)


@pytest.mark.on_both
def test_words_of_any_script_and_signs_reach_the_reader_unharmed(sam, write):
    write("家族 & عائلة <3", slug="family", body="“Quoted” & 😀")

    entry = feed(sam).entries[0]

    assert entry.title in {"家族 & عائلة <3", "家族 & عائلة &lt;3"}
    assert "“Quoted” &amp; 😀" in entry.content[0].value


@pytest.mark.on_both
def test_post_whose_address_is_in_another_script_can_be_opened_from_the_feed(sam, write):
    write("家族", slug="家族")

    link = feed(sam).entries[0].link

    assert sam.get(link.removeprefix("http://practice.example")).status_code == 200


def test_feed_of_a_subject_with_nothing_public_is_empty(sam, write):
    write("Rain", tags=["rest"], status="draft")

    assert titles(feed(sam, "/journal/tags/rest/feed/")) == []


def test_pages_tell_programs_where_their_feed_is(sam, write):
    write("Rain", tags=["rest"], emotions=["calm"])

    def feeds(address):
        links = look(sam, address).all(".//link[@rel='alternate']")
        return [link.root.get("href") for link in links]

    assert feeds("/journal/rain/") == ["/journal/feed/"]
    assert feeds("/journal/tags/rest/") == ["/journal/feed/", "/journal/tags/rest/feed/"]
    assert feeds("/emotions/calm/") == ["/journal/feed/", "/emotions/calm/feed/"]


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("field", ["title", "description", "body"])
def test_control_character_pasted_from_elsewhere_does_not_break_the_feed(sam, dana, write, field):
    post = write("Rain")

    submit(
        dana,
        f"/admin/journal/post/{post.pk}/change/",
        **{field: "Pasted\x0bwords"},
    )

    assert len(feed(sam).entries) == 1
