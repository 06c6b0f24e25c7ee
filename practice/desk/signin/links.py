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


def find(token: str, browser: str) -> Link | None:
    """The link with this token, while it is good here and its person may sign in."""
    good = Link.objects.filter(good_until__gt=timezone.now(), user__is_active=True)
    return good.select_related("user").filter(hashed__in=_good_as(token, browser)).first()


def claim(link: Link, token: str, browser: str) -> str | None:
    """Use the link up for all browsers but this one; the mark to go on with, None where another was first.

    Where the answer did not arrive, or the button was pressed twice, the same browser may ask once more: it
    has not yet been given the new secret that signing in brings.
    """
    same = Link.objects.filter(pk=link.pk, hashed__in=_good_as(token, browser))
    mark = _mark(token, browser)
    return mark if same.update(hashed=mark) else None


def is_open_for(user: Any, mark: str | None) -> bool:
    """Whether the link this person came by is theirs still."""
    good = Link.objects.filter(good_until__gt=timezone.now(), user=user)
    return bool(mark) and good.filter(hashed=mark).exists()


def used_up(user: Any) -> None:
    """No link is needed any more: something was shown that proves who this is, or they are to stay out."""
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


def _good_as(token: str, browser: str) -> list[str]:
    return [_hidden(token), *([_mark(token, browser)] if browser else [])]


def _mark(token: str, browser: str) -> str:
    """What stands in the row instead of the token's hash once a browser has come by the link."""
    return f"-{_hidden(f'{token} {browser}')[1:]}"  # no hash begins so: nobody has a token for it


def _hidden(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
