"""Sending a mail to a server that may not take it."""

import time

import pytest
from django.core.mail import EmailMessage

from intake import outbox, smtp
from intake.models import Notification
from intake.smtp import NotTaken

PROBE = outbox.PROBE.total_seconds()

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


class StandIn:
    """Stands for the mail server: `answer` says why a mail is not taken, by its subject and recipient."""

    def __init__(self):
        self.answer = lambda message: None
        self.tried = []
        self.taken = []

    def __call__(self, message):
        self.tried.append(message)
        if problem := self.answer(message):
            raise problem
        self.taken.append(message)

    def is_down(self):
        self.answer = lambda message: NotTaken("connect", kind="ConnectionRefusedError")

    def is_well(self):
        self.answer = lambda message: None

    def does_not_take(self, word, *problem):
        self.answer = lambda message: NotTaken(*problem) if word in about(message) else None


def about(message):
    return f"{message.subject} {message.to[0]}"


def send_all():
    """Try until nothing more is due; how many were tried."""
    tries = 0
    while outbox.send_next():
        tries += 1
        assert tries < 50, "the sender turns in a circle"
    return tries


def states():
    return list(Notification.objects.order_by("pk").values_list("state", flat=True))
