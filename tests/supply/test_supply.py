"""What the site is made of is listed, on terms that are allowed, and asked about."""

import json
import platform
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.running_site import ROOT
from tools.supply import licences, locked, sbom

pytestmark = pytest.mark.engine_free
written_here = pytest.mark.skipif(
    (sys.version_info[:2], platform.system()) != ((3, 11), "Linux"),
    reason="the page is written on Linux with Python 3.11; elsewhere other packages are needed",
)


@pytest.fixture
def service():
    """A service for known vulnerabilities: it knows one of whatever is in `unsafe`."""

    class Answers(BaseHTTPRequestHandler):
        unsafe: set[str] = set()
        asked: list[str] = []

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            name = json.loads(self.rfile.read(length))["package"]["name"]
            self.asked.append(name)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(known(name) if name in self.unsafe else {}).encode())

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    server.answers = Answers
    yield server
    server.shutdown()
    server.server_close()


def known(name):
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}]
    return {
        "vulns": [
            {
                "id": "PYSEC-2026-1",
                "summary": "A hole",
                "details": "A hole",
                "published": "2026-01-01T00:00:00Z",
                "modified": "2026-01-01T00:00:00Z",
                "affected": [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": ranges}],
            }
        ]
    }


def audit(where, **environment):
    return subprocess.run(
        [sys.executable, "-m", "tools.supply.audit"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "AUDIT_SERVICE": where, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def address(service):
    return f"http://127.0.0.1:{service.server_port}/v1/query"


def test_a_known_hole_fails_the_check_and_is_named(service):
    service.answers.unsafe = {"nh3"}

    told = audit(address(service))

    assert told.returncode == 1
    assert "Unsafe: nh3 " in told.stdout
    assert "mended in 99" in told.stdout
    assert "django" not in told.stdout


def test_without_a_hole_everything_that_is_locked_was_asked_about(service):
    told = audit(address(service))

    assert told.returncode == 0
    assert "0 unsafe" in told.stdout
    for lock in (locked.SITE, locked.GRANIAN, locked.DEV):
        assert {one.name for one in locked.packages(lock)} <= set(service.answers.asked)


def test_where_nobody_can_be_asked_it_says_so_and_does_not_say_audited():
    nobody = "http://127.0.0.1:9/v1/query"
    told = audit(nobody)

    assert told.returncode == 0
    assert "cannot be reached" in told.stderr
    assert "Audited" not in told.stdout
    assert audit(nobody, AUDIT="required").returncode == 1


@written_here
def test_the_page_of_licences_is_the_locks():
    assert licences.PAGE.read_text() == licences.page(), "run: make licences"


def test_what_the_site_runs_is_under_licences_that_are_allowed():
    for lock in (locked.SITE, locked.GRANIAN):
        assert licences.forbidden(locked.packages(lock)) == []


def test_another_licence_or_none_is_refused():
    package = locked.packages(locked.SITE)[0]
    other = locked.Package("sharp", "1", (), "AGPL-3.0-only", ())

    assert licences.forbidden([package, other]) == ["sharp: AGPL-3.0-only"]


@pytest.fixture(scope="module")
def for_programs():
    return sbom.document()


def test_the_list_for_programs_names_every_package_with_version_licence_and_hashes(for_programs):
    told = json.loads(for_programs)

    parts = {one["name"]: one for one in told["components"]}
    for package in locked.packages(locked.SITE):
        part = parts.pop(package.name)
        assert part["version"] == package.version
        assert part["licenses"]
        files = {one["content"] for one in part["externalReferences"][0]["hashes"]}
        assert files == set(package.hashes) != set()
    assert set(parts) == {"Literata"}
    assert told["metadata"]["component"]["name"] == "therapy-practice"


def test_the_list_for_programs_is_the_same_each_time(for_programs):
    assert sbom.document() == for_programs
    assert "timestamp" not in for_programs
