"""Cookies named for the scheme they travel over."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from practice.web.types import GetResponse

PREFIX = "__Host-"


class CookiesOfTheScheme:
    """Over HTTPS our cookies carry the `__Host-` prefix, which no other host or plain page can set.

    Over plain HTTP (a first look on one's own machine) browsers refuse that prefix, so the names stay
    bare. Inside Django the names are always bare; a bare one arriving over HTTPS is not ours.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self._drop_a_mangled_token(request)
        if not request.is_secure():
            return self.get_response(request)
        for name in self.names:
            request.COOKIES.pop(name, None)
            if (value := request.COOKIES.get(PREFIX + name)) is not None:
                request.COOKIES[name] = value
        response = self.get_response(request)
        for name in self.names:
            if name in response.cookies:
                self._rename(response, name)
        return response

    @staticmethod
    def _drop_a_mangled_token(request: HttpRequest) -> None:
        # Django would answer it with a new one, on pages that must set no cookie.
        for name in (settings.CSRF_COOKIE_NAME, PREFIX + settings.CSRF_COOKIE_NAME):
            if not request.COOKIES.get(name, "a").isalnum():
                del request.COOKIES[name]

    @staticmethod
    def _rename(response: HttpResponseBase, name: str) -> None:
        old = response.cookies.pop(name)
        response.cookies[PREFIX + name] = old.value
        new = response.cookies[PREFIX + name]
        for key, value in old.items():
            new[key] = value
        # What the prefix demands: the whole host, this host only, and never in clear.
        new["path"], new["domain"], new["secure"] = "/", "", True
