"""One-time links: the first time, for a person newly added, and for somebody whose device is lost."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from practice.desk.signin import roles
from practice.desk.signin.models import Link

GOOD_FOR = timedelta(hours=24)
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def make(user: Any) -> str:
    """A new address for this person; one made before is good no longer. It cannot be shown again."""
    token = secrets.token_urlsafe(32)
    now = {"hashed": _hidden(token), "good_until": timezone.now() + GOOD_FOR}
    Link.objects.update_or_create(user=user, defaults=now)
    return f"{_site()}{reverse('admin:welcome', args=[token])}"


def find(token: str) -> Link | None:
    """The link with this token, while it is good and its person may sign in."""
    good = Link.objects.filter(good_until__gt=timezone.now(), user__is_active=True)
    return good.select_related("user").filter(hashed=_hidden(token)).first()


def is_open_for(user: Any, hashed: str | None) -> bool:
    """Whether the link this person came by still stands."""
    good = Link.objects.filter(good_until__gt=timezone.now(), user=user)
    return bool(hashed) and good.filter(hashed=hashed).exists()


def used_up(user: Any) -> None:
    """A way of signing in was added, so no link is needed any more."""
    Link.objects.filter(user=user).delete()


def first_link(username: str) -> str | None:
    """A link for whoever keeps the site while nobody at all could sign in; else None."""
    users = get_user_model().objects
    staff = users.filter(is_staff=True, is_active=True)
    if any(user.has_usable_password() for user in staff):
        return None
    user, made = users.get_or_create(username=username)
    if made:
        user.set_unusable_password()
    roles.give(user, roles.PRACTITIONER)
    return make(user)


def _site() -> str:
    """Where the person opens it. Browsers keep no passkey for a number such as 127.0.0.1."""
    if not settings.PRODUCTION and settings.HOST in _LOOPBACK:
        return f"http://localhost:{settings.PORT}"
    return settings.SITE_URL


def _hidden(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
