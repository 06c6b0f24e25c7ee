"""What the real Jekyll makes of it."""

import html
import re
import shutil
import subprocess

import pytest

from practice.content.models import Entry
from tests.export.helpers import bytes_in, run

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("kept_outside"),
    pytest.mark.engine_free,
]


@pytest.mark.skipif(
    shutil.which("jekyll") is None, reason="jekyll is not installed (apt install jekyll)"
)
class TestJekyll:
    """The real one, on Dana's export."""

    def build(self, source, *options):
        built = source.parent / "built"
        command = ["jekyll", "build", "--disable-disk-cache", "--source", str(source), *options]
        done = subprocess.run(
            [*command, "--destination", str(built)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "LANG": "C.UTF-8", "HOME": str(built)},
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        said = done.stdout.replace(str(source.parent), "")
        assert not re.search("warn|error|conflict|deprecat", said, re.IGNORECASE), said
        return bytes_in(built)

    def test_builds_it_without_a_warning_at_the_same_addresses(self, full, tmp_path):
        run("export_content", tmp_path / "out")

        pages = self.build(tmp_path / "out")

        for entry in Entry.objects.published():
            page = pages[f"{entry.get_absolute_url().strip('/')}/index.html".lstrip("/")].decode()
            assert entry.title in html.unescape(page), entry
        page = pages["journal/a--b/index.html"].decode()
        assert "{{ kettle }} and {% raw %}" in page
        assert '<img src="/images/lamp.jpg" alt="A lamp [lit], by a *chair*"' in page
        assert "<em>late</em>.<br" in page
        assert pages["images/lamp.jpg"]
        everything = b"".join(pages.values())
        for word in (b"DRAFTWORD", b"SOONWORD", b"HALFWORD", b"manifest.json", b"(415) 555-0199"):
            assert word not in everything

    def test_shows_the_drafts_when_it_is_asked_to(self, full, tmp_path):
        run("export_content", tmp_path / "out")

        pages = self.build(tmp_path / "out", "--drafts", "--future")

        assert b"DRAFTWORD" in pages["journal/not-yet/index.html"]
        assert b"HALFWORD" in pages["guides/half-a-guide/index.html"]

    def test_builds_the_demo(self, db, tmp_path):
        run("demo")
        run("export_content", tmp_path / "out")

        assert len(self.build(tmp_path / "out")) > 20
