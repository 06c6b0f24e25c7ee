"""Log lines that say what broke and where, and never what a visitor wrote."""

import logging
import traceback


class QuietFormatter(logging.Formatter):
    """Time, level, logger and place; of an exception its type and the code lines it passed through.

    Messages of exceptions and arguments of records are left out: they quote form values and
    addresses. Only our own loggers, whose messages hold no such thing, have their text printed.
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
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            path = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-6:]))
            line += f" {record.exc_info[0].__name__} at {path}"
        return line
