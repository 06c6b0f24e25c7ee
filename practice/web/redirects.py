"""Old addresses lead to where the text is now."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from practice.content import linking, marks
from practice.content.models import Redirect
from practice.web.types import GetResponse


class OldAddresses:
    """When nothing answers an address, ask whether a published text, a tag or an emotion once had it.

    An old address without its closing slash is led on at once too, and not by way of the one with it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return response
        path = request.path_info
        if response.status_code == 404:
            target = _target_of(path)
        elif response.headers.get("Location") == request.get_full_path(force_append_slash=True):
            target = None if linking.stands(f"{path}/") else _target_of(f"{path}/")
        else:
            return response
        return HttpResponsePermanentRedirect(target) if target else response


def _target_of(path: str) -> str | None:
    return Redirect.objects.target_of(path) or marks.target_of(path)
