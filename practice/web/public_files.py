"""robots.txt and security.txt."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from practice.content import looks
from practice.profile.request import practice_of


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it unasked on pages of the desk, which name no icon."""
    look = looks.existing(practice_of(request).look)
    return HttpResponseRedirect(static(f"looks/{look}/img/mark.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by machines; the desk is no use to them."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
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
