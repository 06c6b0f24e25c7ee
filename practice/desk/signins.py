"""Who signed in and out, in the event log."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from practice.audit.log import record


@receiver(user_logged_in)
def signed_in(sender: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
    record("signed in", actor=user.get_username())


@receiver(user_logged_out)
def signed_out(sender: Any, user: AbstractBaseUser | None, **kwargs: Any) -> None:
    if user:  # a browser nobody was signed in with can be signed out too
        record("signed out", actor=user.get_username())


@receiver(user_login_failed)
def sign_in_failed(sender: Any, **kwargs: Any) -> None:
    # The name that was typed is not kept: now and then it is the password.
    record("sign-in failed", actor="someone")
