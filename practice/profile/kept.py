"""The profile as a small file beside the database, for when the database does not answer."""

import json
import logging
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from practice.profile.models import CrisisLine, Practice

log = logging.getLogger(__name__)

_LINE = ("label", "link", "description")


def keep() -> None:
    """Write the profile and its crisis lines as they are now; whole or not at all, for our eyes only.

    A disk without room is no reason to fail what was saved: the older file stays.
    """
    practice = Practice.load()
    lines = practice.crisis_lines.all() if practice.pk else CrisisLine.objects.none()
    kept = {
        "practice": {field.name: getattr(practice, field.name) for field in _fields()},
        "crisis_lines": [{name: getattr(line, name) for name in _LINE} for line in lines],
    }
    try:
        _write(_path(), json.dumps(kept, ensure_ascii=False, indent=1))
    except OSError:
        log.exception("the profile could not be kept in a file")


def keep_soon(**signal: Any) -> None:
    """Keep what was just saved or deleted, once that is committed."""
    transaction.on_commit(keep, robust=True)


def kept_practice() -> Practice:
    """The practice as it was kept; without a file that can be read one that knows only 988 and 911."""
    kept = _read().get("practice")
    if not isinstance(kept, dict):
        return Practice()
    known = {field.name: field for field in _fields()}
    right = {
        name: value
        for name, value in kept.items()
        if name in known and isinstance(value, type(known[name].get_default()))
    }
    return Practice(**right)


def kept_lines() -> list[CrisisLine]:
    """The crisis lines as they were kept; none without a file that can be read."""
    kept = _read().get("crisis_lines")
    lines = [line for line in kept if isinstance(line, dict)] if isinstance(kept, list) else []
    return [CrisisLine(**{name: str(line.get(name, "")) for name in _LINE}) for line in lines]


def _fields() -> "list[models.Field[Any, Any]]":
    return [
        field
        for field in Practice._meta.concrete_fields
        if not field.primary_key and not field.is_relation
    ]


def _path() -> Path:
    return Path(settings.DATA_DIR) / "profile.json"


def _read() -> dict[str, Any]:
    try:
        kept = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(path: Path, text: str) -> None:
    own = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        own.replace(path)
    finally:
        own.unlink(missing_ok=True)
