"""Every answer carries the whole set of security headers."""

import pytest

pytestmark = pytest.mark.engine_free

PATHS = ["/", "/consultation/", "/nothing/here/", "/healthz", "/robots.txt", "/journal/feed/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(sam, practice, path):
    response = sam.get(path)

    policy = dict(
        part.strip().split(" ", 1)
        for part in response["Content-Security-Policy"].split(";")
        if " " in part.strip()
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["trusted-types"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "publickey-credentials-get=()" in response["Permissions-Policy"]


def test_the_desk_may_use_passkeys_and_has_no_trusted_types(sam, practice):
    response = sam.get("/admin/login/")

    assert "publickey-credentials-get=(self)" in response["Permissions-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert "trusted-types" not in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_public_pages_are_asked_about_again_and_not_sent_twice(sam, practice):
    first = sam.get("/fees/")
    again = sam.get("/fees/", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert again.status_code == 304
    assert not again.content
    assert not first.cookies


@pytest.mark.parametrize("path", ["/consultation/", "/nothing/here/", "/admin/login/"])
def test_what_is_private_or_wrong_is_never_kept(sam, practice, path):
    assert "no-store" in sam.get(path)["Cache-Control"]


def test_head_has_the_headers_of_get_and_no_body(sam, practice):
    get, head = sam.get("/fees/"), sam.head("/fees/")

    assert head["ETag"] == get["ETag"]
    assert head["Content-Length"] == str(len(get.content))
    assert head.content == b""


def test_a_forged_host_is_refused_and_not_repeated(sam, practice):
    response = sam.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert response["X-Frame-Options"] == "DENY"
