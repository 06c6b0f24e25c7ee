"""From an uploaded file to the files pages show, made by a child process; or a sentence saying why not."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from practice.content.images import files, limits

_CHILD = Path(__file__).with_name("child.py")
_ONE_AT_A_TIME = threading.Lock()  # each may take hundreds of megabytes

REASONS = {
    "empty": "This file is empty. If the picture still lies in a cloud, download it first, then "
    "choose it again.",
    "text": "This is not a picture, whatever its name says. Choose a photo or drawing saved as JPEG, "
    "PNG, WebP, AVIF or GIF.",
    "drawing": "This is an SVG drawing, and such a file can carry a program. Save the drawing as a "
    "PNG and choose that.",
    "heic": "This is an iPhone photo in the HEIC format, which many browsers cannot show. Save or "
    "send it as JPEG; an iPhone takes JPEGs after Settings › Camera › Formats › Most Compatible.",
    "format": "Browsers cannot show this kind of picture. Open it, save it as JPEG or PNG, and "
    "choose that.",
    "document": "This is a PDF document. Save the page you want to show as a PNG or JPEG and "
    "choose that.",
    "film": "This is a film. Pages here show still pictures: save one frame of it as a JPEG and "
    "choose that.",
    "moves": "This picture moves, and pages here keep still for readers whom movement disturbs. Save "
    "one frame of it as a PNG and choose that.",
    "pixels": "This picture has more than 60 million points. Make it smaller (4000 across are "
    "plenty) and choose it again.",
    "bytes": "This file is larger than 40 megabytes. Save it smaller, as a JPEG, and choose it again.",
    "damaged": "This picture is damaged, or part of it is missing. Open it, save it again, and "
    "choose the new file.",
    "full": "There is no room left on this machine's disk, so nothing was kept. Whoever looks after "
    "the machine can make room.",
    "heavy": "This picture took more time or memory than there is here. Make it smaller (4000 "
    "points across are plenty) and choose it again.",
}


class Refused(Exception):
    """A file is not taken; its text is a sentence for whoever chose it."""


@dataclass(frozen=True)
class Prepared:
    """A picture whose files are in place: what names them, the widest one's size, all widths."""

    digest: str
    width: int
    height: int
    widths: list[int]


def prepare(file: IO[bytes], *, kept: bool = False) -> Prepared:
    """Make the kept original and the widths of the picture in `file`, which must be a file on disk.

    `kept` says that it is a kept original already: it is looked at as any other and stays as it is, byte
    for byte.

    Takes up to some seconds, so never call it while a visitor waits or inside a transaction.
    Raises Refused.
    """
    # What was forgotten on its way in is known by its size, which stayed.
    file.flush()
    arrived = os.fstat(file.fileno()).st_size
    sent = max(arrived, getattr(file, "size", None) or 0)
    if sent > limits.MAX_BYTES:
        raise Refused(REASONS["bytes"])
    if arrived < sent:
        raise Refused(REASONS["full"])
    try:
        with _ONE_AT_A_TIME:
            return _prepared(file, kept)
    except OSError:
        raise Refused(REASONS["full"]) from None


def _prepared(file: IO[bytes], kept: bool) -> Prepared:
    with tempfile.TemporaryDirectory(dir=files.workshop(), prefix="making-") as made:
        answer = run_child(file, Path(made))
        if code := answer.get("refused"):
            raise Refused(REASONS[code])
        widths = answer["widths"]
        if kept:
            file.seek(0)
            (Path(made) / f"kept.{answer['suffix']}").write_bytes(file.read())
        digest = files.take_in(Path(made), answer["suffix"], widths)
    return Prepared(digest, answer["width"], answer["height"], widths)


def run_child(file: IO[bytes], made: Path) -> dict[str, Any]:
    """The child's answer about the picture in `file`; what it makes lies in `made`."""
    file.flush()
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    most = {
        "pixels": limits.MAX_PIXELS,
        "widths": limits.WIDTHS,
        "side": limits.KEPT_SIDE,
        "seconds": limits.SECONDS,
        "memory": limits.MEMORY,
    }
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and program
            [sys.executable, "-I", str(_CHILD), json.dumps(most)],
            stdin=file.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=made,
            env=_environment(),
            timeout=limits.SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        # Stopped by the clock or by the machine: a limit of the child's own it reports itself.
        return {"refused": "heavy"}
    return json.loads(done.stdout)


def _environment() -> dict[str, str]:
    """Nothing of ours: the secrets of the site are in its environment."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
