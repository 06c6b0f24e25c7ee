"""Follow docs/howto.md in a copy of the house, leave out each step in turn, and print what the tests say.

    .venv/bin/python -m tests.howto [field|mail|kind]

Prints the tables that stand there. A step that can be left out without a word is named, and the end is 1.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
_SECTION = re.compile(r"^## (.+?)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^### (.+?)$(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_PART = re.compile(
    r"^`(?P<file>\S+)`$|^```diff\n(?P<diff>.*?)^```$|^```sh\n(?P<sh>.*?)^```$", re.M | re.S
)
_WIDE = {**os.environ, "COLUMNS": "2000"}  # or pytest cuts off what a test says
_COPIED = ("practice", "intake", "journal", "pages", "templates", "tests", "static", "docs")
_HARD = (
    "Notwithstanding considerations of confidentiality, practitioners occasionally communicate information "
    "regarding unanticipated irregularities."
)
# Not left out, but done otherwise, as one would before reading on: what, and from which words to which.
OTHERWISE = {
    "field": [
        (
            "Keep it, but in clear",
            'SealedTextField("what would help", null=True)',
            'models.TextField(default="")',
        ),
        (
            "Keep it, but with a default",
            '"what would help", null=True',
            '"what would help", default=""',
        ),
    ],
    "mail": [
        ("(a visitor's word in it)", "no mail. It", "no mail, {{ inquiry.name }}. It"),
        (
            "(sent to the visitor)",
            '"bounced", to=settings.NOTIFY_EMAIL',
            '"bounced", to="sam@x.example"',
        ),
        ("(no `autoescape off`)", "autoescape off", "autoescape on"),
        (
            "(hard words, long lines)",
            "It may be mistyped.",
            _HARD,
        ),
    ],
}
TESTS = {
    "field": ["tests/intake/test_new_field.py", "tests/intake/test_sealing_fields.py"],
    "mail": ["tests/intake/test_new_mail.py"],
    "kind": ["tests/pages/test_new_kind.py"],
}


@dataclass(frozen=True)
class Step:
    """A step's changes, each a file with what stands there before and after, and its commands."""

    name: str
    changes: list[tuple[str, str, str]]
    commands: list[str]


def walks() -> dict[str, list[Step]]:
    """The steps of the page's three walks that change something, by the word in their table's comment."""
    page = (ROOT / "docs" / "howto.md").read_text(encoding="utf-8")
    found = {}
    for _, text in _SECTION.findall(page):
        word = re.search(r"<!-- (\w+): ", text)[1]
        steps = [_step(*each) for each in _STEP.findall(text)]
        found[word] = [step for step in steps if step.changes or step.commands]
    return found


def _step(name: str, text: str) -> Step:
    changes, commands, file = [], [], ""
    for part in _PART.finditer(text):
        file = part["file"] or file
        if part["diff"]:
            lines = part["diff"].splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            changes.append((file, before, "".join(line[1:] for line in lines if line[0] in " +")))
        if part["sh"]:
            commands += part["sh"].split("\n")[:-1]
    return Step(name, changes, commands)


def follow(step: Step, house: Path) -> None:
    for file, before, after in step.changes:
        path = house / file
        path.parent.mkdir(exist_ok=True)
        old = path.read_text(encoding="utf-8") if before else ""
        if old.count(before) != 1 and before:
            raise ValueError(f"{file} holds this {old.count(before)} times:\n{before}")
        path.write_text(old.replace(before, after) if before else after, encoding="utf-8")
    for command in step.commands:
        _run(house, *command.replace(".venv/bin/python", PYTHON).split())


def _run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=house, capture_output=True, text=True, timeout=300, check=False, env=_WIDE
    )


def what_fails(house: Path, tests: list[str]) -> list[tuple[str, str]]:
    """Each failing test, or check, with the first line of what it says; one of a kind."""
    failed = {}
    check = _run(house, PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")
    if check.returncode:
        lines = (check.stdout or check.stderr).strip().splitlines()
        failed["makemigrations --check"] = " ".join(line.strip() for line in lines[:3])
        return list(failed.items())  # every test that asks the database would say so, too
    said = _run(
        house,
        PYTHON,
        "-m",
        "pytest",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "--tb=line",
        "-rfE",
        *tests,
    )
    for name, words in re.findall(
        r"^(?:FAILED|ERROR) \S+?::(\w+)\S*(?: - (.*))?$", said.stdout, re.MULTILINE
    ):
        failed.setdefault(name, words)
    return list(failed.items()) or ([("pytest", said.stdout[-500:])] if said.returncode else [])


def _otherwise(step: Step, was: str, now: str) -> Step:
    changes = [(file, before, after.replace(was, now)) for file, before, after in step.changes]
    return Step(step.name, changes, step.commands)


def ways(word: str, steps: list[Step]) -> Iterator[tuple[str, list[Step]]]:
    """Each way of following the steps, by its name; the first leaves nothing out."""
    yield "", steps
    for left_out in steps:
        yield left_out.name, [step for step in steps if step is not left_out]
    for name, was, now in OTHERWISE.get(word, []):
        yield name, [_otherwise(step, was, now) for step in steps]


def main(words: list[str]) -> int:
    unnoticed = 0
    for word, steps in walks().items():
        if words and word not in words:
            continue
        for name, followed in ways(word, steps):
            with tempfile.TemporaryDirectory() as place:
                house = Path(place)
                _copy(house)
                for step in followed:
                    follow(step, house)
                failed = what_fails(house, TESTS[word])
            unnoticed += bool(failed) is (not name)
            told = "; ".join(f"`{test}`: {said}" for test, said in failed) or "nothing"
            print(f"{word} | {name or '(nothing left out)'} | {told}", flush=True)
    return 1 if unnoticed else 0


def _copy(house: Path) -> None:
    for name in _COPIED:
        shutil.copytree(ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml", "gunicorn.conf.py"):
        shutil.copy(ROOT / name, house)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
