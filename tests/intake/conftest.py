"""A mail server to misbehave, for whoever asks."""

import threading
from contextlib import ExitStack, closing

import pytest

from tests.intake.bad_mail_server import BadMailServer


@pytest.fixture
def serve(settings):
    """Start a mail server and let the site use it; `within` is how long a session may take."""
    threads = set(threading.enumerate())
    with ExitStack() as running:

        def serve(faults=None, *, within=10, **how):
            settings.EMAIL_SESSION_SECONDS, settings.EMAIL_TIMEOUT = within, 20
            server = running.enter_context(closing(BadMailServer(faults, **how)))
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            return server

        yield serve
    assert set(threading.enumerate()) <= threads
