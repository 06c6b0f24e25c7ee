"""One session with the faulty mail server: what is said at each step, and how it breaks there."""

import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property

# In the order a plain session meets them; "starttls", "tls" (its handshake) and "auth" are steps, too.
# At "taken" the mail is the server's, but its 250 never leaves.
STEPS = ("connect", "greeting", "ehlo", "mail", "rcpt", "data", "body", "dot", "taken", "quit")

_REFUSALS = {
    ("greeting", "4xx"): "421 4.3.2 not now",
    ("greeting", "5xx"): "554 5.3.2 never here",
    "4xx": "451 4.3.0 not now",
    "5xx": "550 5.7.1 not this one",
}


@dataclass(frozen=True)
class Fault:
    """At which step, in which way; `only` limits it to mails whose recipient or text holds these words.

    Ways are "hang", "drop" (a reset), "close", "drip" (never the end of a line), "4xx" and "5xx"; whatever
    else is the line to answer with.
    """

    step: str
    way: str
    only: str = ""

    def __str__(self) -> str:
        return f"{self.way} at {self.step}" + (" for one mail" if self.only else "")


@dataclass(frozen=True)
class Habits:
    """`tls` is spoken from the first byte on when `implicit`, and offered as STARTTLS otherwise."""

    tls: ssl.SSLContext | None = None
    implicit: bool = False
    auth: bool = False
    drip_seconds: float = 3.0


@dataclass
class Session:
    """One connection: when it came, what it said, how far it got, when it ended."""

    began: float
    step: str = "connect"
    broken: str = ""
    recipient: str = ""
    heard: list[str] = field(default_factory=list)
    ended: float | None = None


@dataclass(frozen=True)
class Taken:
    """A mail the server has accepted; `told` when its 250 left the server as well."""

    raw: bytes
    recipient: str
    at: float
    told: bool

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @cached_property
    def identity(self) -> str:
        return str(self.message["Message-ID"])

    @cached_property
    def text(self) -> str:
        """The subject and the body, every encoding undone."""
        parts = [part for part in self.message.walk() if not part.is_multipart()]
        return "\n".join([str(self.message["Subject"]), *(part.get_content() for part in parts)])

    @cached_property
    def references(self) -> frozenset[str]:
        """Whatever in it could be a reference."""
        return frozenset(re.findall(r"[A-Z0-9-]{6,}", self.text))


@dataclass
class _Mail:
    recipient: str = ""
    text: str = ""


class Over(Exception):
    """This session has ended."""


@dataclass(eq=False)
class Conversation:
    socket: socket.socket
    record: Session
    habits: Habits
    fault: Callable[[], Fault | None]  # the one in force now, asked anew at each step
    take_in: Callable[[Taken], None]
    closed: threading.Event
    mail: _Mail = field(default_factory=_Mail)
    buffer: bytes = b""

    def hold(self) -> None:
        self.step("connect")
        if self.habits.implicit:
            self.secure()
        self.reply("greeting", "220 mail.example ESMTP")
        while True:
            line = self.line().decode("utf-8", "replace")
            self.record.heard.append(line)
            self.answer(line[:4].upper(), line)

    def answer(self, verb: str, line: str) -> None:
        if verb in {"EHLO", "HELO"}:
            self.reply("ehlo", self.abilities())
        elif verb == "STAR" and self.habits.tls:
            if self.reply("starttls", "220 2.0.0 go ahead"):
                self.secure()
        elif verb == "AUTH" and self.habits.auth:
            self.reply("auth", "235 2.7.0 welcome")
        elif verb == "MAIL":
            self.mail = _Mail()
            self.reply("mail", "250 2.1.0 fine")
        elif verb == "RCPT":
            self.mail.recipient = self.record.recipient = line.partition("<")[2].partition(">")[0]
            self.reply("rcpt", "250 2.1.5 fine")
        elif verb == "DATA":
            if self.reply("data", "354 go on"):
                self.take()
        elif verb == "QUIT":
            self.reply("quit", "221 2.0.0 good-bye")
            raise Over
        else:
            self.send("250 2.0.0 fine" if verb in {"RSET", "NOOP"} else "502 5.5.1 what?")

    def abilities(self) -> str:
        able = ["mail.example", "ENHANCEDSTATUSCODES"]
        if self.habits.tls and not isinstance(self.socket, ssl.SSLSocket):
            able.append("STARTTLS")
        if self.habits.auth:
            able.append("AUTH PLAIN")
        return "\r\n".join([*(f"250-{ability}" for ability in able), "250 8BITMIME"])

    def secure(self) -> None:
        self.step("tls")
        assert self.habits.tls
        self.socket = self.habits.tls.wrap_socket(self.socket, server_side=True)

    def take(self) -> None:
        """The body, up to the final dot; the mail is ours only when it was not broken before."""
        self.step("body")
        lines = []
        while (line := self.line()) != b".":
            lines.append(line.removeprefix(b".") + b"\r\n")
        raw = b"".join(lines)
        self.mail.text = raw.decode("utf-8", "replace")
        if not self.reply("dot", ""):
            return
        untold = self.fault_at("taken")
        self.take_in(Taken(raw, self.mail.recipient, time.monotonic(), not untold))
        self.step("taken")
        self.send("250 2.0.0 taken")

    def fault_at(self, step: str) -> Fault | None:
        fault = self.fault()
        if fault is None or fault.step != step:
            return None
        if fault.only and fault.only not in f"{self.mail.recipient}\n{self.mail.text}":
            return None
        return fault

    def reply(self, step: str, text: str) -> bool:
        """Say `text`, unless this step breaks. False when it was refused instead."""
        if (fault := self.step(step)) is None:
            if text:
                self.send(text)
            return True
        self.send(_REFUSALS.get((step, fault.way)) or _REFUSALS.get(fault.way, fault.way))
        if step in {"greeting", "body"}:
            raise Over
        return False

    def step(self, step: str) -> Fault | None:
        """Break here if that is the fault; a refusal is handed back, to be said in words."""
        self.record.step = step
        fault = self.fault_at(step)
        if fault is None:
            return None
        self.record.broken = str(fault)
        if fault.way == "drop":
            # With no time to linger the kernel resets the connection, as a killed server's would be.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise Over
        if fault.way == "close":
            raise Over
        if fault.way == "hang":
            while self.socket.recv(4096):
                pass
            raise Over
        if fault.way == "drip":
            self.drip()
        if step in {"body", "taken"}:
            self.send(_REFUSALS.get(fault.way, fault.way))
            raise Over
        return fault

    def drip(self) -> None:
        # Cut off anywhere, it looks like a yes.
        while not self.closed.wait(self.habits.drip_seconds):
            self.socket.sendall(b"2")
        raise Over

    def send(self, text: str) -> None:
        self.socket.sendall(f"{text}\r\n".encode())

    def line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            more = self.socket.recv(65536)
            if not more:
                raise Over
            self.buffer += more
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line
