"""The documents say what is true, and the demo content keeps the practice's tone."""

import ast
import re
import subprocess
from pathlib import Path

import pyphen
import pytest
import yaml

from practice.archive.front_matter import split
from practice.content.habits import RESERVED_IDS

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "practice" / "demo"
GUIDE = ROOT / "practice" / "desk" / "guide"
# Flesch and Kincaid's formula (Kincaid 1975). The dictionary finds hyphenation points, a little fewer
# than there are syllables, which makes a text look half a grade easier than it is.
HARDEST_GRADE = 7.5


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def lengths_of_functions(source):
    """Name and lines of every function and method, its signature and docstring among them."""
    return [
        (node.name, node.end_lineno - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def grade(markdown):
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", markdown)
    text = re.sub(r"[*_#>`|]", " ", text)
    sentences = [s for s in re.split(r"[.!?:;]\s|\n\s*\n|\n\s*-\s", text) if re.search(r"\w", s)]
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", text)
    dictionary = pyphen.Pyphen(lang="en_US")
    syllables = sum(len(dictionary.positions(word.lower())) + 1 for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_every_setting_is_explained_and_no_other():
    used = set()
    for source in tracked("practice/*.py", "practice/**/*.py", "gunicorn.conf.py"):
        used |= set(
            re.findall(
                r'(?:text|mail_address|flag|number|listed|choice|kept_secret)\(\s*"([A-Z_]+)"',
                source.read_text(encoding="utf-8"),
            )
        )
    example = read(".env.example")
    explained = set(re.findall(r"^# ([A-Z_]+)=", example, re.MULTILINE))
    # Settings that belong together share their sentence.
    bare = [part for part in example.split("\n\n") if not re.search(r"^#.*[a-z] [a-z]", part, re.M)]

    assert used == explained, (
        f".env.example does not explain {used - explained}, and explains {explained - used}, "
        "which nothing reads."
    )
    assert not bare, f"Say in .env.example what this is for: {bare}"
    assert len(used) > 15


def test_every_make_target_a_document_names_is_there():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        named = set(re.findall(r"(?:`|^    )make ([a-z]+)", read(name), re.MULTILINE))

        assert named, name
        assert named <= targets, name


def test_every_command_the_readme_names_is_there():
    ours = {path.stem for path in (ROOT / "practice/management/commands").glob("*.py")}
    named = set(re.findall(r"manage\.py ([a-z_]+)", read("README.md")))

    assert named <= ours | {"changepassword", "check"}
    assert "import_content" in named


def test_no_file_names_a_registry():
    hosts = re.compile(r"(pypi|pythonhosted|npmjs|jsdelivr|unpkg|debian)\.(org|com|net)")
    for path in tracked():
        if path.suffix in {".woff2", ".png", ".webp", ".ico"} or path == Path(__file__):
            continue

        assert not hosts.search(path.read_text(encoding="utf-8")), path


def test_no_file_of_ours_has_outgrown_a_screen_or_two():
    for path in tracked("*.py"):
        if "migrations" not in path.parts:
            assert len(path.read_text().splitlines()) <= 300, path


def test_no_function_of_ours_is_longer_than_thirty_lines():
    longer = {}
    for path in tracked("*.py"):
        if "migrations" not in path.parts:
            longer |= {
                f"{path.relative_to(ROOT)}:{name}": lines
                for name, lines in lengths_of_functions(path.read_text())
                if lines > 30
            }

    assert longer == {}


def test_a_function_is_measured_from_its_name_to_its_last_line():
    lines = [
        "class Sam:",
        "    @property",
        "    async def f(self):",
        '        """Why."""',
        "        pass",
    ]
    source = "\n".join([*lines, "", "def g(", "    a,", "):", "    def h():", "        return a"])

    assert sorted(lengths_of_functions(source)) == [("f", 3), ("g", 5), ("h", 2)]


def test_no_heading_can_take_an_id_that_a_template_uses():
    forms = ("quiet/", "intake/", "admin/", "includes/header")
    used = set()
    for path in tracked("templates/*.html", "templates/**/*.html"):
        if not str(path.relative_to(ROOT / "templates")).startswith(forms):
            used |= set(re.findall(r'\sid="([^"{]+)"', path.read_text()))

    assert used - {"q", "site-name", "footer"} <= RESERVED_IDS


def test_templates_load_nothing_from_elsewhere_and_hold_no_inline_code():
    for path in tracked("templates/*.html", "templates/**/*.html"):
        text = path.read_text()

        assert not re.search(r'(src|href)="(https?:)?//', text), path
        inline_script = r'<script(?! (type="application/ld|type="module" src=|src=))'
        assert not re.search(rf"\son\w+=|style=|<style|{inline_script}", text), path


@pytest.mark.parametrize("path", sorted(DEMO.glob("notices/*.md")), ids=lambda path: path.stem)
def test_a_notice_can_be_read_in_eighth_grade(path):
    assert grade(split(path.read_text(), str(path)).body) < HARDEST_GRADE


def test_the_form_can_be_read_in_eighth_grade():
    source = read("intake/forms.py") + read("templates/intake/request.html")
    sentences = re.findall(r'(?:label|help_text|required)"?[=:] ?"([^"]+)"', source)
    sentences += re.findall(r"<(?:p|li|h\d)[^>]*>([^<{]{12,})", source)

    assert len(sentences) > 20
    assert grade("\n\n".join(sentences)) < HARDEST_GRADE


@pytest.mark.parametrize("path", sorted(GUIDE.glob("words/*.md")), ids=lambda path: path.stem)
def test_a_chapter_of_the_guide_can_be_read_in_eighth_grade(path):
    words = re.sub(r"!\[[^]]*\]\([^)]*\)|^\|[- |]+$", "", path.read_text(), flags=re.MULTILINE)

    assert grade(words) < HARDEST_GRADE
    assert not re.search(r"\w!", words)


def test_the_pictures_of_the_guide_are_all_shown_and_weigh_little():
    shown = {
        name
        for path in GUIDE.glob("words/*.md")
        for name in re.findall(r"/static/desk/guide/([\w-]+\.webp)", path.read_text())
    }
    there = {path.name: path.stat().st_size for path in (ROOT / "static/desk/guide").iterdir()}

    assert shown == set(there)
    assert len(shown) >= 8
    assert sum(there.values()) < 600_000


def test_the_measure_tells_hard_from_easy():
    hard = (
        "Notwithstanding considerations of confidentiality, practitioners occasionally communicate "
        "information regarding individuals to governmental authorities."
    )

    assert grade(hard) > 12
    assert grade("I read it. I write back. You can ask me to stop.") < 3


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(DEMO.rglob("*")) if p.suffix in {".md", ".yaml"}],
    ids=lambda p: p.stem,
)
def test_the_tone_is_quiet(path):
    text = path.read_text()

    assert not re.search(r"\w!", text)
    assert not re.search(r"\b(patients?|leads|guaranteed?|testimonial|press 3)\b", text, re.I)


def test_the_demo_licence_is_no_real_one():
    practice = yaml.safe_load((DEMO / "practice.yaml").read_text())

    assert practice["licence_number"].endswith("000000")
