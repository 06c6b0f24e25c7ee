"""What no browser sends: refused, guarded, and neither kept nor repeated."""

import socket
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine_free

MARK = "WORDS-NOBODY-MAY-REPEAT"


def send(site, text):
    """The whole answer to raw bytes."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(text.encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer.decode("latin-1")


def get(site, headers="", path=f"/search/?q={MARK}"):
    return send(
        site, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n"
    )


@pytest.mark.parametrize(
    "request_text",
    [
        f"GET /?q={MARK}\r\n\r\n",
        f"{MARK} / HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nBad Header {MARK}: y\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nExpect: {MARK}\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: bogus\r\n\r\n",
        f"GET /{'x' * 140_000} HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["no version", "no method", "header name", "expect", "encoding", "long"],
)
def test_what_is_no_http_is_refused_with_all_headers_and_not_repeated(site, request_text):
    before = site.output()

    answer = send(site, request_text)

    assert answer.startswith("HTTP/1.1 400 ")
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert "X-Frame-Options: DENY" in answer
    assert MARK not in answer
    assert MARK not in site.output().removeprefix(before)


@pytest.mark.parametrize("letter", ["x", "(", "%F0%9F%99%82"], ids=["letters", "signs", "pictures"])
def test_a_search_for_ten_thousand_letters_is_answered_and_in_no_log(site, letter):
    before = site.output()

    answer = get(site, path=f"/search/?q={MARK}{letter * 10_000}")

    assert answer.startswith("HTTP/1.1 200 ")
    assert "Words to look for" in answer
    assert MARK not in site.output().removeprefix(before)


@pytest.mark.parametrize(
    "content_type",
    [
        "a; charset=hex",
        "a; charset=rot13",
        "text/plain; charset*=BOGUS''x",
        "a; boundary*=bogus''x",
    ],
)
def test_a_made_up_charset_breaks_nothing(site, content_type):
    answer = get(site, f"Content-Type: {content_type}\r\n")

    assert answer.startswith("HTTP/1.1 200 ")
    assert MARK not in site.output()


def test_a_forged_host_is_in_no_log(site):
    answer = send(site, f"GET / HTTP/1.1\r\nHost: {MARK}.example\r\nConnection: close\r\n\r\n")

    assert answer.startswith("HTTP/1.1 400 ")
    assert MARK not in answer
    assert MARK not in site.output()


def test_an_uploaded_file_never_touches_the_disk(site):
    """Three megabytes and more are what Django's own handler would write to the temporary folder."""
    body = (
        f'--XX\r\nContent-Disposition: form-data; name="message"; filename="a.{"t" * 300}"\r\n\r\n'
        + MARK * 200_000
    )
    head = (
        "POST /consultation/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: {len(body) + 8}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall((head + body).encode())
        time.sleep(0.5)  # the worker has read what was sent and waits for the last eight bytes
        kept = list(Path("/tmp").glob("*.upload*"))
        connection.sendall(b"\r\n--XX--")
        status = connection.recv(65536).decode("latin-1").split("\r\n")[0]

    assert kept == []
    assert status == "HTTP/1.1 403 Forbidden"


def test_no_header_moves_the_site_to_another_path(site):
    answer = get(site, "SCRIPT_NAME: /evil\r\n", path="/evil/consultation/")

    assert answer.startswith("HTTP/1.1 404 ")
    assert 'href="/evil' not in answer


def test_a_mangled_cookie_earns_no_new_one_on_a_page_that_sets_none(site):
    answer = get(site, "Cookie: csrftoken=x/y\r\n", path="/")

    assert answer.startswith("HTTP/1.1 200 ")
    assert "Set-Cookie" not in answer
