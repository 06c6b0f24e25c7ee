"""Those who send or read slowly keep nobody else waiting, with gunicorn alone and nothing in front of it."""

import http.client
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress

import pytest

from tests.running_site import ROOT, free_port

pytestmark = pytest.mark.engine_free

THREADS, CONNECTIONS = 2, 40
HEAD = b"POST / HTTP/1.1\r\nHost: practice.example\r\n"


class Served:
    def __init__(self):
        self.port = free_port()
        command = (
            f"-m gunicorn --bind 127.0.0.1:{self.port} --worker-class practice.web.server.Worker "
            f"--threads {THREADS} --worker-connections {CONNECTIONS} --no-control-socket "
            "tests.web.played_answers"
        )
        self.process = subprocess.Popen(
            [sys.executable, *command.split()],
            cwd=ROOT / "tests",  # where no gunicorn.conf.py is found
            env={"PYTHONPATH": str(ROOT)},
            stderr=subprocess.DEVNULL,
        )

    def connect(self, sent=b"", room=None):
        """A visitor who has sent so much; `room`: bytes of an answer their machine takes unread."""
        visitor = socket.socket()
        if room:
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        visitor.connect(("127.0.0.1", self.port))
        visitor.sendall(sent)
        return visitor

    def seconds(self):
        """How long somebody waits for a page."""
        begun = time.monotonic()
        assert self.ask("GET").status == 200
        return time.monotonic() - begun

    def ask(self, method, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=4)
        with closing(connection):
            connection.request(method, "/", body, headers or {})
            response = connection.getresponse()
            response.text = response.read()
            return response

    @contextmanager
    def beside(self, count, **given):
        visitors = [self.connect(**given) for _ in range(count)]
        time.sleep(0.1)
        try:
            yield visitors
        finally:
            for visitor in visitors:
                visitor.close()


@pytest.fixture(scope="module")
def served():
    running = Served()
    for _ in range(200):
        with suppress(OSError):
            running.seconds()
            break
        time.sleep(0.05)
    yield running
    running.process.terminate()
    running.process.wait(15)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"G", id="a-letter"),
        pytest.param(HEAD, id="headers-without-end"),
        pytest.param(HEAD + b"Content-Length: 900\r\n\r\nname=", id="half-a-form"),
        pytest.param(b"\r\n\r\n", id="empty-lines"),
    ],
)
def test_who_sends_slowly_holds_no_thread(served, sent):
    with served.beside(20, sent=sent) as visitors:
        assert served.seconds() < 1
        visitors[0].setblocking(False)
        with pytest.raises(BlockingIOError):
            visitors[0].recv(1)  # nobody hung up on them either


def test_who_sends_a_form_in_pieces_is_answered(served):
    with served.beside(1, sent=HEAD + b"Content-Length: 10\r\n") as (visitor,):
        for piece in (b"\r\n", b"hello", b"worl", b"d"):
            visitor.sendall(piece)
            time.sleep(0.05)
        visitor.settimeout(2)
        answer = visitor.recv(4096)

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\nhelloworld")


def test_two_requests_in_one_piece_and_the_rest_of_the_second_later(served):
    first = HEAD + b"Content-Length: 3\r\n\r\none"
    with served.beside(1, sent=first + HEAD + b"Content-Length: 3\r\n\r\ntw") as (visitor,):
        assert served.seconds() < 1
        visitor.sendall(b"o")
        time.sleep(0.2)
        visitor.settimeout(2)
        answers = visitor.recv(4096)

    assert answers.count(b"HTTP/1.1 200") == 2
    assert answers.endswith(b"two")


def test_long_bodies_and_such_that_say_no_length_come_through(served):
    long = b"a picture " * 50_000

    assert served.ask("POST", long).text == long
    assert served.ask("POST", iter([b"by ", b"parts"])).text == b"by parts"
    with served.beside(1, sent=HEAD + b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n") as asks:
        asks[0].settimeout(2)
        assert asks[0].recv(25).startswith(b"HTTP/1.1 100")


def test_who_reads_slowly_holds_no_thread(served):
    with served.beside(20, sent=b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", room=2048):
        assert served.seconds() < 1


def test_who_asks_and_asks_and_never_reads_is_left(served):
    asked = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 200
    with served.beside(20, sent=asked, room=2048):
        time.sleep(0.9)  # the kernel takes the first answers
        assert served.seconds() < 1


def test_who_never_hangs_up_keeps_nobody_waiting(served):
    with served.beside(20, sent=b"GET / HTTP/1.0\r\n\r\n"):
        assert served.seconds() < 1


def test_a_crowd_of_half_requests_makes_room_for_a_whole_one(served):
    with served.beside(3 * CONNECTIONS, sent=HEAD) as visitors:
        for visitor in visitors:
            with suppress(OSError):  # who came first had to go
                visitor.sendall(b"X: y\r\n")
        assert served.seconds() < 1
        assert served.process.poll() is None
