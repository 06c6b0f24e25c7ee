"""A mail server that hangs, drops, drips or refuses at any step, on loopback."""

import base64
import datetime
import socket
import ssl
import threading
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG, DROP, DRIP = "hang", "drop", "drip"
ANSWERS = {
    "connect": "220 mail.example ready",
    "EHLO": "250 mail.example",
    "STARTTLS": "220 go ahead",
    "AUTH": "235 welcome",
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "DATA": "354 go on",
    "final dot": "250 taken",
}


class BadMailServer:
    """`faults` names a step and what happens there: HANG, DROP, DRIP, or a line to answer with.

    After `heal()` it is well again. `tls` is a server context: spoken from the first byte on with
    `implicit`, and offered as STARTTLS otherwise.
    """

    def __init__(self, faults=None, *, tls=None, implicit=False, auth=False):
        self.faults = dict(faults or {})
        self.tls, self.implicit, self.auth = tls, implicit, auth
        self.heard: list[str] = []
        self.mails: list[bytes] = []
        self._stop = threading.Event()
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def heal(self):
        self.faults.clear()

    def close(self):
        self._stop.set()
        for line in (self._listener, *self._connections):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, act, *args):
        thread = threading.Thread(target=act, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while not self._stop.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(line)
            self._start(self._serve, line)

    def _serve(self, line):
        # Whoever connects may leave at any moment; that is no news here.
        with suppress(OSError, ValueError), _Conversation(self, line) as talk:
            talk.run()


class _Conversation:
    def __init__(self, server, line):
        self.server, self.line = server, line
        self.secure = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.line.close()

    def run(self):
        if self.server.implicit:
            self._secure()
        if not self._say("connect"):
            return
        while command := self._read():
            self.server.heard.append(command)
            if not self._answer(command):
                return

    def _answer(self, command):
        verb = command.split(" ", 1)[0].upper()
        if verb == "STARTTLS":
            if self._say("STARTTLS"):
                self._secure()
            return True
        if verb == "DATA":
            return self._say("DATA") and ("DATA" in self.server.faults or self._take())
        return verb != "QUIT" and self._say("EHLO" if verb == "HELO" else verb)

    def _take(self):
        mail = self._read_mail()
        if "final dot" not in self.server.faults:
            self.server.mails.append(mail)
        return self._say("final dot")

    def _say(self, step):
        """True when the conversation goes on."""
        fault = self.server.faults.get(step)
        if fault == DROP:
            return False
        if fault == HANG:
            self.server._stop.wait(30)
            return False
        if fault == DRIP:
            # One byte every so often, and never the end of the line.
            while not self.server._stop.wait(0.05):
                self.line.sendall(b"2")
            return False
        text = ANSWERS[step] if fault is None else fault
        if step == "EHLO" and fault is None:
            text = "\r\n".join(self._abilities())
        self.line.sendall(f"{text}\r\n".encode())
        return True

    def _abilities(self):
        able = ["250-mail.example", "250-ENHANCEDSTATUSCODES"]
        if self.server.tls and not self.server.implicit and not self.secure:
            able.append("250-STARTTLS")
        if self.server.auth:
            able.append("250-AUTH PLAIN")
        return [*able, "250 8BITMIME"]

    def _secure(self):
        if self.server.faults.get("TLS") == HANG:
            self.server._stop.wait(30)
            raise OSError
        self.line = self.server.tls.wrap_socket(self.line, server_side=True)
        self.server._connections.append(self.line)
        self.secure = True

    def _read(self):
        text = b""
        while not text.endswith(b"\r\n"):
            byte = self.line.recv(1)
            if not byte:
                return ""
            text += byte
        return text.decode().rstrip("\r\n")

    def _read_mail(self):
        mail = b""
        while not mail.endswith(b"\r\n.\r\n"):
            mail += self.line.recv(4096) or self._gone()
        return mail.removesuffix(b".\r\n")

    @staticmethod
    def _gone():
        raise OSError


def password_in(heard):
    """What AUTH PLAIN carried, of everything a server heard."""
    lines = [line.split(" ")[2] for line in heard if line.startswith("AUTH PLAIN ")]
    return [base64.b64decode(line).split(b"\0")[2].decode() for line in lines]


def make_certificate(folder, host):
    """A self-signed certificate for `host`: its file, and a server context that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = folder / f"{host}.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    both = folder / f"{host}-key.pem"
    both.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + public.read_bytes()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return public, context
