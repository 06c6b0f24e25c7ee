"""A page as it was made, and how it goes out to each who asks."""

import gzip
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import brotli

StartResponse = Callable[..., Any]

# The qualities are what a page of 30 kB takes about half a millisecond for.
_ENCODE: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "br": lambda body: brotli.compress(body, brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
_DECODE: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
_SMALL = 200  # bytes; compressing gains nothing
_MADE_HERE = {"content-type", "content-length", "content-encoding", "etag", "vary"}
_OVERHEAD = 2_000  # bytes that headers and objects take


@dataclass(frozen=True, slots=True)
class Way:
    """The page in one encoding, its headers ready."""

    body: bytes
    etag: str
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]  # the headers for a visitor who has it already


class Page:
    """What Django answered to nobody. An encoding is made when the first visitor asks for it, and then kept:
    the others are made from it, so that a page lies in memory once for most of its life."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.length = len(body)
        self._has = {name.lower(): value for name, value in headers}
        self._etag = f'"{blake2b(body, digest_size=12).hexdigest()}"' if self.may_be_kept else ""
        self.has_grown = False  # since whoever keeps it has counted its bytes
        self._body: bytes | None = body
        self._ways: dict[str, Way] = {}

    @property
    def may_be_kept(self) -> bool:
        """Only what any visitor may have, and asks about again: 200, no-cache, no cookie."""
        has = self._has
        return (
            self.status.startswith("200 ")
            and has.get("cache-control") == "no-cache"
            and "cookie" not in has.get("vary", "").lower()
            and not self.is_personal
        )

    @property
    def is_personal(self) -> bool:
        """Whether it holds something for one visitor, who then has to ask in their own name."""
        return "set-cookie" in self._has

    @property
    def size(self) -> int:
        """Bytes it takes in memory."""
        return _OVERHEAD + sum(len(way.body) + _OVERHEAD for way in [*self._ways.values()])

    def answer(
        self, environ: dict[str, Any], start_response: StartResponse, said: str = ""
    ) -> Iterable[bytes]:
        """As WSGI answers; `said` goes out as Cache-Status (RFC 9211)."""
        way = self._way(_best(environ.get("HTTP_ACCEPT_ENCODING", "")))
        status, headers, body = self.status, way.headers, way.body
        if self._is_known(way, environ):
            status, headers, body = "304 Not Modified", way.unchanged, b""
        elif environ["REQUEST_METHOD"] == "HEAD":
            body = b""
        start_response(status, [*headers, ("Cache-Status", said)] if said else headers)
        return [body] if body else []

    def _is_known(self, way: Way, environ: dict[str, Any]) -> bool:
        """Whether the visitor has these very bytes (RFC 9110, section 13.2.2)."""
        if not way.etag:
            return False
        if (tags := environ.get("HTTP_IF_NONE_MATCH")) is not None:
            return way.etag in tags or tags.strip() == "*"
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        # As it was given out, like nginx: whoever makes up a time gets the page.
        return since is not None and since == self._has.get("last-modified")

    def _way(self, encoding: str) -> Way:
        if self.length < _SMALL:
            encoding = ""
        if (way := self._ways.get(encoding)) is None:
            way = self._ways[encoding] = self._made(encoding, self._plain())
            self._body, self.has_grown = None, True
        return way

    def _plain(self) -> bytes:
        if (body := self._body) is not None:
            return body
        encoding, way = next(iter(self._ways.items()))
        return _DECODE[encoding](way.body)

    def _made(self, encoding: str, plain: bytes) -> Way:
        body = _ENCODE[encoding](plain)
        # Another encoding is other bytes: a strong ETag says so (RFC 9110, section 8.8.3.3).
        etag = f'{self._etag[:-1]}-{encoding}"' if self._etag and encoding else self._etag
        others = [(n, v) for n, v in self.headers if n.lower() not in _MADE_HERE]
        others += [("Vary", "Accept-Encoding")] + ([("ETag", etag)] if etag else [])
        of_the_body = [("Content-Type", self._has.get("content-type", "text/html; charset=utf-8"))]
        of_the_body += [("Content-Length", str(len(body)))]
        of_the_body += [("Content-Encoding", encoding)] if encoding else []
        return Way(body, etag, of_the_body + others, others)


@lru_cache(maxsize=256)
def _best(accepted: str) -> str:
    """The best of our encodings that a browser takes (RFC 9110, section 12.5.3); "" for none."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameters)
    return next((each for each in ("br", "gzip") if weights.get(each, weights.get("*", False))), "")
