"""Every address of the site, app by app."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

import intake.views
from intake.inbox import keeping
from practice.content import sitemap as sitemaps
from practice.desk.registry import health_lines
from practice.profile.sitemap import NoticeSitemap
from practice.web import errors, health, public_files

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
    path("robots.txt", public_files.robots),
    path(".well-known/security.txt", public_files.security_txt),
    path(
        "sitemap.xml",
        sitemap,
        {
            "sitemaps": {
                "entries": sitemaps.EntrySitemap,
                "emotions": sitemaps.EmotionSitemap,
                "notices": NoticeSitemap,
                "fixed": sitemaps.FixedSitemap(FIXED_PATHS),
            }
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

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A request form, or a note, that stood open too long comes back; anything else gets a plain 403."""
    if request.path_info == intake.views.form_path():
        return intake.views.form_again(request, status=403)
    if keeping.holds_a_note(request):
        return keeping.note_again(request)
    return errors.forbidden(request, PermissionError(reason))
