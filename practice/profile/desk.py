"""What the profile has to say on the desk and to /readyz."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from practice.desk.registry import Card, register_card, register_health_line
from practice.profile.models import Practice


@register_health_line
def made_up_practice() -> str:
    """A warning while a site that strangers reach still speaks for the demo practice."""
    if settings.PRODUCTION and Practice.load().is_made_up:
        return "the practice profile is still the demo's: put in your own name and licence"
    return ""


@register_card
def made_up_practice_card(request: HttpRequest) -> Card | None:
    if not request.user.has_perm("profile.change_practice") or not Practice.load().is_made_up:
        return None
    text = made_up_practice() or "This is a made-up practice"
    url = reverse("admin:profile_practice_changelist")
    detail = "Put in your own name and licence."
    return Card(text, url, urgent=settings.PRODUCTION, label="To begin", detail=detail)
