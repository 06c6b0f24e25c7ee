from typing import Any

from django.conf import settings
from django.http import HttpRequest

from practice.content.seo import absolute
from practice.profile.request import practice_of


def practice(request: HttpRequest) -> dict[str, Any]:
    """`practice` for every template, and the page's own public address."""
    return {
        "practice": practice_of(request),
        "canonical": absolute(request.path),
        "site_url": settings.SITE_URL,
    }
