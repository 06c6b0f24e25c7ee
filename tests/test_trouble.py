"""What docs/trouble.md quotes is what the site prints. Costs about two seconds."""

import ast
import re
from functools import cache

import pytest

from tests.test_repository import ROOT, tracked

pytestmark = pytest.mark.engine_free

TABLES = r"^\| (`[^|]+`) \|"
# Said by others, or no line at all: a command, a file, a step of a mail session that tests/intake looks at.
NOT_OURS = {"AUTH", "MAIL", "RCPT", "STARTTLS"}


@cache
def said():
    """Every text in our code, with … for what is put in, and the words of the templates."""
    texts = []
    for path in tracked(
        "manage.py", "practice/*.py", "intake/*.py", "practice/**/*.py", "intake/**/*.py"
    ):
        texts += [_text(node) for node in ast.walk(ast.parse(path.read_text()))]
    texts += [path.read_text() for path in tracked("templates/*.html", "templates/**/*.html")]
    return [" ".join(text.split()) for text in texts if text]


def _text(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_said(line):
    """Whether some text of ours holds the line, whatever stands where it has a …."""
    line = line.replace("audit.head", "…")  # named once in the code
    pieces = [re.escape(piece.strip()) for piece in line.split("…")]
    sought = re.compile(r"\s?.*?\s?".join(pieces))
    return any(sought.search(text) for text in said())


def quoted():
    """The lines that begin a row of a table, and what is said elsewhere to be printed."""
    text = (ROOT / "docs" / "trouble.md").read_text()
    rows = [row.strip("`") for row in re.findall(TABLES, text, re.MULTILINE)]
    lines = [row for row in rows if not row.startswith(("curl", "journalctl", "connect "))]
    return [line for line in lines if line.split()[0] not in NOT_OURS and " " in line]


def test_each_line_the_table_quotes_is_printed_by_the_site():
    lines = quoted()

    assert len(lines) > 30
    assert [line for line in lines if not is_said(line)] == []
    assert not is_said("the site has caught a cold: … degrees")


@pytest.mark.parametrize(
    "line",
    [
        "the database does not answer",
        "migrations are waiting: run …",
        "the file of INQUIRY_KEYS changed and is not used:",
        "the newest backup is … days old",
        "the last backup failed",
        "There is a database already (…).",
        "warning: …",
        "This page is not working just now",
        "Not open yet",
        "That did not fit.",
    ],
)
def test_what_is_quoted_among_words_is_printed_too(line):
    assert line in (ROOT / "docs" / "trouble.md").read_text().replace("`warning: `", "warning: …")
    assert is_said(line)


def test_every_command_and_step_it_names_is_there():
    text = (ROOT / "docs" / "trouble.md").read_text()
    ours = {path.stem for path in (ROOT / "practice/management/commands").glob("*.py")}
    named = {"reconcile", "backup", "restore", "let_in", "send_test_mail", "rotate_keys"}
    assert named | {"recovery_sheet"} <= ours
    assert all(f"`{name}" in text for name in named)
    steps = re.findall(r"^\| `([A-Z]+) …`", text, re.MULTILINE)
    assert set(steps) == NOT_OURS
    assert all(is_said(step) for step in steps)
