"""SIGHUP: the site goes on with new settings and new code, and nobody notices (PROMISES R11)."""

import http.client
import shutil
import signal
import socket
import threading
import time
from contextlib import closing, suppress

import pytest

from tests import copies, running_site

pytestmark = pytest.mark.engine_free

FOLDERS = ("practice", "pages", "journal", "intake", "templates", "static")
REFUSAL = "This request could not be read."


class Readers:
    """Four who ask for pages one after the other, two of them on a connection that stays open."""

    def __init__(self, port):
        self.port, self.answered, self.broken = port, 0, []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=[stays])
            for stays in (True, True, False, False)
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, stays):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(connection):
            while not self._over.is_set():
                try:
                    connection.request("GET", "/about/")
                    response = connection.getresponse()
                    assert response.status == 200 and b"</html>" in response.read()
                except (OSError, http.client.HTTPException, AssertionError) as problem:
                    self.broken.append(repr(problem))
                    connection.close()
                self.answered += 1
                if not stays:
                    connection.close()


@pytest.fixture
def moved(tmp_path, monkeypatch):
    """A site that runs from a copy of the code, with a .env of its own."""
    tree = tmp_path / "code"
    tree.mkdir()
    for name in FOLDERS:
        shutil.copytree(running_site.ROOT / name, tree / name, ignore=lambda *_: ["__pycache__"])
    for name in ("manage.py", "gunicorn.conf.py", "pyproject.toml"):
        shutil.copy(running_site.ROOT / name, tree)
    (tree / ".env").write_text("SITE_URL=http://before.example\n")
    site = copies.make(tmp_path / "data", OUTBOX="off")
    monkeypatch.setattr(running_site, "ROOT", tree)
    site.tree = tree
    yield site
    site.close()


def refusal(site):
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=5)) as visitor:
        visitor.sendall(b"no request at all\r\n\r\n")
        visitor.settimeout(5)
        said = b""
        with suppress(ConnectionResetError):
            while piece := visitor.recv(4096):
                said += piece
        return said.decode()


def test_new_settings_and_code_without_a_request_lost(moved):
    moved.start()
    assert "http://before.example/about/" in moved.ask("/about/").text
    assert REFUSAL in refusal(moved)

    with Readers(moved.port) as readers:
        (moved.tree / ".env").write_text("SITE_URL=http://after.example\n")
        server = moved.tree / "practice/web/server.py"
        server.write_text(server.read_text().replace(REFUSAL, "Pardon?"))
        moved.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 20
        while "Pardon?" not in refusal(moved) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(2.5)  # the old process lets go of connections that stayed open

    page = moved.ask("/about/").text
    assert "http://after.example/about/" in page
    assert "before.example" not in page
    assert REFUSAL not in refusal(moved)
    assert readers.broken == []
    assert readers.answered > 50
