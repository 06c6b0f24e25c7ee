"""PreviewLink: one address given out for one text."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_key() -> str:
    return secrets.token_urlsafe(16)  # 128 bits


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def live(self) -> "PreviewLinkQuerySet":
        """Links that still open something."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PreviewLink(models.Model):
    """An address somebody was given. The row alone opens nothing: the address is this key, signed."""

    entry = models.ForeignKey(
        "content.Entry", on_delete=models.CASCADE, related_name="preview_links"
    )
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["PreviewLink"]] = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"preview of {self.entry}"
