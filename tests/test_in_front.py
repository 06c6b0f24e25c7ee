"""What a visitor meets when Caddy stands in front by deploy/Caddyfile: limits, and calm words."""

import json
import os
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest

from tests.faults.machines import CADDY, in_front
from tests.running_site import free_port

pytestmark = pytest.mark.engine_free
MIB = 1 << 20


class Site(BaseHTTPRequestHandler):
    """Says what reached it, but for /gone: there it ends in the middle."""

    def do_POST(self):
        if self.path == "/gone":
            self.connection.close()
            return
        whole = int(self.headers["Content-Length"])
        size = len(self.rfile.read(whole))
        self.server.seen.append((self.path, size, dict(self.headers)))
        if size < whole:  # Caddy has hung up
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *words):
        pass


@contextmanager
def serving(port):
    server = HTTPServer(("127.0.0.1", port), Site)
    server.seen = []
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def caddy(tmp_path_factory):
    """Caddy's own port and what it wrote; the site's place is behind it, and nobody there yet."""
    folder, port = tmp_path_factory.mktemp("caddy"), free_port()
    site = SimpleNamespace(port=free_port())
    (folder / "caddy.json").write_text(json.dumps(in_front(port, [site])))
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "said").open("w") as said:
        run = [CADDY, "run", "--config", folder / "caddy.json"]
        process = subprocess.Popen(run, env=home, stderr=said)
        try:
            wait_for(port)
            yield SimpleNamespace(port=port, site=site.port, said=folder / "said")
        finally:
            process.terminate()
            process.wait(15)


def wait_for(port):
    deadline = time.monotonic() + 20
    while True:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def post(caddy, path, body, **headers):
    with closing(HTTPConnection("127.0.0.1", caddy.port, timeout=30)) as connection:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def test_a_form_passes_and_the_visitor_cannot_claim_another_address(caddy):
    with serving(caddy.site) as site:
        status, _, _ = post(
            caddy,
            "/consultation/",
            b"a" * 3 * MIB,
            **{"X-Forwarded-For": "203.0.113.9", "X_Forwarded_For": "203.0.113.9"},
        )
        [(path, size, headers)] = site.seen

    assert (status, path, size) == (200, "/consultation/", 3 * MIB)
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert "203.0.113.9" not in str(headers)


def test_what_is_too_large_for_a_form_is_refused_and_a_picture_of_danas_is_not(caddy):
    with serving(caddy.site) as site:
        form, _, _ = post(caddy, "/consultation/", b"a" * 5 * MIB)
        picture, _, _ = post(caddy, "/admin/content/image/add/", b"a" * 5 * MIB)
        whole = [path for path, size, _ in site.seen if size == 5 * MIB]

    assert (form, picture) == (413, 200)
    assert whole == ["/admin/content/image/add/"]


def test_when_the_site_is_away_whoever_writes_reads_whom_to_call_and_nothing_is_logged(caddy):
    with serving(caddy.site):
        status, headers, words = post(caddy, "/gone", b"name=Sam&message=I+cannot+sleep")

    assert status == 502
    assert headers["Cache-Control"] == "no-store"
    assert headers["Retry-After"] == "30"
    assert "away for a moment" in words
    assert "988" in words and "911" in words
    assert "Sam" not in caddy.said.read_text()
    assert "127.0.0.1" not in "".join(
        line for line in caddy.said.read_text().splitlines() if '"level":"error"' in line
    )


def test_a_stop_of_a_few_seconds_is_waited_for(caddy):
    answers = []
    asking = Thread(target=lambda: answers.append(post(caddy, "/consultation/", b"name=Sam")))
    asking.start()
    asking.join(1.5)
    assert answers == []

    with serving(caddy.site) as site:
        asking.join(10)

    assert [status for status, _, _ in answers] == [200]
    assert len(site.seen) == 1
