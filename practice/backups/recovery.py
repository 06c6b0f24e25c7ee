"""The recovery key: made on first start, printed by its owner, and all that a backup needs beside itself.

Its public half is in the database, so that every machine of the site seals for the same key; the whole
lies in DATA_DIR of the machine that made it, readable by its owner only.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from practice.archive import age
from practice.audit.log import record
from practice.backups.models import RecoveryKey

NAME = "recovery_key"


class Missing(Exception):
    """The key that is in force does not lie on this machine. Its text is one line for the owner."""


def in_force() -> RecoveryKey:
    """The key new backups are sealed for; the first one is made when there is none."""
    with transaction.atomic():
        found = RecoveryKey.objects.first()
    return found or _noted(public_here())


def public_here() -> str:
    """The public half of the key in the file; the first one is made, where no table can tell of another."""
    if not (key := _in_the_file()):
        key = age.new_key()
        keep(key)
    return age.public_half(key)


def make() -> RecoveryKey:
    """A new key, which is in force from now on. The file of the old one stays beside it."""
    key = age.new_key()
    with (
        transaction.atomic()
    ):  # the file last: it is of no use while the database names another key
        made = _noted(age.public_half(key))
        _put_aside()
        keep(key)
    return made


def _noted(public: str) -> RecoveryKey:
    with transaction.atomic():
        made = RecoveryKey.objects.create(public=public)
        record("recovery key made", actor="site")
    return made


def keep(key: str) -> None:
    """Write the key to its file, whole or not at all."""
    own = path().with_name(f".{NAME}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{key}\n")
        file.flush()
        os.fsync(file.fileno())
    own.replace(path())


def _put_aside() -> None:
    """Let the file of the key until now lie beside the next one."""
    if old := _in_the_file():
        try:
            named = age.public_half(old)[-8:]
        except age.BadKey:
            named = "unreadable"
        path().rename(path().with_name(f"{NAME}.{named}"))


def adopt(key: str) -> None:
    """From now on backups are sealed for this key, whose sheet somebody has just used."""
    if _in_the_file() != key:  # else a newer one, which newer backups need
        _put_aside()
        keep(key)
    public = age.public_half(key)
    newest = RecoveryKey.objects.first()
    if newest is None or newest.public != public:
        RecoveryKey.objects.filter(public=public).delete()
        RecoveryKey.objects.create(public=public)


def here() -> str:
    """The whole key that is in force. Raises Missing when it lies elsewhere."""
    public = in_force().public
    key = _in_the_file()
    if not key or age.public_half(key) != public:
        raise Missing(
            f"The recovery key does not lie in {path().parent}: print the sheet on the machine that made "
            "it, or make a new key with `manage.py recovery_sheet --new`."
        )
    return key


def shown(*, by: str) -> str:
    """The whole key, for a sheet; that it was shown is an event."""
    key = here()
    record("recovery sheet shown", actor=by)
    return key


def put_away(*, by: str) -> None:
    """Somebody says that the sheet is where it belongs."""
    with transaction.atomic():
        RecoveryKey.objects.filter(pk=in_force().pk).update(stored_at=timezone.now(), stored_by=by)
        record("recovery sheet put away", actor=by)


def _in_the_file() -> str:
    return path().read_text(encoding="ascii").strip() if path().exists() else ""


def path() -> Path:
    return Path(settings.DATA_DIR) / NAME
