"""What the desk says about a person's own sign-in."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse

from practice.desk.registry import Card, register_card, register_duty
from practice.desk.signin import factors


@register_duty
def second_factors() -> str:
    """Nobody may come to the desk with a password alone (45 CFR 164.312(d), as PROMISES S6 reads it)."""
    people = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    if bare := factors.lacking(people).count():  # /readyz tells nobody who
        return (
            f"{bare} of those who may come to the desk have neither a passkey nor an app for codes"
        )
    return (
        ""
        if people.exists()
        else "nobody can sign in yet: follow the link that the first start printed"
    )


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
