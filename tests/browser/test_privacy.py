"""Reading leaves no trace, nobody else learns of it, and every answer carries what protects the reader."""

import re

import pytest

from tests.browser import visitor
from tests.browser.addresses import TEMPLATES, address, public_pages

pytestmark = pytest.mark.engine_free

# PROMISES S5, directive by directive.
POLICY = {
    "default-src": "'none'",
    **dict.fromkeys("script-src style-src img-src font-src connect-src".split(), "'self'"),
    **dict.fromkeys("manifest-src form-action".split(), "'self'"),
    **dict.fromkeys("base-uri object-src frame-ancestors".split(), "'none'"),
}
TRUSTED_TYPES = {"require-trusted-types-for": "'script'", "trusted-types": "'none'"}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ADMIN_MAY = {"publickey-credentials-create", "publickey-credentials-get", "fullscreen"}
POWERFUL = {"camera", "microphone", "geolocation", "usb", "payment", "browsing-topics"}
HTTPS = {"X-Forwarded-Proto": "https"}
HSTS = "max-age=63072000; includeSubDomains"


def directives(header):
    """A Content-Security-Policy as {directive: sources}. Browsers ignore a second one of a name."""
    parts = [part.split() for part in header.split(";") if part.strip()]
    assert len({name for name, *_ in parts}) == len(parts)
    return {name: " ".join(sources) for name, *sources in parts}


def features(header):
    return dict(part.strip().split("=", 1) for part in header.split(","))


def assert_protected(answer, *, admin=False):
    """The whole set of PROMISES S5, each header once."""
    headers = answer.headers
    for name in (*FIXED, "Content-Security-Policy", "Permissions-Policy", "Cache-Control"):
        assert len(headers.get_all(name, [])) == 1, f"{name}: {headers.get_all(name)}"
    assert {name: headers[name] for name in FIXED} == FIXED
    wanted = POLICY if admin else POLICY | TRUSTED_TYPES
    assert directives(headers["Content-Security-Policy"]) == wanted
    permitted = features(headers["Permissions-Policy"])
    assert permitted.keys() >= POWERFUL | ADMIN_MAY
    own = ADMIN_MAY if admin else set()
    assert {name for name, who in permitted.items() if who != "()"} == own
    assert all(permitted[name] == "(self)" for name in own)
    # Nothing about what runs here, or its version.
    assert headers["X-Powered-By"] is None
    assert not re.search(r"\d|python|django", headers.get("Server", ""), re.IGNORECASE)


def wrong_form(site):
    return site.ask(
        "/consultation/",
        "POST",
        body=(form := visitor.read_form(site)).body({"name": "Sam"}),
        headers=form.headers,
    )


# What is asked, and what comes: an answer of every kind.
ANSWERS = {
    "page": (200, lambda site: site.ask("/about/")),
    "HEAD of a page": (200, lambda site: site.ask("/about/", "HEAD")),
    "search": (200, lambda site: site.ask("/search/?q=tea")),
    "static file": (200, lambda site: site.ask(stylesheet(site))),
    "feed": (200, lambda site: site.ask("/journal/feed/")),
    "sitemap": (200, lambda site: site.ask("/sitemap.xml")),
    "robots.txt": (200, lambda site: site.ask("/robots.txt")),
    "security.txt": (200, lambda site: site.ask("/.well-known/security.txt")),
    "healthz": (200, lambda site: site.ask("/healthz")),
    "readyz": (200, lambda site: site.ask("/readyz")),
    "the form": (200, lambda site: site.ask("/consultation/")),
    "sign-in to the admin": (200, lambda site: site.ask("/admin/login/")),
    "redirect": (301, lambda site: site.ask("/about")),
    "redirect to sign in": (302, lambda site: site.ask("/admin/")),
    "forged host": (400, lambda site: site.ask("/", headers={"Host": "evil.example"})),
    "post without its token": (403, lambda site: site.ask("/about/", "POST")),
    "form without its token": (403, lambda site: site.ask("/consultation/", "POST")),
    "missing page": (404, lambda site: site.ask("/nope/")),
    "missing static file": (404, lambda site: site.ask("/static/nope.css")),
    "method not allowed": (405, lambda site: site.ask("/about/", "OPTIONS")),
    "form with mistakes": (422, wrong_form),
}


def stylesheet(site):
    return re.search(r'href="(/static/[^"]+\.css)"', site.ask("/").text)[1]


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_carries_all_that_protects(site, kind):
    status, ask = ANSWERS[kind]
    answer = ask(site)
    assert answer.status == status
    assert_protected(answer, admin="admin" in kind or kind == "redirect to sign in")
    assert (
        answer.headers["Strict-Transport-Security"] is None
    )  # said over plain HTTP it means nothing
    if status >= 400:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Set-Cookie"] is None or b"<form" in answer.body
        for inside in (b"Traceback", b"django", b"/site-packages/", b"DEBUG"):
            assert inside not in answer.body


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/robots.txt", "/static/nope.css"])
def test_an_odd_method_is_refused_and_breaks_nothing(site, path):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "BREW"):
        answer = site.ask(path, method)
        assert answer.status in {403, 404, 405}, f"{method} {path} is answered {answer.status}"
        assert_protected(answer)


