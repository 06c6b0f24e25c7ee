"""Hands one mail to the mail server, and says at which step it was not taken.

Django's own backend waits anew for every answer, so a server that sends a byte now and then holds it
for ever; here a whole session has one deadline. Of a refusal only the step and the codes are kept: the
server's words echo addresses (PROMISES P1).
"""

import ipaddress
import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.encoding import punycode

_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}")  # RFC 3463, section 2
_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)  # RFC 5321, section 4.5.2
_PERMANENT = 500
_CLOSING = 421  # at any step it ends the whole session (RFC 5321, section 3.8)
# They ask to sign in first, or refuse how it was done: nothing about this one mail (RFC 4954, section 6).
_SIGN_IN = {530, 534, 535, 538}
# A 5xx at these is about this one message; anywhere else it is about the server (PROMISES R2).
_ABOUT_THE_MESSAGE = {"MAIL", "RCPT", "final dot"}

Answer = tuple[int, bytes]


def _enhanced(words: bytes | str) -> str:
    """The code of three numbers that an answer begins with, such as 5.7.1, or nothing."""
    found = _ENHANCED.match(words if isinstance(words, bytes) else words.encode())
    return found[0].decode() if found else ""


class NotTaken(Exception):
    """A mail was not taken: at which step, with which of the server's codes (0: it gave none)."""

    def __init__(self, step: str, code: int = 0, words: bytes | str = b"", kind: str = "") -> None:
        parts = (step, str(code or kind), _enhanced(words))
        super().__init__(" ".join(part for part in parts if part))
        self.step, self.code, self.kind = step, code, kind

    @property
    def refused(self) -> bool:
        """Whether the server will never have this one message."""
        asked_to_sign_in = self.code in _SIGN_IN
        return self.code >= _PERMANENT and self.step in _ABOUT_THE_MESSAGE and not asked_to_sign_in

    @property
    def about_the_recipient(self) -> bool:
        """Whether it was the recipient's address that was not taken."""
        return self.step == "RCPT" and self.code not in (0, _CLOSING)


class Taken(NamedTuple):
    """How a mail was handed over: in which TLS, such as TLSv1.3 (empty: in clear), and the answer's codes."""

    tls: str
    codes: str  # such as "250 2.0.0"


def deliver(message: EmailMessage) -> Taken | None:
    """Send `message` to its one recipient; raises NotTaken. None where no server is set."""
    if not settings.EMAIL_HOST:
        get_connection().send_messages([message])  # files for a first look; a list in tests
        return None
    content = message.message().as_bytes(linesep="\r\n")
    with _session() as talk:
        _to_recipient(talk, message.from_email, message.to[0])
        talk.step("DATA", lambda: talk.smtp.docmd("DATA"), good=3)
        code, words = talk.step("final dot", lambda: talk.write(content))
        line = talk.smtp.sock
        tls = line.version() if isinstance(line, ssl.SSLSocket) else ""
        return Taken(tls or "", " ".join(filter(None, (str(code), _enhanced(words)))))


def ask() -> None:
    """Go with the server up to RCPT and no further, to see that mail could leave; raises NotTaken."""
    if settings.EMAIL_HOST:
        with _session() as talk:
            _to_recipient(talk, settings.DEFAULT_FROM_EMAIL, settings.NOTIFY_EMAIL)


