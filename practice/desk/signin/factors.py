"""The second factor: who needs one, who has given one, and the recovery codes."""

import hashlib
import re
import secrets
import time
from base64 import urlsafe_b64encode
from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from practice.desk.signin import links, roles
from practice.desk.signin.models import CodeApp, Passkey

PASSED_AT = "factor_at"
FRESH = 10 * 60  # seconds for which a factor just given need not be given again
CODES, LETTERS = 10, 16  # seventy-nine bits each
_SHOWN, _PUT_AWAY = "recovery codes", "recovery codes, put away"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another


def has_any(user: Any) -> bool:
    """Whether this person signs in with more than a password."""
    people = get_user_model()._default_manager
    return people.filter(_with_a_factor(), pk=user.pk).exists()


def lacking(people: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `people` who sign in with a password alone."""
    return people.exclude(_with_a_factor())


def _with_a_factor() -> Q:
    keys = Passkey.objects.filter(user=OuterRef("pk"))
    apps = CodeApp.objects.filter(user=OuterRef("pk"), confirmed=True)
    return Exists(keys) | Exists(apps)


def may_enter(request: HttpRequest) -> bool:
    """Whether whoever is signed in has shown all that is asked of them."""
    if has_passed(request):
        return True
    return not settings.PRODUCTION and not has_any(request.user)


def has_passed(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session; in the request that signs in, too."""
    return getattr(request.user, "otp_device", None) is not None


def passed(request: HttpRequest, device: Any) -> None:
    """Note that the person signed in here has just used `device`. Older copies of the session are void."""
    request.session.cycle_key()
    django_otp.login(request, device)
    request.session[PASSED_AT] = int(time.time())
    links.used_up(request.user)


def is_fresh(request: HttpRequest) -> bool:
    """Whether a factor was given within the last minutes."""
    return time.time() - request.session.get(PASSED_AT, 0) < FRESH


@transaction.atomic
def take(user: Any, typed: str, *, apps: bool = True) -> Any:
    """The device whose code was typed, or None. A recovery code is used up; `apps` off takes only those."""
    code = re.sub(r"[\s\-–—]", "", typed).lower()
    if re.fullmatch(r"[0-9]{6}", code):
        own = CodeApp.objects.filter(user=user, confirmed=True).select_for_update()
        return next((app for app in own if apps and app.verify_token(code)), None)
    for device in StaticDevice.objects.filter(user=user).select_for_update():
        if device.verify_token(_hidden(device, code)):
            return device
    return None


def uses_recovery_code(request: HttpRequest) -> bool:
    """Whether this session began with one of the printed codes."""
    return isinstance(getattr(request.user, "otp_device", None), StaticDevice)


@transaction.atomic
def new_recovery_codes(user: Any) -> list[str]:
    """Ten new codes, kept as hashes; those before, and the sessions they opened, are good no longer."""
    roles.lock([user.pk])  # two who press at once leave one sheet that works, not two
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=_SHOWN)
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(LETTERS)) for _ in range(CODES)]
    StaticToken.objects.bulk_create(
        [StaticToken(device=device, token=_hidden(device, code)) for code in codes]
    )
    return ["-".join(code[at : at + 4] for at in range(0, LETTERS, 4)) for code in codes]


def renew_recovery_codes(request: HttpRequest) -> list[str]:
    """Ten new codes for whoever asks; where one of the old let them in, this session alone goes on."""
    goes_on = uses_recovery_code(request)
    codes = new_recovery_codes(request.user)
    if goes_on:
        passed(request, StaticDevice.objects.get(user=request.user))
    return codes


def put_away(user: Any) -> None:
    """The person has ticked that the codes are put away; until then the desk asks."""
    StaticDevice.objects.filter(user=user).update(name=_PUT_AWAY)


def are_put_away(user: Any) -> bool:
    return StaticDevice.objects.filter(user=user, name=_PUT_AWAY).exists()


def codes_left(user: Any) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def _hidden(device: StaticDevice, code: str) -> str:
    # What nobody chose needs no slow hash, and no key that a restored site might lack. The column holds
    # sixteen letters: in this writing ninety-six bits, more than the code has.
    digest = hashlib.sha256(f"{device.pk} {code}".encode()).digest()
    return urlsafe_b64encode(digest[:12]).decode()
