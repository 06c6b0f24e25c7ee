"""A page that was made once goes out again, to everybody, for as long as it holds."""

import gzip
import threading
import time

import brotli
import pytest

from practice.web.kept import application
from tests.side_by_side import in_threads
from tests.web.played_site import PLAIN, ROOM, TEXT, Site

pytestmark = pytest.mark.engine_free


@pytest.fixture
def site():
    return Site()


def test_the_second_visitor_gets_the_page_of_the_first(site):
    first, second = site.get(), site.get()

    assert first.body == second.body == TEXT.encode()
    assert not first.was_kept
    assert second.was_kept
    assert len(site.asked) == 1


def test_pages_of_a_list_are_pages_of_their_own(site):
    first, second, again = site.get(), site.get(query="page=2"), site.get(query="x=1&page=2")

    assert not first.was_kept
    assert not second.was_kept
    assert again.was_kept
    assert [asked["QUERY_STRING"] for asked in site.asked] == ["", "page=2"]


def test_one_over_https_is_not_the_other(site, settings):
    site.get()

    secure = site.get(HTTP_X_FORWARDED_PROTO="https")

    assert not secure.was_kept
    assert site.asked[-1]["wsgi.url_scheme"] == "https"


def test_each_browser_gets_an_encoding_it_takes(site):
    ways = {
        "br, gzip": ("br", brotli.decompress),
        "gzip, deflate": ("gzip", gzip.decompress),
        "br;q=0, gzip;q=0.5": ("gzip", gzip.decompress),
        "identity": (None, bytes),
        "": (None, bytes),
    }
    for accepted, (encoding, decode) in ways.items():
        answer = site.get(HTTP_ACCEPT_ENCODING=accepted)

        assert answer.headers.get("Content-Encoding") == encoding, accepted
        assert decode(answer.body) == TEXT.encode()
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(site.asked) == 1


def test_who_has_it_is_told_so(site):
    tags = {
        accepted: site.get(HTTP_ACCEPT_ENCODING=accepted).headers["ETag"]
        for accepted in ("br", "gzip", "")
    }

    assert len(set(tags.values())) == 3
    for accepted, tag in tags.items():
        for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = site.get(HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=said)
            assert (answer.status, answer.body) == (304, b"")
            assert "Content-Length" not in answer.headers
    assert site.get(HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=tags["gzip"]).status == 200


def test_a_head_is_the_page_without_its_body(site):
    page = site.get(HTTP_ACCEPT_ENCODING="br")

    head = site.get(HTTP_ACCEPT_ENCODING="br", REQUEST_METHOD="HEAD")

    assert head.body == b""
    assert {**head.headers, "Cache-Status": ""} == {**page.headers, "Cache-Status": ""}


def test_after_a_change_nothing_older_goes_out(site):
    site.get()
    site.answers["/journal/rain/"] = ("200 OK", PLAIN, "New words.")
    site.clock.now += 1

    assert site.get().body == b"New words."
    assert site.get().body == b"New words."


def test_who_saves_at_the_desk_has_it_looked_at_soon(site):
    site.get("/admin/journal/post/add/")
    site.get("/consultation/", REQUEST_METHOD="POST")
    assert site.clock.looks_due == 0

    site.get("/admin/journal/post/add/", REQUEST_METHOD="POST", HTTP_COOKIE="sessionid=abc")

    assert site.clock.looks_due == 1


def test_what_was_begun_before_a_change_is_not_kept_after_it(site):
    def change():
        site.clock.now += 1

    site.before = change
    site.get()
    site.before = lambda: None

    assert not site.get().was_kept


def test_nothing_is_kept_before_the_first_look(site):
    site.clock.now = 0

    assert not site.get().was_kept
    assert not site.get().was_kept


def test_with_the_database_away_it_goes_on_and_says_so(site):
    site.get()
    site.clock.is_sure = False

    answer = site.get()

    assert answer.body == TEXT.encode()
    assert answer.headers["Cache-Status"] == "practice; hit; ttl=-1; detail=database-away"


def test_a_crowd_makes_a_page_once(site):
    everybody_waits = threading.Event()
    site.before = lambda: everybody_waits.wait(0.3)

    answers = in_threads(*[site.get] * 20)

    assert len(site.asked) == 1
    assert {answer.body for answer in answers} == {TEXT.encode()}


def test_a_crowd_does_not_wait_for_ever_for_the_first(site, monkeypatch):
    monkeypatch.setattr(application, "_WAIT", 0.05)
    hanging = threading.Event()
    site.before = lambda: hanging.wait(5) if len(site.asked) == 1 else None
    slow = threading.Thread(target=site.get)
    slow.start()

    answer = site.get()
    hanging.set()
    slow.join()

    assert answer.body == TEXT.encode()
    assert len(site.asked) == 2


def test_nobody_waits_for_what_hangs_already(site, monkeypatch):
    monkeypatch.setattr(application, "_WAIT", 0.3)
    hanging = threading.Event()
    site.before = lambda: hanging.wait(5) if len(site.asked) == 1 else None
    slow = threading.Thread(target=site.get)
    slow.start()
    slow.join(0.4)

    began = time.monotonic()
    answer = site.get()
    took = time.monotonic() - began
    hanging.set()
    slow.join()

    assert answer.body == TEXT.encode()
    assert took < 0.2


def test_memory_has_an_end_and_the_longest_unread_goes(site):
    for number in range(500):
        site.get(f"/journal/{number}/")
        site.get("/journal/0/")

    assert site.kept.pages.taken <= ROOM
    assert site.get("/journal/0/").was_kept
    assert site.get("/journal/499/").was_kept
    assert not site.get("/journal/1/").was_kept


def test_every_encoding_counts(site):
    for number in range(500):
        for accepted in ("br", "gzip", ""):
            site.get(f"/journal/{number}/", HTTP_ACCEPT_ENCODING=accepted)

    kept = site.kept.pages
    assert kept.taken == sum(page.size for page in kept._kept.values()) <= ROOM


def test_what_is_longer_than_a_page_goes_out_unkept(site, monkeypatch):
    monkeypatch.setattr(application, "_LARGEST", 100)

    assert site.get().body == TEXT.encode()
    assert not site.get().was_kept
    assert site.kept.pages.taken == 0
