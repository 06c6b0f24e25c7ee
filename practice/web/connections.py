"""Whoever sends or reads slowly waits beside the threads, not in one.

gunicorn gives each connection a thread at once, which then waits for the request without end: twelve people
who send half a line would fill a process. Here its loop takes a request in as it comes, and a thread is given
one that is whole. So no server in front is needed for that.
"""

import errno
import select
import selectors
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# For a request to come in, for a long one beyond its pace, and for a part of an answer to leave.
SECONDS = 20.0
# For a visitor to hang up after an answer that is the last (RFC 9112, section 9.6).
_LINGERING = 2.0
_LONG = 64 * 1024  # bytes of a head, or of a body: a form has less, a picture more
_LONG_AT_ONCE = 3  # threads that may wait for the rest of a long request
_SLOWEST = 16 * 1024  # bytes a second of one
_ON_ITS_WAY = 256 * 1024  # bytes of an answer that the kernel takes at once: no page has more
_TIMEVAL = struct.pack("@ll", int(SECONDS), 0)


class _Socket(socket.socket):
    """One that a thread does not wait for without end. The kernel ends each wait (SO_SNDTIMEO): a timeout of
    Python's own would cost every answer one call more."""

    until = 0.0  # when a request that a thread reads itself must be there

    def recv(self, size: int, flags: int = 0) -> bytes:
        asked = self.gettimeout()
        self.settimeout(max(0.001, min(asked or SECONDS, self.until - time.monotonic())))
        try:
            got = super().recv(size, flags)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "sent too slowly") from None
        self.settimeout(asked)
        self.until += len(got) / _SLOWEST
        return got

    def sendall(self, data: Any, flags: int = 0) -> None:
        try:
            super().sendall(data, flags)
        except (BlockingIOError, TimeoutError):
            raise ConnectionResetError(errno.ECONNRESET, "read too slowly") from None

    def sendfile(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(
            SECONDS
        )  # until the thread is done; Python would ask the kernel again and again
        try:
            return super().sendfile(*args, **kwargs)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "read too slowly") from None


class Connection(TConn):
    """A visitor's connection; what came of the next request lies in its parser's buffer."""

    is_long = is_over = False

    def __init__(self, worker: "PatientWorker", sock: Any, client: Any, server: Any) -> None:
        super().__init__(worker.cfg, sock, client, server)
        self._worker = worker

    def take_in(self) -> bool:
        """Whether a thread has something to do: the request is there, or nothing more will come."""
        try:
            piece = socket.socket.recv(self.sock, 16 * 1024)
        except BlockingIOError:
            piece = b""
        except OSError:
            self.is_over = True
            return True
        else:
            self.is_over = self.is_over or not piece
            if not piece or self.is_over:
                return not piece
        read = self.parser.unreader
        piece = read.take_buffered() + piece
        read.unread(piece)
        return self._is_whole(piece)

    def _is_whole(self, read: bytes) -> bool:
        head, end, body = read.lstrip(b"\r\n").partition(b"\r\n\r\n")
        lines = head.lower() + b"\r\n"
        # It waits for our word before it sends the rest, or nobody knows how much that is.
        asks = b"\r\nexpect:" in lines or b"\r\ntransfer-encoding:" in lines
        # More than one, or none that is a number: gunicorn refuses it.
        said = lines.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0].strip()
        length = int(said) if said.isdigit() and len(said) < 19 else 0
        self.is_long = len(head) > _LONG or bool(end and asks) or length > _LONG
        return self.is_long or bool(end and len(body) >= length)

    def reads(self) -> bool:
        """Whether the answers before this request have left: else the next would keep a thread waiting."""
        ready = select.poll()
        ready.register(self.sock, select.POLLOUT)
        return bool(ready.poll(0))

    def close(self, graceful: bool = False) -> None:
        if graceful and not self.is_over:
            self._worker.linger(self)
        else:
            super().close()


class PatientWorker(ThreadWorker):
    """gunicorn's threads, given whole requests."""

    def init_process(self) -> None:
        self._long = 0
        self._long_waiting: deque[Connection] = deque()
        for listener in self.sockets:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ON_ITS_WAY)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _TIMEVAL)
        super().init_process()

    def accept(self, listener: Any) -> bool:
        """Let one in; False when nobody stands outside."""
        try:
            sock, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return False
        self.nr_conns += 1
        own = _Socket(fileno=sock.detach())
        self.enqueue_req(Connection(self, own, client, listener.getsockname()))
        if self.nr_conns >= self.worker_connections and self.pending_conns and self.alive:
            self._drop(self.pending_conns[0])  # who has kept us waiting longest makes room
        return True

    def enqueue_req(self, conn: Connection) -> None:
        """Give it to a thread when the request is there, and wait for it beside the threads when not."""
        conn.init()
        if conn.sock.gettimeout() != 0:
            conn.sock.setblocking(False)
        if conn.take_in():
            self._hand_over(conn)
        else:
            self._wait_for(conn, SECONDS)

    def on_pending_socket_readable(self, conn: Connection, client: Any) -> None:
        # One that made room for another is told of in the same breath.
        if conn.sock.fileno() >= 0 and conn.take_in():
            self._forget(conn)
            self._hand_over(conn)

    def handle(self, conn: Connection) -> Any:
        return conn.reads() and super().handle(conn)

    def finish_request(self, conn: Connection, fs: Any) -> None:
        if conn.is_long:
            conn.is_long, self._long = False, self._long - 1
            if self._long_waiting:
                self._hand_over(self._long_waiting.popleft())
        super().finish_request(conn, fs)

    def linger(self, conn: Connection) -> None:
        """Let a visitor read the last answer to its end; gunicorn's own way holds up its loop for it."""
        self.nr_conns += 1
        conn.is_over = True
        conn.sock.setblocking(False)
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self._wait_for(conn, _LINGERING)

    def murder_pending(self) -> None:
        now = time.monotonic()
        for conn in [one for one in self.pending_conns if one.timeout <= now]:
            self._drop(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """When the site stops, who has sent nothing yet is waited for no longer than who is done."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            if not conn.parser.unreader.buf.getvalue():
                conn.timeout = min(conn.timeout, deadline)

    def _hand_over(self, conn: Connection) -> None:
        if conn.is_over:
            self.nr_conns -= 1
            conn.close()
        elif conn.is_long and self._long >= _LONG_AT_ONCE:
            self._long_waiting.append(conn)
        else:
            self._long += conn.is_long
            conn.sock.until = time.monotonic() + SECONDS
            super().enqueue_req(conn)

    def _wait_for(self, conn: Connection, seconds: float) -> None:
        conn.timeout = time.monotonic() + seconds
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def _forget(self, conn: Connection) -> None:
        self.pending_conns.remove(conn)
        self.poller.unregister(conn.sock)

    def _drop(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.is_over = True
        conn.close()
