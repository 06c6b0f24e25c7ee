"""Sealed text: what a visitor wrote, unreadable and unchangeable without the key ring.

Each value is encrypted with AES-256-GCM under the newest key and bound to its row and field, so that a
value moved to another row or field does not open. Kept as `1.<key id>.<base64 of nonce and ciphertext>`.
"""

import base64
import binascii
import logging
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

log = logging.getLogger(__name__)

_FORMAT = "1"
_NONCE_BYTES = 12  # NIST SP 800-38D, section 8.2
_KEY_BYTES = 32
_PADDED_TO = 32
_PADDING = b"\0"  # forms refuse it in what people write
_LONGEST_KEY_ID = 40  # what a row of SealingKey can hold

_PROOF = "This key opens what was sealed with it."

_CHANGED = "it was changed after it was sealed, or sealed with another key of the same name"
_NOT_SEALED = "it is not sealed, so this site did not write it"


class SealingError(Exception):
    """A key ring cannot be read, or a sealed value does not open: wrong key, changed byte, other row.

    `reason` says why in words for the practitioner, and quotes nothing of the value.
    """

    def __init__(self, text: str, reason: str = "") -> None:
        super().__init__(text)
        self.reason = reason or text


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
            named = key_id.isalnum() and len(key_id) <= _LONGEST_KEY_ID
            if not named or key_id in keys or len(key) != _KEY_BYTES:
                raise SealingError(
                    f"INQUIRY_KEYS: key number {number} must be id:base64 of {_KEY_BYTES} bytes, "
                    "each id once, letters and digits only."
                )
            keys[key_id] = AESGCM(key)
        if not keys:
            raise SealingError("INQUIRY_KEYS holds no key.")
        return cls(newest=next(iter(keys)), keys=keys)

    def seal(self, text: str, place: str, key_id: str = "") -> str:
        """Seal `text` for `place`, a name no other value has; under the newest key unless one is named."""
        key_id = key_id or self.newest
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.keys[key_id].encrypt(nonce, _padded(text.encode()), place.encode())
        return f"{_FORMAT}.{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, token: str, place: str) -> str:
        """The text sealed for `place`. Raises SealingError when it does not open."""
        key_id = key_id_of(token)
        if not key_id:
            raise _does_not_open(place, _NOT_SEALED)
        if key_id not in self.keys:
            raise _does_not_open(place, f"the key {key_id} it was sealed with is not at hand")
        try:
            data = _decoded(token.rpartition(".")[2])
            plain = self.keys[key_id].decrypt(
                data[:_NONCE_BYTES], data[_NONCE_BYTES:], place.encode()
            )
            return plain.rstrip(_PADDING).decode()
        except (ValueError, InvalidTag):
            raise _does_not_open(place, _CHANGED) from None

    def prove(self, key_id: str) -> str:
        """A known text sealed with this key, by which it can be told from another one of its name."""
        return self.seal(_PROOF, _proof_place(key_id), key_id)

    def fits(self, key_id: str, proof: str) -> bool:
        """Whether `proof` was made with the key this ring has by that name."""
        try:
            return key_id_of(proof) == key_id and bool(self.open(proof, _proof_place(key_id)))
        except SealingError:
            return False


def key_id_of(token: str) -> str:
    """The id of the key `token` was sealed with; empty for text that was never sealed."""
    form, _, rest = token.partition(".")
    key_id, dot, _ = rest.partition(".")
    sealed = form == _FORMAT and dot and key_id.isalnum() and len(key_id) <= _LONGEST_KEY_ID
    return key_id if sealed else ""


def head_of(key_id: str) -> str:
    """What every value sealed under this key begins with."""
    return f"{_FORMAT}.{key_id}."


def new_key(key_id: str) -> str:
    """A new key, as it is written in INQUIRY_KEYS."""
    return f"{key_id}:{base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()}"


def _proof_place(key_id: str) -> str:
    return f"intake.sealingkey:{key_id}:proof"


def _decoded(encoded: str) -> bytes:
    data = base64.urlsafe_b64decode(encoded)
    # The decoder passes over strange characters and spare bits: a changed byte that would go unnoticed.
    if base64.urlsafe_b64encode(data).decode() != encoded:
        raise ValueError
    return data


