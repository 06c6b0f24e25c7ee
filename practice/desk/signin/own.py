"""A person's own sign-in: what they have, what they no longer have; and staying signed in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from practice.audit.log import record
from practice.desk.signin import factors, pages, roles
from practice.desk.signin.models import devices_of


def signin(request: HttpRequest) -> HttpResponse:
    """Every way this person signs in, and when each was last used."""
    devices = devices_of(request.user)
    return pages.page(
        request,
        "own",
        "Your sign-in",
        devices=devices,
        may_remove=len(devices) > 1 or not settings.PRODUCTION,
        codes_left=factors.codes_left(request.user),
        put_away=factors.are_put_away(request.user),
        by_recovery_code=factors.uses_recovery_code(request),
    )


@pages.adding
@require_POST
@transaction.atomic
def remove(request: HttpRequest) -> HttpResponse:
    """Take a device away; never the last one on a site that strangers reach."""
    roles.lock([request.user.pk])  # two presses at once do not both find another left
    devices = devices_of(request.user)
    named = request.POST.get("device")
    device = next((one for one in devices if f"{one.kind}-{one.pk}" == named), None)
    if device is None:
        messages.warning(request, "That one was removed already.")
    elif len(devices) == 1 and settings.PRODUCTION:
        messages.error(request, "This is your last one. Add another first.")
    else:
        if device == request.user.otp_device and len(devices) > 1:  # type: ignore[union-attr]
            # Another was asked for a moment ago, or this one was: the session goes on.
            factors.passed(request, next(one for one in devices if one != device))
        device.delete()
        word = "passkey" if device.kind == "passkey" else "app with codes"
        record(f"{word} removed", actor=request.user.get_username())
        messages.success(request, f"“{device.name}” signs nobody in any more.")
    return redirect("admin:signin")


def left(request: HttpRequest) -> JsonResponse:
    """Asked by the page itself now and then: how long the session has, and the token its forms need.

    Signing in changes the token; forms that stood open in another tab would be refused with the old one.
    """
    token = get_token(request) if request.user.is_authenticated else ""
    return JsonResponse({**time_left(request), "token": token})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The person wants to stay; that they asked is enough. Without a script they come back to the desk."""
    if request.headers.get("X-Desk-Wants") == "json":
        return JsonResponse(time_left(request))
    return redirect(pages.next_of(request) or "admin:index")


def time_left(request: HttpRequest) -> dict[str, Any]:
    """Seconds until the session is over, and whether staying puts that off. None left: signed out."""
    if not request.user.is_authenticated:
        return {"left": 0, "can_stay": False}
    session = request.session
    until_last = (session.last_end() - timezone.now()).total_seconds()  # type: ignore[attr-defined]
    seconds = session.get_expiry_age()
    return {"left": seconds, "can_stay": until_last - seconds > 1}
