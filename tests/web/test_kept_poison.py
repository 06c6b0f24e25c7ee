"""What one visitor asks for never changes what another gets, and never grows what is kept."""

import pytest

from tests.web.played_site import PLAIN, TEXT, Site

pytestmark = pytest.mark.engine_free


@pytest.fixture
def site():
    return Site()


def test_django_learns_nothing_of_who_asked_first(site):
    site.get(
        query="fbclid=abc&utm_source=x",
        HTTP_COOKIE="csrftoken=abc; other=1",
        HTTP_USER_AGENT="Firefox",
        HTTP_REFERER="http://practice.example/emotions/grief/",
        HTTP_ACCEPT_LANGUAGE="de",
        HTTP_ACCEPT_ENCODING="br",
        HTTP_X_FORWARDED_FOR="192.0.2.7",
        HTTP_X_ANYTHING="evil",
        HTTP_RANGE="bytes=0-3",
        HTTP_IF_NONE_MATCH='"abc"',
    )

    [environ] = site.asked
    said = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    assert said == {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_PROTO": "http"}
    assert environ["QUERY_STRING"] == environ["REMOTE_ADDR"] == ""


# Each would make one visitor's page another's, or fill the memory with copies of one page.
SAME = {
    "a link shared elsewhere": {"query": "fbclid=IwAR0"},
    "a made-up query": {"query": "x=1&y[]=2&=&&%00"},
    "another host of ours": {"HTTP_HOST": "testserver:8000"},
    "a name in capitals": {"HTTP_HOST": "PRACTICE.EXAMPLE"},
    "a range": {"HTTP_RANGE": "bytes=0-3"},
    "cookies of other sites": {"HTTP_COOKIE": "a=1; b=2; csrftoken=zzz"},
    "a browser's languages": {"HTTP_ACCEPT_LANGUAGE": "ar"},
    "a method in a header": {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    "a host in a header": {"HTTP_X_FORWARDED_HOST": "evil.example"},
    "a path in a header": {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/admin/"},
    "a scheme nobody knows": {"HTTP_X_FORWARDED_PROTO": "gopher"},
    "a stranger who claims https": {
        "REMOTE_ADDR": "192.0.2.9",
        "HTTP_X_FORWARDED_PROTO": "https",
    },
    "accepted encodings nobody has": {"HTTP_ACCEPT_ENCODING": "zstd, *;q=0, \x00"},
}


@pytest.mark.parametrize("how", SAME.values(), ids=SAME.keys())
def test_what_is_no_part_of_the_address_makes_no_other_page(site, how):
    site.get(**how)
    taken = site.kept.pages.taken

    answer = site.get()

    assert answer.was_kept
    assert answer.body == TEXT.encode()
    assert site.kept.pages.taken == taken
    assert len(site.asked) == 1


# Each is for Django alone: nothing is kept of it, and nothing kept answers it.
DJANGOS = {
    "the desk": {"path": "/admin/"},
    "the form": {"path": "/consultation/"},
    "the thank-you page": {"path": "/consultation/received/abc/"},
    "a preview": {"path": "/preview/abc/"},
    "a search": {"path": "/search/", "query": "q=sad"},
    "health": {"path": "/readyz"},
    "a static file": {"path": "/static/a.css"},
    "somebody signed in": {"HTTP_COOKIE": "a=1; sessionid=abc"},
    "somebody signed in over https": {"HTTP_COOKIE": "__Host-sessionid=abc"},
    "a form sent": {"REQUEST_METHOD": "POST"},
    "a question of methods": {"REQUEST_METHOD": "OPTIONS"},
    "a method nobody knows": {"REQUEST_METHOD": "BREW"},
    "a forged host": {"HTTP_HOST": "evil.example"},
    "a host that is none": {"HTTP_HOST": "practice.example/@evil"},
    "no host": {"HTTP_HOST": ""},
    "a path without end": {"path": "/journal/" + "a" * 3_000},
    "a GET with a body": {"CONTENT_LENGTH": "5"},
    "a GET in pieces": {"HTTP_TRANSFER_ENCODING": "chunked"},
    "a page that is no number": {"query": "page=abc"},
    "page nought": {"query": "page=0"},
    "a page of many digits": {"query": "page=" + "9" * 50},
    "two pages at once": {"query": "page=1&page=2"},
    "a name in disguise": {"query": "p%61ge=2"},
}


@pytest.mark.parametrize("how", DJANGOS.values(), ids=DJANGOS.keys())
def test_what_is_djangos_goes_there_as_it_came(site, how):
    site.get(**how)
    site.get(**how)

    assert len(site.asked) == 2
    assert all(asked["REMOTE_ADDR"] == "127.0.0.1" for asked in site.asked)
    assert site.kept.pages.taken == 0


UNKEPT = {
    "an error": ("404 Not Found", PLAIN, TEXT),
    "an outage": ("503 Service Unavailable", PLAIN, TEXT),
    "a step": ("301 Moved Permanently", [*PLAIN, ("Location", "/new/")], ""),
    "a page not to be stored": ("200 OK", [("Cache-Control", "no-store")], TEXT),
    "a page that says nothing of storing": ("200 OK", [PLAIN[0]], TEXT),
    "a page with a cookie": ("200 OK", [*PLAIN, ("Set-Cookie", "csrftoken=abc")], TEXT),
    "a page that looks at cookies": ("200 OK", [*PLAIN, ("Vary", "Cookie")], TEXT),
}


@pytest.mark.parametrize("answer", UNKEPT.values(), ids=UNKEPT.keys())
def test_what_is_not_for_everybody_is_not_kept(site, answer):
    site.answers["/somewhere/"] = answer

    first, second = site.get("/somewhere/"), site.get("/somewhere/")

    assert first.status == second.status == int(answer[0][:3])
    assert first.body.decode() == answer[2]
    assert not second.was_kept
    assert "ETag" not in second.headers
    assert site.kept.pages.taken == 0


def test_a_cookie_goes_to_the_one_who_asked(site):
    site.answers["/letter/"] = UNKEPT["a page with a cookie"]

    site.get("/letter/", HTTP_COOKIE="csrftoken=mine")

    assert site.asked[-1]["HTTP_COOKIE"] == "csrftoken=mine"
