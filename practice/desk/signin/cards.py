"""What the desk says about a person's own sign-in."""

from django.http import HttpRequest
from django.urls import reverse

from practice.desk.registry import Card, register_card
from practice.desk.signin import factors


@register_card
def own_sign_in(request: HttpRequest) -> Card | None:
    """Asked until a device is there and its recovery codes are put away."""
    user = request.user
    if not factors.has_any(user):
        return Card("Sign in with your fingerprint or face. Set it up", reverse("admin:start"))
    if factors.uses_recovery_code(request):
        text = "You came in with a recovery code. Remove what you lost and add what you have now"
        return Card(text, reverse("admin:signin"), urgent=True)
    if not factors.are_put_away(user):
        return Card("Put your recovery codes away", reverse("admin:codes"))
    return None