def _padded(plain: bytes) -> bytes:
    """Filled up with what no text holds, so that the length does not tell “me” from “couple”."""
    return plain.ljust(-(-len(plain) // _PADDED_TO) * _PADDED_TO, _PADDING)


def _does_not_open(place: str, reason: str) -> SealingError:
    return SealingError(f"The sealed value at {place} does not open.", reason)


class _Held(NamedTuple):
    """A ring read from a file, and what the file looked like then."""

    stamp: tuple[int, ...]
    ring: KeyRing


_held: dict[Path, _Held] = {}


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return KeyRing.parse(text)


def key_ring(*, anew: bool = False) -> KeyRing:
    """The ring as it is now.

    A ring that lies in a file is read again as soon as the file has changed, or when asked to, so that
    running processes know the keys of a rotation without a restart.
    """
    path = settings.INQUIRY_KEYS_PATH
    if path is None:
        return _parsed(settings.INQUIRY_KEYS)
    held = _held.get(path)
    stamp = _stamp_of(path)
    if held is None or anew or stamp not in ((), held.stamp):
        held = _held[path] = _Held(stamp, _read(path, held.ring if held else None))
    return held.ring


def _stamp_of(path: Path) -> tuple[int, ...]:
    try:
        now = path.stat()
    except OSError:
        return ()
    return (now.st_ino, now.st_mtime_ns, now.st_size)


def _read(path: Path, known: KeyRing | None) -> KeyRing:
    """The ring in the file. One that was broken under a running site does not replace the one `known`."""
    try:
        ring = KeyRing.parse(path.read_text(encoding="ascii"))
        if known is None or not wrong_keys(ring):
            return ring
        problem = "it holds another key by a known name"
    except (OSError, UnicodeDecodeError) as error:
        if known is None:
            raise SealingError(f"INQUIRY_KEYS cannot be read: {path}") from error
        problem = "it cannot be read"
    except SealingError:
        if known is None:
            raise
        problem = "a key in it cannot be read"
    log.error("the file of INQUIRY_KEYS changed and is not used: %s", problem)
    return known


def wrong_keys(ring: KeyRing) -> list[str]:
    """The ids of keys that do not fit the proofs kept of them, when each was first used here."""
    kept = apps.get_model("intake", "SealingKey")._base_manager.filter(key_id__in=ring.keys)
    return [key.key_id for key in kept if not ring.fits(key.key_id, key.proof)]


def open_sealed(token: str, place: str) -> str:
    """Open with the ring of the settings. Raises SealingError when it does not open."""
    ring = key_ring()
    if key_id_of(token) not in ring.keys:
        ring = key_ring(anew=True)
    return ring.open(token, place)


class Sealed(str):
    """Text as it lies in the database, not opened."""

    __slots__ = ()


class _SealedAttribute(DeferredAttribute):
    """Opens on reading; `instance.name` is plain text, whether just given or loaded."""

    field: "SealedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            return open_sealed(value, self.field.place_of(instance))
        # A field that is younger than its row: nothing was written there.
        return "" if value is None else value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """A text sealed at rest. Its row's primary key must be known before it is saved, as a UUID is."""

    descriptor_class = _SealedAttribute

    def place_of(self, instance: models.Model) -> str:
        # The model that has the field, so that a proxy of it names the same place.
        return f"{self.model._meta.label_lower}:{instance.pk}:{self.attname}"

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
            # A migration, too: the rows there are each need a seal of their own.
            raise TypeError(
                f"{self.name} can only be written by saving its row. "
                "In a migration, add it with null=True and without a default (docs/howto.md)."
            )
        return super().get_db_prep_save(value, connection)

    def value_from_object(self, obj: models.Model) -> Any:
        """For serializers: the value stays sealed in whatever they write."""
        return obj.__dict__.get(self.attname)


def opened_or_reason(instance: models.Model, name: str) -> tuple[str, str]:
    """The text of a sealed field and an empty reason; or no text and a line that says why not.

    For pages that must show everything else of a row, and of a list, when one value does not open.
    """
    try:
        return getattr(instance, name), ""
    except SealingError as problem:
        return "", f"This cannot be opened: {problem.reason}."
