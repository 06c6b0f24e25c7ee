"""The other web server, started by one setting (docs/decisions/0015-the-server.md)."""

import pytest

from tests import copies
from tests.faults.visitor import Visitor
from tests.running_site import Mailbox

pytestmark = pytest.mark.engine_free


def test_under_granian_pages_posts_mails_and_the_end_are_as_ever(tmp_path):
    box = Mailbox()
    site = copies.make(tmp_path, box.port, SERVER="granian")
    try:
        site.start()
        page, head = site.ask("/about/"), site.ask("/about/", "HEAD")
        visitor = Visitor(site, 1).read_form().send()
        told = box.wait_about(visitor.reference)
        status = site.stop()
    finally:
        site.close()
        box.close()

    assert page.headers["Server"] == "granian"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(page.body)))
    assert len(told) == 1
    assert status == 0
    assert "/about/" not in site.output()  # no access log
    assert "WARNING" not in site.output()


def test_a_server_that_is_not_installed_is_one_clear_line(tmp_path):
    without = tmp_path / "without"
    without.mkdir()
    (without / "sitecustomize.py").write_text("import sys; sys.modules['granian'] = None")
    site = copies.make(tmp_path / "site", SERVER="granian", PYTHONPATH=str(without))
    try:
        said = site.manage("up")
    finally:
        site.close()

    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "SERVER is granian, which is not installed" in said.stderr
    assert "requirements/granian.txt" in said.stderr
