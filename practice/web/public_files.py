"""Small files that machines ask for: icon, manifest, robots.txt, security.txt."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from practice.content import looks
from practice.profile.request import practice_of


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers and feed readers ask for it unasked; the desk's pages name no icon."""
    return HttpResponseRedirect(_icon(request, "favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The name and picture of the site for whoever puts it on the first screen of a telephone.

    It opens as a page of the browser: nobody should have to look for Back when they are not well.
    """
    practice = practice_of(request)
    icons = [
        {"src": _icon(request, f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    said = {"name": practice.name, "start_url": "/", "display": "browser", "icons": icons}
    return JsonResponse(said, content_type="application/manifest+json")


def _icon(request: HttpRequest, name: str) -> str:
    look = looks.existing(practice_of(request).look)
    return str(static(f"looks/{look}/img/{name}"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by machines; the desk is no use to them.

    A therapist who is made up must not be found under a real address.
    """
    only_a_start = settings.PRODUCTION and practice_of(request).is_made_up
    lines = [
        "User-agent: *",
        "Disallow: /" if only_a_start else "Disallow: /admin/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). Expires within a year, as its section 2.5.5 recommends."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    contact = practice_of(request).email or settings.DEFAULT_FROM_EMAIL
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {(midnight + timedelta(days=180)).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
