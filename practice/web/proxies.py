"""Believe only known proxies about who is asking and over which scheme."""

import ipaddress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from practice.web.types import GetResponse


class TrustedProxies:
    """Set the request's scheme and address from X-Forwarded-Proto and the last X-Forwarded-For entry.

    Only when the peer is one of TRUSTED_PROXIES; from anyone else these headers are somebody's claim.
    The last entry is the one our own proxy wrote; those before it came from the visitor.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        try:
            self.networks = [
                ipaddress.ip_network(entry, strict=False) for entry in settings.TRUSTED_PROXIES
            ]
        except ValueError as problem:
            raise ImproperlyConfigured(f"TRUSTED_PROXIES: {problem}") from None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        scheme = "http"
        if self.trusts(meta.get("REMOTE_ADDR", "")):
            if meta.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
                scheme = "https"
            claimed = meta.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
            if _address(claimed):
                meta["REMOTE_ADDR"] = claimed
        else:
            scheme = meta.get("wsgi.url_scheme", "http")
        meta["wsgi.url_scheme"] = scheme
        return self.get_response(request)

    def trusts(self, peer: str) -> bool:
        # gunicorn on a Unix socket gives no address: only the proxy on the same machine reaches it.
        if not peer:
            return True
        address = _address(peer)
        return address is not None and any(address in network for network in self.networks)


def _address(value: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(value)
    except ValueError:
        return None
