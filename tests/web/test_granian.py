"""The other web server, started by one setting (docs/decisions/0015-the-server.md)."""

from importlib.util import find_spec

import pytest

from tests import copies
from tests.faults.visitor import Visitor
from tests.running_site import Mailbox

pytestmark = pytest.mark.engine_free


@pytest.mark.skipif(not find_spec("granian"), reason="granian is not installed")
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


@pytest.mark.skipif(bool(find_spec("granian")), reason="granian is installed")
def test_a_server_that_is_not_installed_is_one_clear_line(tmp_path):
    site = copies.make(tmp_path, SERVER="granian")
    try:
        said = site.manage("up")
    finally:
        site.close()

    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "SERVER is granian, which is not installed" in said.stderr
    assert "requirements/granian.txt" in said.stderr
