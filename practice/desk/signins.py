"""Who signed in and out, in the event log."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from practice.audit.log import record
from practice.audit.models import Event

FAILED = "sign-in failed"
WRONG_CODE = "right password, wrong code"
_AN_HOUR = 10  # lines of one kind that strangers can cause: the log is kept for ever


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    request.session.begin()  # type: ignore[attr-defined]
    record("signed in", actor=user.get_username())


@receiver(user_logged_out)
def signed_out(sender: Any, user: AbstractBaseUser | None, **kwargs: Any) -> None:
    if user:  # a browser nobody was signed in with can be signed out too
        record("signed out", actor=user.get_username())


@receiver(user_login_failed)
def sign_in_failed(sender: Any, **kwargs: Any) -> None:
    failed(FAILED)


def failed(action: str) -> None:
    """Note a sign-in that failed, unless ten within the hour say so already.

    The name that was typed is not kept: now and then it is the password. And a name that is nobody's is
    noted like any other, or the time it takes would tell them apart.
    """
    since = timezone.now() - timedelta(hours=1)
    if Event.objects.filter(action=action, at__gt=since).count() < _AN_HOUR:
        record(action, actor="someone")
