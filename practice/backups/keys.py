"""The keys that a backup carries, and how they come back to where the site looks for them."""

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from django.conf import settings

from practice import env

_BEGAN = time.time() - 60  # what is older was here before this process

INQUIRY, AUDIT, SECRET = "INQUIRY_KEYS", "AUDIT_KEY", "SECRET_KEY"


class Differ(Exception):
    """The environment gives other keys than the backup's. Its text is one line for the owner."""


@dataclass(frozen=True)
class Keys:
    """`ring` is written as in INQUIRY_KEYS; `secret` is empty when it never lay in DATA_DIR."""

    ring: str
    audit: str
    secret: str = ""

    @classmethod
    def read(cls) -> Self:
        """Those of this moment: a rotation may have changed the ring since this process began."""
        path = settings.INQUIRY_KEYS_PATH
        ring = path.read_text(encoding="ascii").strip() if path else settings.INQUIRY_KEYS
        kept = _is_ours(env.secret_path(SECRET, settings.DATA_DIR))
        return cls(ring, settings.AUDIT_KEY, settings.SECRET_KEY if kept else "")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        said = json.loads(data)
        return cls(said[INQUIRY], said[AUDIT], said.get(SECRET, ""))

    def written(self) -> bytes:
        named = {INQUIRY: self.ring, AUDIT: self.audit, SECRET: self.secret}
        return json.dumps({name: value for name, value in named.items() if value}).encode()

    def and_those(self, later: Self) -> Self:
        """The later ring, and behind it what only the earlier one held."""
        more = [part for part in _parts(self.ring) if part not in _parts(later.ring)]
        return replace(later, ring=",".join([*_parts(later.ring), *more]))


def refuse_others(keys: Keys) -> None:
    """Raises Differ when the environment gives keys that do not open what the backup holds."""
    wrong = []
    if _given(INQUIRY) and set(_parts(keys.ring)) - set(_parts(settings.INQUIRY_KEYS)):
        wrong.append(INQUIRY)
    if _given(AUDIT) and keys.audit != settings.AUDIT_KEY:
        wrong.append(AUDIT)
    if wrong:
        raise Differ(
            f"{' and '.join(wrong)} in the environment differ from the backup's: put the backup's there "
            "(`manage.py restore --keys-only DIR FILE` writes them into files), or take them out; the "
            "restored keys then lie in DATA_DIR. Nothing was changed."
        )


def put_back(keys: Keys) -> list[str]:
    """Put the keys where the site reads them, and let this process use them; a line on each to be told."""
    said = []
    for name, value in ((INQUIRY, keys.ring), (AUDIT, keys.audit), (SECRET, keys.secret)):
        if _given(name):
            said.append(f"{name}: the environment's is used.")
        elif value:
            said += _put(env.secret_path(name, settings.DATA_DIR), value)
            setattr(settings, name, value)  # this process began with others
    return said


def write(keys: Keys, folder: Path) -> None:
    """Each key in a file of its own, for whoever hands them to the site otherwise."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, value in ((INQUIRY, keys.ring), (AUDIT, keys.audit), (SECRET, keys.secret)):
        if value:
            path = folder / name.lower()
            path.touch(mode=0o600, exist_ok=False)
            env.replace_secret(path, value)


def _put(path: Path | None, value: str) -> list[str]:
    if path is None or (was := path.read_text(encoding="ascii").strip()) == value:
        return []
    said = []
    former = path.with_name(f"{path.name}.before-restore")
    if path.stat().st_mtime < _BEGAN and not former.exists():  # not one that settings made just now
        former.touch(mode=0o600)
        env.replace_secret(former, was)
        said.append(f"{path.name}: the one that lay here is kept as {former.name}.")
    env.replace_secret(path, value)
    path.chmod(0o600)
    return said


def _given(name: str) -> bool:
    """Whether the key comes from somewhere else than DATA_DIR."""
    return not _is_ours(env.secret_path(name, settings.DATA_DIR))


def _is_ours(path: Path | None) -> bool:
    return path is not None and path.resolve().is_relative_to(Path(settings.DATA_DIR).resolve())


def _parts(ring: str) -> list[str]:
    return [part.strip() for part in ring.split(",") if part.strip()]
