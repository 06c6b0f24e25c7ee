"""Every address of the site, app by app."""

import logging
import sys

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

import intake.views
from journal import sitemap as journal_sitemap
from practice import keeping
from practice.content import sitemap
from practice.desk.registry import health_lines
from practice.profile.sitemap import notices
from practice.web import down, errors, health, public_files

log = logging.getLogger(__name__)

FIXED_PATHS = [
    *(
        "/",
        "/journal/",
        "/guides/",
        "/services/",
        "/emotions/",
        "/consultation/",
        "/privacy/",
        "/notices/",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz, {"lines": health_lines}),
    # Where Jekyll keeps its feed; readers who subscribed there go on reading.
    path("feed.xml", RedirectView.as_view(url="/journal/feed/", permanent=True)),
    path("favicon.ico", public_files.favicon),
    path("site.webmanifest", public_files.manifest, name="manifest"),
    path("robots.txt", public_files.robots),
    path(".well-known/security.txt", public_files.security_txt),
    path(
        "sitemap.xml",
        sitemap.sitemap,
        {
            "sources": [
                sitemap.fixed(FIXED_PATHS),
                journal_sitemap.years,
                journal_sitemap.tags,
                sitemap.emotions,
                notices,
                sitemap.entries,
            ]
        },
        name="sitemap",
    ),
    path("admin/", admin.site.urls),
    path("journal/", include("journal.urls")),
    path("consultation/", include("intake.urls")),
    path("", include("practice.profile.urls")),
    path("", include("practice.content.urls")),
    path("", include("pages.urls")),  # last: plain pages take any address that is left
]

handler400 = f"{__name__}.bad_request"
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = f"{__name__}.server_error"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A request form, or words on the desk, that stood open too long come back; the rest gets a plain 403."""
    if request.path_info == intake.views.form_path():
        return intake.views.form_again(request, reason)
    if keeping.holds_words(request):
        return keeping.words_again(request)
    return errors.forbidden(request, PermissionError(reason))


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database or the disk failed, 500 for a fault of ours.

    A visitor who just sent the request form gets it back with every word either way.
    """
    outage = down.is_outage(sys.exc_info()[1])  # Django calls this while it handles the exception
    try:
        if request.method == "POST" and request.path_info == intake.views.form_path():
            return intake.views.form_kept(request, status=503 if outage else 500)
        if outage:
            return down.unavailable(request)
    except Exception:
        log.exception("the page for a fault is at fault itself")
    return errors.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, unless it only looks like one: Django takes a session it cannot save for one that is gone."""
    if down.is_outage(exception):
        return down.unavailable(request)
    return errors.bad_request(request, exception)
