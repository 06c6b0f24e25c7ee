"""A mail server to misbehave, and a database on a disk, for whoever asks."""

import sqlite3
import threading
from contextlib import ExitStack, closing

import pytest
from django.db import connection

from intake import outbox
from intake.models import Inquiry
from tests.faults.mail_server import MailServer
from tests.faults.mail_session import Fault, Habits
from tests.intake.sending import StandIn

STEPS = {"connect": "greeting", "final dot": "dot"}  # by another name to the server


@pytest.fixture
def serve(settings):
    """Start a mail server and let the site use it; `within` is how long a session may take.

    `serve("RCPT", "hang")` breaks a step, named as the site names it; the rest of `how` are its habits.
    """
    threads = set(threading.enumerate())
    with ExitStack() as running:

        def serve(step="", way="", *, within=10, **how):
            settings.EMAIL_SESSION_SECONDS, settings.EMAIL_TIMEOUT = within, 20
            fault = Fault(STEPS.get(step, step.lower()), way) if step else None
            habits = Habits(drip_seconds=0.05, **how)
            server = running.enter_context(closing(MailServer(fault, habits)))
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            return server

        yield serve
    assert set(threading.enumerate()) <= threads


@pytest.fixture
def on_disk(transactional_db, tmp_path, monkeypatch):
    """The database as the site has it, to several threads and on a disk; the SQLite file, or None."""
    if connection.vendor != "sqlite":
        yield None
        return
    path = tmp_path / "practice.sqlite3"
    connection.ensure_connection()
    in_memory = connection.connection
    with closing(sqlite3.connect(path)) as copy:
        in_memory.backup(copy)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    connection.connection = None
    connection.ensure_connection()  # from now on its log is the one the site keeps
    yield path
    connection.close()
    connection.connection = in_memory


@pytest.fixture
def server(monkeypatch):
    """Stands for the mail server; nothing goes over a line."""
    server = StandIn()
    monkeypatch.setattr(outbox, "deliver", server)
    return server


@pytest.fixture
def write_in(sam, answers):
    """Sam sends a request, each time with other words; ticked, an acknowledgement is owed too."""

    def write_in(count=1, **changes):
        for _ in range(count):
            number = Inquiry.objects.count()
            words = {"name": f"Sam the {number}.", "email": f"sam{number}@mail.example"}
            sam.post("/consultation/", {**answers, **words, **changes})
        return Inquiry.objects.order_by("received_at").last()

    return write_in
