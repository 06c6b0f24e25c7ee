"""What the person does at the desk puts off the end of the session; what a page does by itself does not."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

# Sent by scripts with requests that nobody asked for, such as a draft saved now and then.
BACKGROUND = "background"


class Activity:
    """The end itself is kept by the session (practice.desk.sessions), with or without a script."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        at_the_desk = request.path_info.startswith("/admin/")
        by_hand = at_the_desk and request.headers.get("X-Desk") != BACKGROUND
        if _is_picture(request) and not admin.site.has_permission(request):
            # Before its body is read: a stranger who sends slowly would hold a place of the desk's.
            return redirect_to_login(request.path_info, reverse("admin:login"))
        if by_hand and request.user.is_authenticated:
            request.session.go_on()  # type: ignore[attr-defined]
        return self.get_response(request)


def _is_picture(request: HttpRequest) -> bool:
    pictures = reverse("admin:content_image_changelist")
    with_files = request.content_type == "multipart/form-data"
    return request.method == "POST" and with_files and request.path_info.startswith(pictures)
