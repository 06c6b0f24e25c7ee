"""What visitors wrote is in no log line."""

import logging
import sys

from practice.web.logs import QuietFormatter


def line(name, message, *args, exc_info=None):
    record = logging.LogRecord(name, logging.ERROR, "views.py", 7, message, args, exc_info)
    return QuietFormatter().format(record)


def test_an_exception_is_named_and_its_words_are_not():
    try:
        raise ValueError("sam@mail.example could not be saved")
    except ValueError:
        text = line("django.request", "Error at %s", "/x?q=sad", exc_info=sys.exc_info())

    assert "ValueError" in text
    assert "test_quiet_logs.py" in text
    assert "sam@mail.example" not in text
    assert "q=sad" not in text
    assert "\n" not in text


def test_our_own_lines_are_kept():
    assert "the outbox stumbled" in line("intake.outbox", "the outbox stumbled")
