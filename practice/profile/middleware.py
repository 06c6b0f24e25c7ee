"""The practice, at hand in every request, and its clock."""

from collections.abc import Callable
from copy import copy

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from practice.content.standing import apart, standing
from practice.profile.models import Practice


class PracticeOfTheRequest:
    """Put the profile on the request, and tell times in its zone.

    The health checks come before it is loaded: they must answer when the database does not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in {"/healthz", "/readyz"}:
            return self.get_response(request)
        with apart() if _writes(request) else standing():
            practice = copy(Practice.now())
            request.practice = practice  # type: ignore[attr-defined]
            request.preview = None  # type: ignore[attr-defined]  # templates ask for it
            with timezone.override(practice.zone):
                return self.get_response(request)


def _writes(request: HttpRequest) -> bool:
    """Whether the content may be another before the request is over."""
    return request.path_info.startswith("/admin/") and request.method not in {"GET", "HEAD"}
