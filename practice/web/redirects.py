"""Old addresses lead to where the text is now."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from practice.content import marks
from practice.content.models import Redirect
from practice.web.types import GetResponse


class OldAddresses:
    """When nothing answers an address, ask whether a published text, a tag or an emotion once had it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        target = Redirect.objects.target_of(request.path_info) or marks.target_of(request.path_info)
        return HttpResponsePermanentRedirect(target) if target else response
