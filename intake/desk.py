"""What the inbox shows on the desk and to /readyz."""

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from intake.models import Inquiry, Notification
from practice.desk.registry import Card, register_card, register_health_line

LATE = timedelta(minutes=15)  # PROMISES O3


@register_card
def new_inquiries(request: HttpRequest) -> Card | None:
    """How many inquiries nobody has opened, for those who may see them."""
    if not request.user.has_perm("intake.view_inquiry"):
        return None
    count = Inquiry.objects.filter(state=Inquiry.State.NEW).count()
    if not count:
        return None
    text = "1 new inquiry" if count == 1 else f"{count} new inquiries"
    return Card(text, reverse("admin:intake_inquiry_changelist") + "?state__exact=new")


@register_card
def mail_is_stuck(request: HttpRequest) -> Card | None:
    text = oldest_unsent()
    return Card(text, reverse("admin:intake_inquiry_changelist"), urgent=True) if text else None


@register_health_line
def oldest_unsent() -> str:
    """A warning when mail has been waiting for more than a quarter of an hour."""
    oldest = (
        Notification.objects.filter(state=Notification.State.WAITING)
        .order_by("created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    if oldest is None or timezone.now() - oldest < LATE:
        return ""
    minutes = int((timezone.now() - oldest).total_seconds() // 60)
    return f"mail has been waiting for {minutes} minutes"
