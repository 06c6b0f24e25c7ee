"""What the person does at the desk puts off the end of the session; what a page does by itself does not."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Sent by scripts with requests that nobody asked for, such as a draft saved now and then.
BACKGROUND = "background"


class Activity:
    """The end itself is kept by the session (practice.desk.sessions), with or without a script."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        at_the_desk = request.path_info.startswith("/admin/")
        by_hand = at_the_desk and request.headers.get("X-Desk") != BACKGROUND
        if by_hand and request.user.is_authenticated:
            request.session.go_on()  # type: ignore[attr-defined]
        return self.get_response(request)
