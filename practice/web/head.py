"""HEAD answers what GET would, without the body."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from practice.web.types import GetResponse


class NoBodyOnHead:
    """Answer HEAD like GET, so that its headers are the same (RFC 9110, section 9.3.2), then drop the body.

    Static files see HEAD as it is: they know their headers without being opened.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD" or request.path_info.startswith("/static/"):
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
