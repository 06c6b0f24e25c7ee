"""gunicorn's own answers and log lines, held to the same promises as ours."""

import socket
import struct
import sys
from contextlib import suppress
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName, ParseException
from gunicorn.workers.gthread import ThreadWorker

from practice.web.headers import fixed_headers
from practice.web.logs import QuietFormatter


class QuietLogger(Logger):
    """Without the request lines and header values that gunicorn quotes when it refuses a request."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(QuietFormatter())

    def access(self, *_: Any) -> None:
        """No access log, whatever GUNICORN_CMD_ARGS asks for: it would hold visitors' addresses."""

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(sys.exception(), BlockingIOError):
            return  # a line that broke is no fault of ours
        super().exception(msg, *args, **kwargs)


class Worker(ThreadWorker):
    """Threads, answering what is no HTTP with our headers and without repeating it."""

    waits = 20  # seconds a thread waits for the next byte of a request, or for one of an answer to leave

    def init_process(self) -> None:
        """Let no telephone that lost its line hold a thread for good: gunicorn itself waits without end.

        The kernel ends the wait; connections inherit it. Who sends a byte now and then on purpose is the
        business of the server in front (docs/decisions/0015-the-server.md).
        """
        for listener in self.sockets:
            for wait in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                listener.setsockopt(socket.SOL_SOCKET, wait, struct.pack("@ll", self.waits, 0))
        super().init_process()

    def set_accept_enabled(self, enabled: bool) -> None:
        """When the site stops, whoever has knocked is still let in: the kernel resets those left outside.

        The door is closed at once then, so that those who come later are told there is nobody.
        """
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            waiting = -1
            while waiting != self.nr_conns:
                waiting = self.nr_conns
                self.accept(listener)  # counts a connection, or finds none
            listener.close()

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        # A header the application tried to send is the application's fault, whatever its class.
        ours = isinstance(exc, InvalidResponseHeader | InvalidResponseHeaderName)
        refused = isinstance(exc, ParseException) and not ours
        if not refused:
            self.log.exception("a request broke outside the application")
        status = "400 Bad Request" if refused else "500 Internal Server Error"
        body = b"This request could not be read.\n" if refused else b"Something went wrong here.\n"
        headers = {
            **fixed_headers(),
            "Cache-Control": "no-store",
            "Connection": "close",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(body)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        with suppress(OSError):  # whoever sent it need not wait for the answer
            client.sendall(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)
