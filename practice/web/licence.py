"""In production no page goes out without the licence it must name."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template

from practice.profile.models import Practice
from practice.profile.request import practice_of
from practice.web.types import GetResponse

_ALWAYS = ("/admin/", "/healthz", "/static/")


class LicenceRequired:
    """Answer 503 to all but the admin and /healthz until the profile holds a licence number.

    Advertising must show the licence (16 CCR 1811; the board counts web sites as advertising).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.PRODUCTION or request.path_info.startswith(_ALWAYS):
            return self.get_response(request)
        if _has_licence(request):
            return self.get_response(request)
        return HttpResponse(get_template("503_licence.html").render(), status=503)


def _has_licence(request: HttpRequest) -> bool:
    if request.path_info != "/readyz":
        return bool(practice_of(request).licence_number)
    try:
        return bool(Practice.load().licence_number)
    except DatabaseError:
        return True  # /readyz itself says what is wrong
