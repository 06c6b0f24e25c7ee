"""The Nu HTML checker finds no error on any page.

HTML only: its CSS half stumbles over `light-dark(var())` and says so with a crash.
"""

import json
import shutil
import subprocess

import pytest

from tests.running_site import ROOT

pytestmark = [pytest.mark.look, pytest.mark.engine_free]

JAR = ROOT / "build/node/node_modules/vnu-jar/build/dist/vnu.jar"
JAVA = shutil.which("java")


@pytest.fixture
def check(tmp_path):
    """`check({"home": "<!doctype html>…"})`: the errors, a line each."""
    if not JAVA or not JAR.is_file():
        pytest.skip(
            f"HTML was not checked: {'npm install of vnu-jar' if JAVA else 'Java'} is missing"
        )

    def check(pages):
        for name, html in pages.items():
            (tmp_path / f"{name}.html").write_text(html)
        command = [JAVA, "-jar", JAR, "--format", "json", "--skip-non-html", str(tmp_path)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        messages = json.loads(ran.stderr)["messages"]
        return [_line(message) for message in messages if message["type"] != "info"]

    return check


def _line(message):
    page = message.get("url", "").rpartition("/")[2].removesuffix(".html")
    extract = message.get("extract", "").replace("\n", " ")
    return f"/{page} line {message.get('lastLine')}: {message['message']}\n    {extract}"


@pytest.fixture
def html(browsing, visits):
    """What the server sends for each visit, before the browser makes anything of it."""
    with browsing() as open_page:
        page = open_page("/", javascript=False)
        answers = []
        # Playwright cannot hold a builtin.
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
        found = {}
        for name, visit in visits.items():
            answers.clear()
            visit(page)
            sent = [one for one in answers if one.request.resource_type == "document"]
            found[name] = sent[-1].text()
    return found


def test_the_checker_finds_no_error(check, html):
    assert len(html) > 40
    assert not (errors := check(html)), "\n" + "\n".join(errors)


def test_the_checker_does_find_errors(check):
    errors = check({"bad": '<!doctype html><html lang="en"><title>Bad</title><p id="a"><p id="a">'})
    assert len(errors) == 1
    assert "Duplicate ID" in errors[0]