class _Talk:
    """One session with the server, ended from outside when its time is over."""

    def __init__(self) -> None:
        self.late = False
        self.until = time.monotonic() + settings.EMAIL_SESSION_SECONDS
        # A second handle of the connection: TLS takes the first one over, and its handshake must end, too.
        self.line: socket.socket | None = None
        self.smtp = smtplib.SMTP(timeout=settings.EMAIL_TIMEOUT, local_hostname=_own_name())
        # Given late, because connecting is ours; STARTTLS checks this name.
        self.smtp._host = settings.EMAIL_HOST  # type: ignore[attr-defined]

    def connect(self) -> Answer:
        """Reach the server, in TLS when it begins with that, and hear its greeting."""
        self.smtp.sock = _reach(self.until)
        self.line = self.smtp.sock.dup()
        if self.late:
            raise TimeoutError
        if settings.EMAIL_USE_SSL:
            self.smtp.sock = _verified().wrap_socket(
                self.smtp.sock, server_hostname=settings.EMAIL_HOST
            )
        return self.smtp.getreply()

    def write(self, content: bytes) -> Answer:
        """The mail and the dot that ends it; what comes back says whether it was taken."""
        lines = _LINE_WITH_DOT.sub(b"..", content).removesuffix(b"\r\n")
        self.smtp.send(lines + b"\r\n.\r\n")
        return self.smtp.getreply()

    def step(self, name: str, act: Callable[[], Answer | None], good: int = 2) -> Answer:
        """Do one step and give the answer; raises NotTaken unless its first digit is `good`."""
        try:
            answer = act()
        except smtplib.SMTPResponseException as problem:
            raise NotTaken(name, problem.smtp_code, problem.smtp_error) from None
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            # ValueError: a password or an address that cannot be written in this protocol.
            kind = "took too long" if self.late else type(problem).__name__
            raise NotTaken(name, kind=kind) from None
        if self.late:  # what came may be half an answer
            raise NotTaken(name, kind="took too long")
        if answer and answer[0] // 100 != good:
            # smtplib makes -1 of what is no answer at all.
            raise NotTaken(name, max(answer[0], 0), answer[1], kind="no SMTP")
        return answer or (0, b"")

    def end(self) -> None:
        """Break the connection off, whatever it is waiting for."""
        self.late = True
        if self.line is not None:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        self.smtp.close()
        if self.line is not None:
            self.line.close()


@contextmanager
def _session() -> Iterator[_Talk]:
    """Connected, in TLS and signed in, as the settings ask."""
    talk = _Talk()
    deadline = threading.Timer(settings.EMAIL_SESSION_SECONDS, talk.end)
    deadline.daemon = True
    deadline.start()
    try:
        smtp = talk.smtp
        talk.step("connect", talk.connect)
        talk.step("EHLO", smtp.ehlo_or_helo_if_needed)
        if settings.EMAIL_USE_TLS:
            talk.step("STARTTLS", lambda: smtp.starttls(context=_verified()))
            talk.step("EHLO", smtp.ehlo_or_helo_if_needed)
        if settings.EMAIL_HOST_USER:
            name, password = settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD
            talk.step("AUTH", lambda: smtp.login(name, password))
        yield talk
        with suppress(OSError, smtplib.SMTPException):
            smtp.putcmd("quit")  # its answer changes nothing, so nobody waits for it
    finally:
        deadline.cancel()
        deadline.join()  # nothing may end a handle that is another connection's by then
        talk.close()


def _reach(until: float) -> socket.socket:
    """A connection to the first of the server's addresses that answers.

    socket.create_connection would give each address the whole time; big providers have eight.
    """
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    found = [
        str(address[0]) for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    problem: OSError = TimeoutError()
    for number, address in enumerate(found):
        share = max(until - time.monotonic(), 0.01) / (len(found) - number)
        try:
            line = socket.create_connection((address, port), timeout=share)
        except OSError as failed:
            problem = failed
        else:
            line.settimeout(settings.EMAIL_TIMEOUT)
            return line
    raise problem


def _to_recipient(talk: _Talk, sender: str, recipient: str) -> None:
    talk.step("MAIL", lambda: talk.smtp.mail(_address(sender)))
    talk.step("RCPT", lambda: talk.smtp.rcpt(_address(recipient)))


def _verified() -> ssl.SSLContext:
    """Certificate and host name are checked; a server that cannot show them gets no mail."""
    return ssl.create_default_context()


def _own_name() -> str:
    """How the site names itself to the mail server; asking the system could hang on a name server."""
    host = str(urlsplit(settings.SITE_URL).hostname)
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return host
    return f"[{ip}]" if ip.version == 4 else f"[IPv6:{ip}]"  # RFC 5321, section 4.1.3


def _address(text: str) -> str:
    """The bare address of `Name <a@b.example>`, its domain as mail servers write it."""
    local, _, domain = parseaddr(text)[1].rpartition("@")
    return f"{local}@{punycode(domain)}"
