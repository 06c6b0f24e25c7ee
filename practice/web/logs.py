"""Log lines that say what broke and where, and never what a visitor wrote."""

import logging
import logging.config
import sys
import threading
import traceback
import warnings
from typing import Any

log = logging.getLogger(__name__)

_DEEPEST = 4  # errors behind an error that are told
_LONGEST = 6  # code lines told of each


def configure(config: dict[str, Any]) -> None:
    """Set logging up (settings.LOGGING_CONFIG), and send through it what Python prints past it.

    An error nobody caught, in a command or a thread, a warning and a log call that fails are printed by
    Python with the values they quote. From here on they are lines like any other.
    """
    logging.config.dictConfig(config)
    logging.raiseExceptions = False
    sys.excepthook = _not_caught
    threading.excepthook = _not_caught_in_a_thread
    sys.unraisablehook = _passed_over
    warnings.showwarning = _warned


class QuietFormatter(logging.Formatter):
    """Time, level, logger and place; of an exception its type and the code lines it passed through.

    Messages of exceptions and arguments of records are left out: they quote form values and
    addresses. Only our own loggers have their text printed; a test looks at what each call hands over.
    """

    OURS = ("practice", "intake", "journal", "pages")

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.name.split(".")[0] in self.OURS:
            line += f" {record.getMessage()}"
        elif status := getattr(record, "status_code", None):
            line += f" status {status}"
        else:
            line += f" {record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line += f" {_told(record.exc_info[1])}"
        return line


def _told(problem: BaseException, deeper: int = _DEEPEST) -> str:
    """The type of an exception and its code lines, innermost first, then those it came from."""
    steps = [
        f"{frame.f_code.co_filename}:{number}"
        for frame, number in traceback.walk_tb(problem.__traceback__)
    ]
    text = type(problem).__name__
    if steps:
        text += f" at {' < '.join(reversed(steps[-_LONGEST:]))}"
    behind = list(problem.exceptions) if isinstance(problem, BaseExceptionGroup) else []
    came_from = problem.__context__ if not problem.__suppress_context__ else problem.__cause__
    for other in [*behind[:_DEEPEST], came_from]:
        if other and deeper:
            text += f", from {_told(other, deeper - 1)}"
    return text


def _not_caught(kind: type[BaseException], problem: BaseException, trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return  # somebody pressed Ctrl-C
    log.critical("ended by an error nobody caught", exc_info=problem)


def _not_caught_in_a_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        log.critical("a thread was ended by an error nobody caught", exc_info=args.exc_value)


def _passed_over(args: Any) -> None:
    log.error("an error could only be passed over", exc_info=args.exc_value)


def _warned(  # noqa: PLR0913, PLR0917  these are Python's own arguments
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    log.warning("%s at %s:%d", category.__name__, filename, lineno)
