"""What a feed validator asks of every feed, by RFC 4287; and that a reader is told only of what is new."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.utils.dateparse import parse_datetime

from journal.models import Post
from practice.content.models import Emotion, Tag
from tests.content.seen import submit

pytestmark = [pytest.mark.usefixtures("practice", "clock"), pytest.mark.engine_free]

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "http://practice.example"
FEEDS = ["/journal/feed/", "/journal/tags/rest/feed/", "/emotions/calm/feed/"]
# RFC 3339, as RFC 4287 section 3.3 narrows it: capital T and Z, always with an offset.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
BODY = """First *words* & <3.

[fees](/fees/) [next](../next/) [part](#part) [mail](mailto:a@b.example) [broken](http://[half/)

## Part

A note.[^1] `<a href="/typed/">`

![chair](/media/chair.jpg)

[^1]: Below.
"""


@pytest.fixture
def written(write):
    """Two posts and a guide with everything in them that a text may have."""
    marks = {"tags": ["rest", "calm"], "emotions": ["calm"]}
    write("Rain <3 & more", slug="rain", description="On “wet” days & <3.", body=BODY, **marks)
    write("家族 عائلة 😀", slug="家族", days_ago=3, **marks)
    write("Breathing", kind="guide", days_ago=2, body=BODY, **marks)


def root_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    text = response.content.decode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
    return ElementTree.fromstring(response.content)


def one(element, name):
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, f"{len(found)} {name} in {element.tag}"
    return found[0]


def whole(address):
    """Whether an address says everything needed to go there."""
    parts = urlsplit(address)
    return bool(parts.scheme and (parts.netloc or parts.scheme in {"urn", "mailto", "tel"}))


def check_what_both_have(element):
    assert whole(one(element, "id").text)
    assert one(element, "title").text.strip()
    assert one(element, "title").get("type", "text") == "text"
    assert MOMENT.fullmatch(one(element, "updated").text)
    links = element.findall(f"{ATOM}link")
    assert all(whole(link.get("href")) and link.get("href").isascii() for link in links)
    kinds = [(link.get("rel"), link.get("type")) for link in links]
    assert len(set(kinds)) == len(kinds)  # not two alternates of one type and language
    return {link.get("rel", "alternate"): link.get("href") for link in links}


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("filled", [True, False], ids=["full", "empty"])
def test_feed_keeps_the_rules(sam, request, address, filled):
    if filled:
        request.getfixturevalue("written")
    else:
        Tag.objects.create(name="rest", slug="rest")
        Emotion.objects.create(name="calm", slug="calm")

    root = root_of(sam, address)

    assert root.tag == f"{ATOM}feed"
    assert root.get(LANGUAGE).startswith("en")
    assert one(one(root, "author"), "name").text == "Dana Whitfield"
    links = check_what_both_have(root)
    assert links == {
        "self": f"{SITE}{address}",
        "alternate": f"{SITE}{address.removesuffix('feed/')}",
    }
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == (0 if not filled else 3 if "emotions" in address else 2)
    ids = [one(each, "id").text for each in [root, *entries]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("address", FEEDS)
def test_entries_of_a_feed_keep_the_rules(sam, written, address):
    for entry in root_of(sam, address).findall(f"{ATOM}entry"):
        links = check_what_both_have(entry)
        assert links["alternate"].startswith(f"{SITE}/")
        published, updated = (one(entry, name).text for name in ("published", "updated"))
        assert MOMENT.fullmatch(published)
        assert parse_datetime(published) <= parse_datetime(updated)
        content = one(entry, "content")
        assert content.get("type") == "html"
        assert len(content) == 0  # escaped, no element of its own
        assert all(one.get("type", "text") == "text" for one in entry.findall(f"{ATOM}summary"))
        terms = [each.get("term") for each in entry.findall(f"{ATOM}category")]
        assert sorted(terms) == ["calm", "rest"]  # a tag and an emotion of one name are said once


def test_empty_summary_is_not_there_and_a_full_one_says_what_was_typed(sam, written):
    entries = root_of(sam, "/journal/feed/").findall(f"{ATOM}entry")

    assert one(entries[0], "summary").text == "On “wet” days & <3."
    assert entries[1].findall(f"{ATOM}summary") == []


def test_every_link_and_picture_of_a_text_is_whole_and_nothing_else_is_touched(sam, written):
    entries = root_of(sam, "/journal/feed/").findall(f"{ATOM}entry")
    html = one(entries[0], "content").text

    links = [
        value
        for tag in re.findall(r"<(?:a|img)\b[^>]*>", html)
        for value in re.findall(r'(?:href|src)="([^"]*)"', tag)
    ]
    rain = f"{SITE}/journal/rain/"
    assert {f"{SITE}/fees/", f"{SITE}/journal/next/", f"{rain}#part", "mailto:a@b.example"} < set(
        links
    )
    assert f"{SITE}/media/chair.jpg" in links
    assert any(link.startswith(f"{rain}#fn") for link in links)
    assert [link for link in links if not whole(link)] in ([], ["http://[half/"])
    assert 'href="/typed/"' in html  # an example in the text, not a link


def test_practice_nobody_has_filled_in_still_has_an_author(sam, practice, write):
    practice.practitioner = ""
    practice.save()
    write("Rain")

    root = root_of(sam, "/journal/feed/")

    assert one(one(root, "author"), "name").text == "The Quiet Room"


# -- what a reader takes for new ------------------------------------------------------------------------


def entry_of(sam, address="/journal/feed/"):
    """What a program remembers of the only entry: its id and when it changed."""
    (entry,) = root_of(sam, address).findall(f"{ATOM}entry")
    return one(entry, "id").text, one(entry, "updated").text


@pytest.mark.ignore_template_errors
def test_text_stays_the_same_one_under_a_new_address_and_host(sam, dana, write, settings):
    post = write("Rain", tags=["rest"], emotions=["calm"])
    before = [entry_of(sam, address)[0] for address in FEEDS]

    submit(dana, f"/admin/journal/post/{post.pk}/change/", slug="soft-rain")
    Tag.objects.get(slug="rest").delete()
    settings.SITE_URL = "https://new.example"
    after = entry_of(sam)[0]

    assert {after} == set(before)


def test_two_texts_are_never_taken_for_one(sam, write):
    write("Rain").delete()
    first = write("Rain")
    address = first.get_absolute_url()
    known = entry_of(sam)[0]
    first.slug = "soft-rain"
    first.save()
    again = write("Rain")
    ids = [one(each, "id").text for each in root_of(sam, "/journal/feed/").findall(f"{ATOM}entry")]

    assert again.get_absolute_url() == address
    assert len(set(ids)) == 2
    assert known in ids


def test_feed_of_a_renamed_subject_is_the_same_feed(sam, write):
    write("Rain", tags=["rest"])
    before = one(root_of(sam, "/journal/tags/rest/feed/"), "id").text
    tag = Tag.objects.get()
    tag.slug, tag.name = "quiet", "quiet"
    tag.save()

    response = sam.get("/journal/tags/rest/feed/", follow=True)

    assert response.redirect_chain == [("/journal/tags/quiet/feed/", 301)]
    assert one(ElementTree.fromstring(response.content), "id").text == before


NEWS = {"body": "Other words."}, {"title": "Storm"}, {"description": "On wet days."}
NO_NEWS = {"slug": "soft-rain"}, {"sensitive": "on"}, {}


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("change", [*NEWS, *NO_NEWS], ids=lambda change: "".join(change) or "as is")
def test_text_is_new_when_its_words_change_and_only_then(sam, dana, write, clock, change):
    post = write("Rain", days_ago=2)
    Post.objects.update(updated=post.publish_at)
    before = entry_of(sam)

    clock.shift(timedelta(minutes=20))
    submit(dana, f"/admin/journal/post/{post.pk}/change/", **change)
    after = entry_of(sam)

    assert before[0] == after[0]
    assert (after[1] != before[1]) == (change in NEWS)


# -- asked again ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("filled", [True, False], ids=["full", "empty"])
def test_feed_that_has_not_changed_is_not_sent_again(sam, request, clock, address, filled):
    if filled:
        request.getfixturevalue("written")
    else:
        Tag.objects.create(name="rest", slug="rest")
        Emotion.objects.create(name="calm", slug="calm")
    first = sam.get(address)
    clock.shift(timedelta(hours=2))

    by_tag = sam.get(address, headers={"if-none-match": first["ETag"]})
    by_time = sam.get(address, headers={"if-modified-since": first["Last-Modified"]})

    for again in (by_tag, by_time):
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]


def test_feed_with_something_new_is_sent_again(sam, write, clock):
    write("Rain")
    write("Storm", publish_at=datetime(2026, 6, 11, 8, tzinfo=UTC))
    first = sam.get("/journal/feed/")
    asked = {"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]}

    clock.move_to(datetime(2026, 6, 11, 8, tzinfo=UTC))
    again = [sam.get("/journal/feed/", headers={name: asked[name]}) for name in asked]

    assert [response.status_code for response in again] == [200, 200]
    assert all(b"Storm" in response.content for response in again)


@pytest.mark.on_both
def test_feed_asks_as_much_for_thirty_as_for_three(sam, write, django_assert_max_num_queries):
    for number in range(35):
        write(f"Rain {number}", tags=["rest"], emotions=["calm"])

    with django_assert_max_num_queries(
        5
    ):  # the practice and its crisis lines, entries, tags, emotions
        sam.get("/journal/feed/")
