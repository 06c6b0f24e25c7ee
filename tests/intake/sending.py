"""Sending a mail to a server that may not take it."""

import time

import pytest
from django.core.mail import EmailMessage

from intake import smtp
from intake.smtp import NotTaken

SHORT = 0.5  # seconds for a session with a server that never ends; each costs a test this much
SLACK = 1  # a busy machine
PASSWORD = "a long secret"


def message(**changes):
    fields = {
        "subject": "Your message has arrived",
        "body": "First line\n.\n..two dots\nlast ’line’",
        "from_email": "The site <website@practice.example>",
        "to": ["sam@mail.example"],
    }
    return EmailMessage(**{**fields, **changes})


def not_taken(**changes):
    """Send a mail that is not taken: the problem, and the seconds it cost."""
    began = time.monotonic()
    with pytest.raises(NotTaken) as problem:
        smtp.deliver(message(**changes))
    return problem.value, time.monotonic() - began
