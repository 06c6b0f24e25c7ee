"""The whole site as its owner runs it: `manage.py up`, gunicorn, a real database, a real SMTP server."""

import http.client
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parent.parent


_PORTS = range(12_000, 32_000)  # below those that Linux lends to connections on their way out
_given: set[int] = set()


def free_port() -> int:
    """A port that is free, and stays it until its server begins, however many others come and go."""
    for port in random.SystemRandom().sample(_PORTS, 200):
        with socket.socket() as probe:
            if port not in _given and probe.connect_ex(("127.0.0.1", port)):
                _given.add(port)
                return port
    raise RuntimeError("no port is free")


@dataclass(frozen=True)
class Mail:
    """One attempt to hand a mail over: what came, for whom, and what the server said to it."""

    raw: bytes
    message: EmailMessage
    recipients: list[str]
    answer: str
    at: float

    @property
    def text(self) -> str:
        """Headers and body as a mail program shows them, every encoding undone."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.message.items())
        parts = [part for part in self.message.walk() if not part.is_multipart()]
        return "\n".join([headers, *(part.get_content() for part in parts)])


class Mailbox:
    """An SMTP server that keeps what it takes. The first mails may get other answers, such as a 451."""

    def __init__(self, port=None, first_answers=()):
        self.attempts: list[Mail] = []
        self._first_answers = list(first_answers)
        self.controller = Controller(self, hostname="127.0.0.1", port=port or free_port())
        self.controller.start()

    async def handle_DATA(self, server, session, envelope):
        answer = self._first_answers.pop(0) if self._first_answers else "250 taken"
        message = message_from_bytes(envelope.content, policy=policy.default)
        recipients = list(envelope.rcpt_tos)
        self.attempts.append(
            Mail(envelope.content, message, recipients, answer, time.monotonic()),
        )
        return answer

    @property
    def port(self):
        return self.controller.port

    @property
    def taken(self):
        return [mail for mail in self.attempts if mail.answer.startswith("250")]

    @property
    def messages(self):
        return [mail.message for mail in self.taken]

    def about(self, reference):
        """The mails taken that name this reference."""
        return [mail for mail in self.taken if reference in mail.text]

    def wait_for(self, count, seconds=15):
        deadline = time.monotonic() + seconds
        while len(self.messages) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.messages

    def wait_about(self, reference, seconds=15):
        """The mails about this reference, as soon as there is one."""
        deadline = time.monotonic() + seconds
        while not (found := self.about(reference)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def close(self):
        self.controller.stop()


@dataclass(frozen=True)
class Answer:
    """What the site said to one HTTP request; no redirect is followed."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class RunningSite:
    """Starts on a free port with its own data folder; `close()` ends it by its process id."""

    def __init__(self, folder, mail_port=None, *, database_url=None, **environment):
        self.folder = Path(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url or _fresh_database()
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name in {"PATH", "HOME", "LANG"}
            },
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "NOTIFY_EMAIL": "dana@practice.example",
            "DEFAULT_FROM_EMAIL": "website@practice.example",
            **({"DATABASE_URL": self.database_url} if self.database_url else {}),
            **({"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail_port)} if mail_port else {}),
            **environment,
        }
        self.log = self.folder / f"up-{self.port}.log"
        self.process = None
        self.said = ""  # what its first start printed, when that is not in its own output

    def beside(self):
        """The same site started a second time: same folder, same database, a port of its own."""
        return RunningSite(self.folder, database_url=self.database_url)

    def start(self, seconds=60):
        self.launch()
        return self.wait_until_up(seconds)

    def launch(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_up(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if self._answers():
                return self
            time.sleep(0.05)
        raise RuntimeError(f"The site did not start:\n{self.output()}")

    def _answers(self):
        try:
            return self.ask("/healthz", timeout=2).status == 200
        except (OSError, http.client.HTTPException):
            return False

    def password(self):
        """What the first start printed for signing in, once."""
        return re.search(r"Password +(\S+)", self.said or self.output())[1]

    def output(self):
        return self.log.read_text() if self.log.exists() else ""

    def ask(self, path, method="GET", *, body=None, headers=None, timeout=30, source="127.0.0.1"):
        """One request, past every browser. The headers given are sent as they are, a Host too."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(source, 0)
        )
        with closing(connection):
            connection.request(method, path, body=body, headers=headers or {})
            with connection.getresponse() as response:
                return Answer(response.status, response.headers, response.read())

    def manage(self, *arguments, **environment):
        """Run a command of the site, as its owner would."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def query(self, sql):
        """Rows of the site's own database, read past the site."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return connection.execute(sql).fetchall()
        path = self.folder / "practice.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def write(self, sql):
        """One statement in the database's own shell, past all of our code."""
        if self.database_url:
            with psycopg.connect(self.database_url, options="-c timezone=UTC") as connection:
                connection.execute(sql)
            return
        with closing(sqlite3.connect(self.folder / "practice.sqlite3")) as connection, connection:
            connection.execute(sql)

    def tables(self):
        """Every table of its database and how many rows it holds."""
        if self.database_url:
            names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        else:
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return {
            name: self.query(f'SELECT count(*) FROM "{name}"')[0][0]
            for (name,) in sorted(self.query(names))
        }

    def kept(self):
        """Every byte it keeps, by place: files under its folder, and on PostgreSQL the rows of its tables."""
        files = {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }
        if not self.database_url:
            return files
        rows = {
            name: "\n".join(
                row for (row,) in self.query(f'SELECT t::text FROM "{name}" t')
            ).encode()
            for name in self.tables()
        }
        return files | rows

    def stop(self):
        """Ask it to end, as a service manager does, and wait; its exit status."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode if self.process else None

    def close(self):
        self.stop()
        if self.database_url:
            drop(self.database_url)


def _fresh_database():
    """A new database on the PostgreSQL server of this run; None when it runs on SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return None
    name = f"site_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    address, _, options = server.partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")


def drop(database_url):
    name = database_url.partition("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
