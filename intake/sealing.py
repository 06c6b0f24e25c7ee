"""Sealed text: what a visitor wrote, unreadable and unchangeable without the key ring.

Each value is encrypted with AES-256-GCM under the newest key and bound to its row and field, so that a
value moved to another row or field does not open. Kept as `1.<key id>.<base64 of nonce and ciphertext>`.
"""

import base64
import binascii
import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

_FORMAT = "1"
_NONCE_BYTES = 12  # NIST SP 800-38D, section 8.2
_KEY_BYTES = 32


class SealingError(Exception):
    """A key ring cannot be read, or a sealed value does not open: wrong key, changed byte, other row."""


@dataclass(frozen=True)
class KeyRing:
    """Keys by id; the first one named seals, all of them open."""

    newest: str
    keys: dict[str, AESGCM]

    @classmethod
    def parse(cls, text: str) -> Self:
        """A ring from `id:base64,id:base64`, newest first. Raises SealingError without quoting a key."""
        keys: dict[str, AESGCM] = {}
        for number, part in enumerate((p.strip() for p in text.split(",") if p.strip()), start=1):
            key_id, _, encoded = part.partition(":")
            try:
                key = base64.urlsafe_b64decode(encoded.encode("ascii"))
            except (binascii.Error, UnicodeEncodeError):
                key = b""
            if not key_id.isalnum() or key_id in keys or len(key) != _KEY_BYTES:
                raise SealingError(
                    f"INQUIRY_KEYS: key number {number} must be id:base64 of {_KEY_BYTES} bytes, "
                    "each id once, letters and digits only."
                )
            keys[key_id] = AESGCM(key)
        if not keys:
            raise SealingError("INQUIRY_KEYS holds no key.")
        return cls(newest=next(iter(keys)), keys=keys)

    def seal(self, text: str, place: str) -> str:
        """Seal `text` for `place`, a name no other value has."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.keys[self.newest].encrypt(nonce, text.encode(), place.encode())
        return f"{_FORMAT}.{self.newest}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, token: str, place: str) -> str:
        """The text sealed for `place`. Raises SealingError when it does not open."""
        try:
            form, key_id, encoded = token.split(".")
            data = base64.urlsafe_b64decode(encoded)
            if form != _FORMAT:
                raise ValueError
            plain = self.keys[key_id].decrypt(
                data[:_NONCE_BYTES], data[_NONCE_BYTES:], place.encode()
            )
            return plain.decode()
        except (ValueError, KeyError, InvalidTag):
            raise SealingError(f"The sealed value at {place} does not open.") from None


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return KeyRing.parse(text)


def key_ring() -> KeyRing:
    """The ring of the settings."""
    return _parsed(settings.INQUIRY_KEYS)


class Sealed(str):
    """Text as it lies in the database, not opened."""

    __slots__ = ()


class _SealedAttribute(DeferredAttribute):
    """Opens on reading; `instance.name` is plain text, whether just given or loaded."""

    field: "SealedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            return key_ring().open(value, self.field.place_of(instance))
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """A text sealed at rest. Its row's primary key must be known before it is saved, as a UUID is."""

    descriptor_class = _SealedAttribute

    def place_of(self, instance: models.Model) -> str:
        return f"{instance._meta.label_lower}:{instance.pk}:{self.attname}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__[self.attname]
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(key_ring().seal(value, self.place_of(model_instance)))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is not None and not isinstance(value, Sealed):
            # update() and bulk writes go round pre_save; what they bring would be kept in clear.
            raise TypeError(f"{self.name} can only be written by saving its row.")
        return super().get_db_prep_save(value, connection)

    def value_from_object(self, obj: models.Model) -> Any:
        """For serializers: the value stays sealed in whatever they write."""
        return obj.__dict__.get(self.attname)
