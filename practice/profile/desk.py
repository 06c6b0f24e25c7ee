"""What the profile has to say on the desk and to /readyz."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from practice.desk.registry import Card, register_card, register_health_line
from practice.profile.models import Practice
from practice.profile.notices import due


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
    text = made_up_practice() or "This is a made-up practice. Put in your own name and licence."
    return Card(text, reverse("admin:profile_practice_changelist"), urgent=settings.PRODUCTION)


@register_card
def notices_to_read_again(request: HttpRequest) -> Card | None:
    """Notices whose day of review comes within a month, or has passed."""
    found = due() if request.user.has_perm("profile.change_notice") else []
    if not found:
        return None
    names = ", ".join(f"“{version.notice}”" for version in found)
    first = found[0]
    late = bool(first.review_by and first.review_by < timezone.localdate())
    when = f"{first.review_by:%B} {first.review_by.day}" if first.review_by else ""
    due_on = f"The first was due on {when}." if late else f"The first is due by {when}."
    text = f"Read again, and see whether it still holds: {names}. {due_on}"
    one = reverse("admin:profile_notice_version", args=[first.notice_id, first.number])
    return Card(text, one if len(found) == 1 else reverse("admin:profile_notice_changelist"), late)
