"""Believe only known proxies about who is asking and over which scheme."""

import ipaddress
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from practice.web.types import GetResponse

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class TrustedProxies:
    """Set the request's scheme and address from X-Forwarded-Proto and the last X-Forwarded-For entry.

    Only when the peer is one of TRUSTED_PROXIES; from anyone else these headers are somebody's claim.
    The last entry is the one our own proxy wrote; those before it came from the visitor.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        _networks(tuple(settings.TRUSTED_PROXIES))  # what nobody can read is refused at the start

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        meta["wsgi.url_scheme"] = scheme_of(meta)
        if trusts(meta.get("REMOTE_ADDR", "")):
            claimed = meta.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
            if _address(claimed):
                meta["REMOTE_ADDR"] = claimed
        return self.get_response(request)


def scheme_of(environ: dict[str, Any]) -> str:
    """The scheme a visitor came over: what a trusted proxy says, else what the server itself saw."""
    if not trusts(environ.get("REMOTE_ADDR", "")):
        return str(environ.get("wsgi.url_scheme", "http"))
    forwarded = environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()
    return "https" if forwarded == "https" else "http"


def trusts(peer: str) -> bool:
    """Whether what this peer forwards is believed."""
    return _is_among(peer, tuple(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=256)
def _is_among(peer: str, trusted: tuple[str, ...]) -> bool:
    # gunicorn on a Unix socket gives no address: only the proxy on the same machine reaches it.
    if not peer:
        return True
    address = _address(peer)
    return address is not None and any(address in network for network in _networks(trusted))


@lru_cache(maxsize=8)
def _networks(trusted: tuple[str, ...]) -> "list[_Network]":
    try:
        return [ipaddress.ip_network(entry, strict=False) for entry in trusted]
    except ValueError as problem:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {problem}") from None


def _address(value: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(value)
    except ValueError:
        return None
