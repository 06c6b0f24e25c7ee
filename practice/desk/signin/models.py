"""What proves who somebody is, beside the password; and the tries that failed."""

import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django_otp.models import Device, TimestampMixin
from django_otp.plugins.otp_totp.models import TOTPDevice


class Person(get_user_model()):  # type: ignore[misc]
    """Somebody who works at the desk."""

    class Meta:
        proxy = True
        verbose_name_plural = "people"


class Passkey(TimestampMixin, Device):
    """A key in somebody's telephone, computer or security key; only its public half is here."""

    credential_id: "models.CharField[str, str]" = models.CharField(
        max_length=1400, unique=True, help_text="base64url"
    )
    public_key: "models.BinaryField[bytes, bytes]" = models.BinaryField()
    sign_count: "models.PositiveBigIntegerField[int, int]" = models.PositiveBigIntegerField(
        default=0
    )

    kind = "passkey"


class CodeApp(TOTPDevice):
    """An app that shows codes.

    What the row holds becomes the app's secret only together with a key that is not in the database, so
    that nobody who reads a copy of it can make codes. AUDIT_KEY is the one key that never changes.
    """

    kind = "app"

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        said = f"code app {self.key}".encode()
        return hmac.digest(settings.AUDIT_KEY.encode(), said, "sha256")[:20]

    @property
    def secret(self) -> str:
        """What is typed into an app that cannot read the picture, in groups of four."""
        from base64 import b32encode  # noqa: PLC0415

        text = b32encode(self.bin_key).decode()
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


class Link(models.Model):
    """A way in without password or device, for a first time or a lost device. Its address is not kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    hashed = models.CharField(max_length=64, unique=True)
    good_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"A link for {self.user}"


class Try(models.Model):
    """A sign-in by password that failed, or is being looked at. Erased after 30 days (PROMISES P5)."""

    at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True)
    place = models.CharField(
        max_length=50, help_text="the address, or the household's IPv6 network"
    )
    name = models.CharField(max_length=64, help_text="a keyed hash: now and then it is a password")
    counts = models.BooleanField(default=True, help_text="until somebody signs in from there")
    knew_password = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["place", "at"], name="try_place"),
            models.Index(fields=["name", "at"], name="try_name"),
        ]

    def __str__(self) -> str:
        return f"A try at {self.at:%Y-%m-%d %H:%M}"


def devices_of(user: Any) -> list[Any]:
    """All somebody can sign in with, oldest first; recovery codes are not among them."""
    found = [*Passkey.objects.filter(user=user), *CodeApp.objects.filter(user=user, confirmed=True)]
    return sorted(found, key=lambda device: (device.created_at, device.kind))
