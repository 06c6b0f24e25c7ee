"""A request as views see it."""

from typing import cast

from django.http import HttpRequest

from practice.profile.models import Practice


def practice_of(request: HttpRequest) -> Practice:
    """The practice whose site this request reached, put there by `PracticeOfTheRequest`."""
    return cast(Practice, request.practice)  # type: ignore[attr-defined]
