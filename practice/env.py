"""Settings from the environment, typed; a wrong one is named, with how to mend it.

A name is looked up in the process's environment, then in a `.env` file beside manage.py; a secret may
instead stand in a file of its own, named by NAME_FILE (how containers and systemd hand secrets over).
"""

import errno
import os
import re
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from dotenv import dotenv_values

from practice import machine

_HERE = Path(__file__).resolve().parent
# What stands beside this package: templates, static files, manage.py. In an installed wheel it lies within.
INSTALLED = (_HERE / "house").is_dir()
BASE_DIR = _HERE / "house" if INSTALLED else _HERE.parent

FULL = {errno.ENOSPC, errno.EDQUOT}  # no room on the disk, or none left for this user


class Misconfigured(Exception):
    """A setting is missing or wrong. Its text is one line for the person who runs the site."""


def _variables() -> dict[str, str]:
    from_file = dotenv_values(BASE_DIR / ".env") if (BASE_DIR / ".env").is_file() else {}
    return {name: value for name, value in {**from_file, **os.environ}.items() if value is not None}


_values = _variables()


def text(name: str, default: str = "") -> str:
    """The setting's text, stripped; from the file NAME_FILE names when NAME itself is not set."""
    if value := _values.get(name, "").strip():
        return value
    path = _values.get(f"{name}_FILE", "").strip()
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise Misconfigured(f"{name}_FILE names {path}, which cannot be read: {problem}") from None


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off; anything else is refused."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if not value:
        return default
    raise Misconfigured(f"{name} is {value!r}: write on or off.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal():
        raise Misconfigured(f"{name} is {value!r}: write a whole number.")
    return int(value)


def web_processes() -> int:
    """How many serve the site: what WEB_WORKERS says, else what the machine has room for."""
    return number("WEB_WORKERS", 0) or machine.processes()


def mail_address(name: str, default: str) -> str:
    """One mail address, alone or as `Name <a@b.example>`."""
    value = text(name, default)
    # A second one would stand in the letter and get none: mail goes to one recipient.
    if not re.fullmatch(r"[^<>@,;]*<[^\s@<>,;]+@[^\s@<>,;]+>|[^\s@<>,;]+@[^\s@<>,;]+", value):
        raise Misconfigured(
            f"{name} is {value!r}: write one mail address, such as me@mail.example."
        )
    return value


def listed(name: str, default: str = "") -> list[str]:
    """The parts of a comma list, without empty ones."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in choices:
        raise Misconfigured(f"{name} is {value!r}: write one of {', '.join(choices)}.")
    return value


def data_dir() -> Path:
    """The folder everything the site keeps lives in; made when it is not there.

    Raises Misconfigured when it cannot be written, because every later error would be less clear.
    """
    if INSTALLED and not text("DATA_DIR"):
        raise Misconfigured(
            "DATA_DIR is missing: name the folder that the site may keep things in."
        )
    path = Path(text("DATA_DIR") or BASE_DIR / "var").resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".write-probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        if problem.errno in FULL and path.is_dir():
            return path  # a worker that starts meanwhile must be able to say so to visitors
        raise Misconfigured(
            f"DATA_DIR is {path}, which cannot be written: {problem.strerror}. "
            "Make it writable for this user, or set DATA_DIR to another folder."
        ) from None
    return path


def kept_secret(name: str, folder: Path, make: Callable[[], str]) -> str:
    """The secret NAME; for a first look one is made and kept in `folder`, readable by its owner only.

    Two processes starting at once end up with the same secret: the file appears whole or not at all.
    """
    if value := text(name):
        return value
    path = folder / name.lower()
    if not path.exists():
        _write_once(path, make())
    return path.read_text(encoding="ascii").strip()


def secret_path(name: str, folder: Path) -> Path | None:
    """The file `kept_secret` reads NAME from; None when it stands in the environment itself."""
    if _values.get(name, "").strip():
        return None
    named = _values.get(f"{name}_FILE", "").strip()
    return Path(named) if named else folder / name.lower()


def replace_secret(path: Path, value: str) -> None:
    """Put `value` in the place of what the file holds, whole or not at all, on disk when this returns.

    Its owner and mode stay. Raises OSError when this user may not do that; nothing is changed then.
    """
    path = path.resolve()
    before = path.stat()
    own = path.with_name(f".{path.name}.new")
    own.unlink(missing_ok=True)  # left by a process that was killed
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        own.replace(path)
    except OSError:
        own.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_once(path: Path, value: str) -> None:
    own = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()
