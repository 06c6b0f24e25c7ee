"""A telephone that loses its line in the middle of a request does not hold a thread for good."""

import http.client
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from tests.running_site import ROOT, free_port

pytestmark = pytest.mark.engine_free

HEAD = b"POST / HTTP/1.1\r\nHost: practice.example\r\n"


class Served:
    """gunicorn with two threads, and with a worker of ours that waits one second."""

    def __init__(self, errors):
        self.port, self.errors = free_port(), errors
        command = (
            f"-m gunicorn --bind 127.0.0.1:{self.port} --threads 2 --no-control-socket "
            "--worker-class tests.web.played_answers.Worker "
            "--logger-class practice.web.server.QuietLogger tests.web.played_answers"
        )
        with errors.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command.split()],
                cwd=ROOT / "tests",  # where no gunicorn.conf.py is found
                env={"PYTHONPATH": str(ROOT)},
                stderr=log,
            )

    def connect(self, sent):
        """A visitor who has sent so much, and takes little of an answer."""
        visitor = socket.socket()
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        visitor.connect(("127.0.0.1", self.port))
        visitor.sendall(sent)
        return visitor

    def ask(self, method="GET", body=None):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=9)) as connection:
            connection.request(method, "/", body)
            response = connection.getresponse()
            assert response.status == 200
            return response.read()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    running = Served(tmp_path_factory.mktemp("gunicorn") / "errors")
    for _ in range(200):
        with suppress(OSError):
            running.ask()
            break
        time.sleep(0.05)
    yield running
    running.process.terminate()
    running.process.wait(15)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"G", id="a-letter"),
        pytest.param(HEAD, id="headers-without-end"),
        pytest.param(HEAD + b"Content-Length: 900\r\n\r\nname=", id="half-a-form"),
        pytest.param(b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n", id="an-answer-not-read"),
    ],
)
def test_who_is_cut_off_holds_no_thread_for_good(served, sent):
    cut_off = [served.connect(sent) for _ in range(4)]
    time.sleep(0.1)

    assert served.ask() == b"x" * 300

    for visitor in cut_off:
        visitor.close()
    assert "Traceback" not in served.errors.read_text()


def test_who_sends_a_form_in_pieces_is_answered(served):
    visitor = served.connect(HEAD + b"Content-Length: 10\r\n")
    for piece in (b"\r\n", b"hello", b"worl", b"d"):
        visitor.sendall(piece)
        time.sleep(0.4)
    visitor.settimeout(2)
    answer = visitor.recv(4096)
    visitor.close()

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\nhelloworld")
