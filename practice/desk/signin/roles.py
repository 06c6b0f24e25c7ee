"""Two roles: the practitioner, who may do everything, and the editor, who sees content and no inquiry."""

from typing import Any

from django.apps import apps as all_apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

PRACTITIONER = "Practitioner"
EDITOR = "Editor"


def make_roles(apps: Any = all_apps, **kwargs: Any) -> None:
    """Make the groups, and give them what exists by now. Runs after every migration, also one back."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        return
    everything = Permission.objects.all()
    content = everything.filter(content_type__app_label__in=settings.EDITOR_APPS)
    for name, permissions in ((PRACTITIONER, everything), (EDITOR, content)):
        Group.objects.get_or_create(name=name)[0].permissions.set(permissions)


def is_practitioner(user: Any) -> bool:
    """Whether this person may do everything, and is told when something is wrong with the site."""
    return bool(user.is_active and user.is_superuser)


def of(user: Any) -> str:
    return PRACTITIONER if user.is_superuser else EDITOR


def give(user: Any, role: str) -> None:
    """Make this person one or the other. They work at the desk either way."""
    user.is_staff, user.is_superuser = True, role == PRACTITIONER
    user.save()
    user.user_permissions.clear()
    user.groups.set(Group.objects.filter(name=role))


def lock(pks: Any) -> None:
    """Let nobody else change these people, or what they sign in with, until the commit."""
    list(get_user_model().objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def is_last_practitioner(user: Any) -> bool:
    """Whether nobody would be left who may do everything. Until the commit the others stay what they are."""
    others = get_user_model().objects.filter(is_superuser=True, is_active=True)
    lock(
        others.values("pk")
    )  # two who demote each other at once: the second sees what the first did
    return bool(user.pk and user.is_superuser) and not others.exclude(pk=user.pk).exists()
