"""Which requests a kept page may answer, and which page that is."""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from practice.web.proxies import scheme_of

# What is another for each who asks, or a file already. Where a page shows itself to be nobody else's business
# (no-store, a cookie) it is not kept wherever it lies; these are not even asked for in nobody's name.
_OWN = re.compile(r"/(admin|consultation|preview|static|media|art)/|/(healthz|readyz)$")
_SEARCH = "/search/"
# The names a query may hold, with values a page exists for; every other name says nothing to any page.
_KNOWN = {"page": re.compile(r"[1-9][0-9]{0,3}"), "version": re.compile(r"[1-9][0-9]{0,8}")}
_LONGEST = 1_000  # characters of a path; ours are shorter


class Asked(NamedTuple):
    """One address over one scheme."""

    path: str
    query: str
    scheme: str

    def environ(self, original: dict[str, Any]) -> dict[str, Any]:
        """The request to Django: this address, asked for by nobody from nowhere."""
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            # A peer without an address is our own proxy, and believed.
            "REMOTE_ADDR": "",
            "HTTP_X_FORWARDED_PROTO": self.scheme,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": original["wsgi.errors"],
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def asked_in(environ: dict[str, Any]) -> Asked | None:
    """What a request asks for, or None when only Django can answer it."""
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if not _may_be_anybodys(environ) or _OWN.match(path) or len(path) > _LONGEST:
        return None
    if query and (path == _SEARCH or (query := _known(query)) is None):
        return None
    return Asked(path, query, scheme_of(environ))


def _may_be_anybodys(environ: dict[str, Any]) -> bool:
    """A plain look at one of our names, without a session."""
    return (
        environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and environ.get("CONTENT_LENGTH", "0") in {"", "0"}
        and "HTTP_TRANSFER_ENCODING" not in environ
        and f"{settings.SESSION_COOKIE_NAME}=" not in environ.get("HTTP_COOKIE", "")
        and _is_ours(environ.get("HTTP_HOST", ""))
    )


def _known(query: str) -> str | None:
    """The part of a query that a page may depend on; None when it is for Django to say what it means."""
    kept = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if unquote_plus(name) not in _KNOWN:
            continue
        if name in kept or name not in _KNOWN or not _KNOWN[name].fullmatch(value):
            return None
        kept[name] = value
    return "&".join(f"{name}={kept[name]}" for name in sorted(kept))


@lru_cache(maxsize=64)
def _is_ours(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
