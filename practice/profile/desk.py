"""What the profile has to say on the desk and to /readyz."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as formatted

from practice.desk.registry import Card, register_card, register_duty
from practice.profile.models import Notice, Practice
from practice.profile.notices import due


@register_duty
def made_up_practice() -> str:
    """The site must speak for somebody who holds a licence."""
    if Practice.now().is_made_up:
        return "the practice profile is still the demo's: put in your own name and licence"
    return ""


@register_duty
def notices_in_force() -> str:
    """A privacy notice must count today, and none may be long past the day it was to be read again."""
    if Notice.privacy_in_force() is None:
        return "no privacy notice is in force: write one, with the day it counts from"
    late = [str(version.notice) for day, version in due() if day < timezone.localdate()]
    if late:
        return f"past the day they were to be read again: {', '.join(late)}"
    return ""


@register_duty
def zone_of_the_practice() -> str:
    """Days of answer are counted by it."""
    if Practice.now().time_zone in {"UTC", "Etc/UTC"}:
        return "the practice's time zone is UTC: choose the one your clients live by"
    return ""


@register_card
def made_up_practice_card(request: HttpRequest) -> Card | None:
    if not request.user.has_perm("profile.change_practice") or not Practice.now().is_made_up:
        return None
    text = made_up_practice() if settings.PRODUCTION else "This is a made-up practice"
    url = reverse("admin:profile_practice_changelist")
    detail = "Put in your own name and licence."
    return Card(text, url, urgent=settings.PRODUCTION, label="To begin", detail=detail)


@register_card
def notices_to_read_again(request: HttpRequest) -> Iterator[Card]:
    """One card a notice whose day of review comes within a month, or has passed."""
    for day, version in due() if request.user.has_perm("profile.change_notice") else []:
        late = day < timezone.localdate()
        yield Card(
            f"Read “{version.notice}” again",
            reverse("admin:profile_notice_version", args=[version.notice_id, version.number]),
            urgent=late,
            label="Notice",
            detail=f"It {'was' if late else 'is'} due by {formatted(day, 'F j, Y')}. Does it still hold?",
        )
