from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_ALREADY_SMALL = ("image/avif", "image/webp", "image/png", "image/jpeg")


class Gzip(GZipMiddleware):
    """Django's own, but pictures that are compressed already are left as they are."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(_ALREADY_SMALL):
            return response
        return super().process_response(request, response)
