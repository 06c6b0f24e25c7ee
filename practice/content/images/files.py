"""Where prepared pictures lie. Only the made widths are served; the kept original stays in the folder."""

import os
import re
import shutil
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from practice.content.kept_files import older

_NAME = re.compile(r"([0-9a-f]{20})[.-]")


def folder() -> Path:
    """What is kept, made when it is not there."""
    return _made("media")


def workshop() -> Path:
    """Where uploads and half-made files lie for as long as a request takes."""
    return _made("uploads")


def _made(name: str) -> Path:
    path = Path(settings.DATA_DIR) / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def take_in(made: Path, suffix: str, widths: Iterable[int]) -> str:
    """Move what the child wrote in `made` to the folder; its digest, which names the files from now on."""
    kept = made / f"kept.{suffix}"
    digest = blake2b(kept.read_bytes(), digest_size=10).hexdigest()
    ends = {f"{width}.{kind}": f"-{width}.{kind}" for width in widths for kind in ("avif", "webp")}
    for name, end in (ends | {kept.name: f".{suffix}"}).items():
        # On the disk before it has its name: a photograph cannot be drawn again as a cover can.
        with (made / name).open("rb") as file:
            os.fsync(file.fileno())
        (made / name).replace(folder() / f"{digest}{end}")
    return digest


def are_there(digest: str, widths: Iterable[int]) -> bool:
    """Whether every file a page would ask for is there."""
    names = [f"{digest}-{width}.{kind}" for width in widths for kind in ("avif", "webp")]
    return all((folder() / name).is_file() for name in names)


def sweep(used: set[str], gone: str = "") -> None:
    """Remove the files of `gone`, and those that waited a day for a form that never came."""
    if gone and gone not in used:
        for path in folder().glob(f"{gone}[.-]*"):
            path.unlink(missing_ok=True)
    for path in older(folder()):
        name = _NAME.match(path.name)
        if not name or name[1] not in used:
            path.unlink(missing_ok=True)
    for path in older(workshop()):  # left by a machine that stopped in the middle
        shutil.rmtree(path, ignore_errors=True)
