"""What visitors wrote is in no log line."""

import ast
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from practice.web.logs import QuietFormatter

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parent.parent.parent
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
# What our own log calls may hand over besides a fixed text, by file: each was looked at, and holds no words
# of a visitor's, no address and nothing a mail server said.
LOOKED_AT = {
    ("intake/sealing.py", "problem"),  # one of three sentences of its own
    ("intake/chores.py", "task.name"),
    ("intake/outbox.py", "notification.kind"),
    ("intake/outbox.py", "problem"),  # a NotTaken: the step, the codes
    ("intake/sealing.py", "problem"),  # one of three phrases of our own
    ("practice/web/logs.py", "category.__name__"),
    ("practice/web/logs.py", "filename"),
    ("practice/web/logs.py", "lineno"),
}


def line(name, message, *args, exc_info=None):
    record = logging.LogRecord(name, logging.ERROR, "views.py", 7, message, args, exc_info)
    return QuietFormatter().format(record)


def line_about(problem):
    try:
        raise problem
    except Exception:
        return line("django.request", "Error at %s", "/x?q=sad", exc_info=sys.exc_info())


def test_an_exception_is_named_and_its_words_are_not():
    text = line_about(ValueError("sam@mail.example could not be saved"))

    assert "ValueError" in text
    assert "test_quiet_logs.py" in text
    assert "sam@mail.example" not in text
    assert "q=sad" not in text
    assert "\n" not in text


def test_what_an_exception_came_from_is_named_too_and_its_words_are_not():
    problem = RuntimeError("sad")
    problem.__cause__ = ExceptionGroup("sad", [KeyError("sad"), OSError("sad")])
    problem.add_note("sad")

    text = line_about(problem)

    for named in ("RuntimeError", "ExceptionGroup", "KeyError", "OSError"):
        assert named in text
    assert "sad" not in text


def test_exceptions_that_came_from_each_other_come_to_an_end():
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one

    assert "KeyError" in line_about(one)


def test_our_own_lines_are_kept():
    assert "the outbox stumbled" in line("intake.outbox", "the outbox stumbled")


def test_other_loggers_have_no_line_of_their_own_words():
    for name in ("", "root", "django", "practicescope", "py.warnings", "psycopg"):
        assert "sad" not in line(name, "sad %s", "sad")


def _log_calls():
    """Every call of ours that writes a log line: its file, its line number, what it hands over."""
    for folder in ("practice", "intake", "journal", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                    continue
                owner, name = ast.unparse(node.func.value), node.func.attr
                if owner in {"log", "logger", "logging", "self.log"} and name in LEVELS:
                    yield str(path.relative_to(ROOT)), node.lineno, node.args


def test_our_own_log_calls_hand_over_fixed_texts_and_what_was_looked_at():
    seen = set()
    for file, number, (text, *values) in _log_calls():
        assert isinstance(text, ast.Constant), f"{file}:{number}: a fixed text, no f-string"
        handed_over = {(file, ast.unparse(value)) for value in values}
        assert handed_over <= LOOKED_AT, f"{file}:{number}: {handed_over - LOOKED_AT}"
        seen |= handed_over | {file}
    assert {"intake/outbox.py", "practice/web/server.py", "practice/audit/log.py"} <= seen
    assert seen >= LOOKED_AT


def run(data_dir, *command):
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(data_dir),
            "PYTHONWARNINGS": "always",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("option", [(), ("--traceback",)], ids=["plain", "with --traceback"])
def test_a_command_that_breaks_prints_where_and_no_words(tmp_path, option):
    code = "import warnings; warnings.warn('sad'); {}['sad sam@mail.example']"

    result = run(tmp_path, "manage.py", "shell", *option, "-c", code)

    assert result.returncode == 1
    assert "KeyError at <string>:1 < " in result.stderr
    assert "sad" not in result.stderr
    assert "Traceback" not in result.stderr


def test_every_handler_is_quiet_and_none_sends_mail(tmp_path):
    code = (
        "import logging, django; django.setup(); "
        "loggers = [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]; "
        "print({(type(h).__name__, type(h.formatter).__name__) for l in loggers for h in l.handlers})"
    )

    said = run(
        tmp_path,
        "-c",
        f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'practice.settings'; {code}",
    )

    assert ast.literal_eval(said.stdout) == {
        ("StreamHandler", "QuietFormatter"),
        ("NullHandler", "NoneType"),
    }