def test_the_sending_of_a_request_and_its_thanks_are_never_kept(site):
    sent, _ = visitor.send_form(site, visitor.read_form(site), hurry=True, times="never kept")
    thanks = site.ask(sent.headers["Location"])
    again = site.ask(sent.headers["Location"], headers={"If-None-Match": "*"})
    for answer in (sent, thanks, again, site.ask("/consultation/"), site.ask("/admin/login/")):
        assert "no-store" in answer.headers["Cache-Control"]
    for answer in (sent, thanks):
        assert_protected(answer)
        assert visitor.words_found(str(answer.headers)) == []
    assert [sent.status, thanks.status] == [303, 200]
    assert thanks.headers["Set-Cookie"] is None
    assert '<meta name="robots" content="noindex">' in thanks.text
    assert "noindex" not in site.ask("/consultation/").text


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "the form"])
def test_a_page_is_asked_about_again_and_sent_again_only_when_it_changed(site, name):
    path = address(site, name)
    for encoding in ("identity", "gzip"):
        first = site.ask(path, headers={"Accept-Encoding": encoding})
        assert first.status == 200
        assert first.headers["Cache-Control"] == "no-cache"
        assert first.headers["Set-Cookie"] is None
        same = {"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]}
        second = site.ask(path, headers=same)
        assert [second.status, second.body] == [304, b""]
        tags = {answer.headers["ETag"].removeprefix("W/") for answer in (first, second)}
        assert len(tags) == 1
        assert_protected(second)
        other = site.ask(path, headers={**same, "If-None-Match": '"another"'})
        assert [other.status, len(other.body) > 0] == [200, True]


def test_no_public_page_sets_a_cookie(site):
    paths = public_pages(site)
    assert len(paths) > 30
    answers = {path: site.ask(path) for path in paths}
    assert {path for path in paths if answers[path].status != 200} == set()
    assert {path for path in paths if answers[path].headers["Set-Cookie"]} == {"/consultation/"}


def test_a_walk_through_the_site_leaves_no_cookie_and_asks_nobody_else(open_page, site):
    page, asked = open_page("/"), set()
    page.on("request", lambda request: asked.add(request.url))
    for path in (address(site, name) for name in TEMPLATES if name != "the form"):
        assert page.goto(path).status == 200
        assert page.context.cookies() == [], path
    assert len(asked) >= len(TEMPLATES) - 1
    assert [url for url in asked if not url.startswith(f"{site.url}/")] == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    page.goto("/consultation/")
    [cookie] = page.context.cookies()
    assert [cookie["httpOnly"], cookie["sameSite"], cookie["expires"]] == [True, "Lax", -1]
    page.goto("/")
    assert page.context.cookies() == [cookie]


def test_over_https_the_host_is_pinned_and_the_cookie_is_locked_to_it(site):
    form = site.ask("/consultation/", headers=HTTPS)
    assert form.headers["Strict-Transport-Security"] == HSTS
    [cookie] = form.headers.get_all("Set-Cookie")
    name_and_value, *attributes = cookie.split("; ")
    assert name_and_value.startswith("__Host-csrftoken=")
    assert set(attributes) == {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}

    [plain] = site.ask("/consultation/").headers.get_all("Set-Cookie")
    assert not plain.startswith("__Host-")
    assert "Secure" not in plain


@pytest.mark.parametrize(
    "path", ["/", "/about", "/nope/", "/robots.txt", "/admin/login/", "/consultation/"]
)
def test_over_https_every_answer_pins_the_host(site, path):
    assert site.ask(path, headers=HTTPS).headers["Strict-Transport-Security"] == HSTS
    assert site.ask(stylesheet(site), headers=HTTPS).headers["Strict-Transport-Security"] == HSTS


@pytest.mark.parametrize(
    "path", ["/", "/about", "/nope/", "/admin/", "/sitemap.xml", "/journal/feed/", "/robots.txt"]
)
def test_a_forged_host_is_refused_and_never_repeated(site, path):
    refused = site.ask(path, headers={"Host": "evil.example"})
    assert refused.status == 400
    assert "evil" not in str(refused.headers) + refused.text

    # Proxies may name a host of their own; we do not listen to that.
    unmoved = site.ask(path, headers={"X-Forwarded-Host": "evil.example"})
    assert unmoved.status < 405
    assert "evil" not in str(unmoved.headers) + unmoved.text


def test_a_redirect_stays_on_the_host(site):
    for path in ("//evil.example/about", "/\\evil.example/about", "/admin/?next=//evil.example/"):
        answer = site.ask(path)
        target = answer.headers.get("Location", "/")
        assert re.match(r"/(?![/\\])", target), f"{path} leads to {target}"
