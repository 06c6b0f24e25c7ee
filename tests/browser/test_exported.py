"""The site that Jekyll makes of an export, in a browser."""

import shutil
import subprocess

import pytest

from practice.archive import jekyll_site

pytestmark = pytest.mark.engine_free

BODY = """
<script>document.title = "taken"</script>

<p onclick="document.title = 'taken'">Press me.</p>

[And me](javascript:document.title='taken'){: onmouseover="document.title = 'taken'"}

<img src="/none.png" onerror="document.title = 'taken'"> <form action="/"><button>Send</button></form>
"""


@pytest.mark.skipif(shutil.which("jekyll") is None, reason="jekyll is not installed")
def test_nothing_typed_into_a_text_runs_there(chromium, tmp_path):
    site = tmp_path / "site"
    for path, text in jekyll_site.files(title="Quiet", description="", zone="UTC"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    (site / "rest.md").write_text(f"---\nlayout: page\ntitle: Rest\n---\n{BODY}")
    command = ["jekyll", "build", "--disable-disk-cache", "--source", site, "--destination"]
    subprocess.run([*command, tmp_path / "built"], check=True, capture_output=True, timeout=60)
    built = (tmp_path / "built/rest/index.html").read_text()
    assert built.count("document.title") == 5

    page = chromium.new_page()
    page.set_content(built)
    page.get_by_text("Press me.").click()
    page.get_by_role("link", name="And me").hover()
    page.get_by_role("link", name="And me").click()

    assert page.title() == "Rest · Quiet"
    assert page.get_by_text("Press me.").is_visible()
    page.close()
    without = chromium.new_page()  # which is what the line in the layout is for
    without.set_content(built.replace("Content-Security-Policy", "Nothing"))
    assert without.title() == "taken"
    without.close()
