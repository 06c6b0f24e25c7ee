"""Cover art: drawn when a text is saved, kept as files, served as they are."""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import transaction

from practice.content import looks
from practice.content.addresses import Kind
from practice.content.models import Entry, EntryQuerySet

DRAWN = (Kind.POST, Kind.GUIDE, Kind.SERVICE)
_DAY, _NIGHT, _CARD = "-day.svg", "-night.svg", ".png"


def folder() -> Path:
    return Path(settings.DATA_DIR) / "art"


def draw(entry: Entry) -> None:
    """Draw a text's cover by day and by night, unless it is there already; some milliseconds.

    Call it after the emotions are stored: they choose the colours, the slug the form.
    """
    if entry.kind not in DRAWN:
        return
    look, seed, colours = _look(), _seed(entry), _colours(entry)
    art = _hand() + _digest("\n".join([seed, *colours, entry.title]))[:14]
    for end, night in ((_DAY, False), (_NIGHT, True)):
        if not (folder() / f"{art}{end}").is_file():
            _keep(f"{art}{end}", look.cover(seed, colours, night=night).encode())
    if art != entry.art:
        entry.art = art
        Entry.objects.filter(pk=entry.pk).update(art=art)


def draw_once_saved(entry: Entry) -> None:
    """After this transaction: nobody else's write waits for a drawing, and a full disk costs no text."""
    transaction.on_commit(lambda: draw(entry), robust=True)


def forget(entries: EntryQuerySet) -> None:
    """Forget these texts' covers, because their colours changed; `draw_soon()` draws new ones."""
    entries.update(art="")


def is_stale() -> bool:
    """Whether something is missing, or was drawn by another look or version."""
    return bool(_stale())


def catch_up() -> int:
    """Draw every cover and card that is missing or stale; how many texts that were.

    A card takes a quarter of a second, so this is no work for a web process: see `draw_soon()`.
    Also sweeps away drawings that no text shows any more.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stale = _stale()
        for entry in Entry.objects.filter(pk__in=stale).with_marks():
            draw(entry)
            card = _look().card(_seed(entry), _colours(entry), title=entry.title)
            _keep(f"{entry.art}{_CARD}", card)
        _sweep()
    return len(stale)


def draw_soon() -> None:
    """After this transaction let another process catch up; should it fail, the next `up` does."""
    transaction.on_commit(_start_drawing, robust=True)


def _start_drawing() -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "draw_covers"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603


def _stale() -> list[int]:
    arts = dict(Entry.objects.filter(kind__in=DRAWN).values_list("pk", "art"))
    hand, kept = _hand(), _kept()
    return [pk for pk, art in arts.items() if not art.startswith(hand) or not _files(art) <= kept]


def _sweep() -> None:
    shown = Entry.objects.exclude(art="").values_list("art", flat=True)
    wanted = {name for art in shown for name in _files(art)} | {"lock"}
    for name in _kept() - wanted:
        (folder() / name).unlink(missing_ok=True)


def _look() -> looks.Look:
    return looks.named(looks.current_name())


def _hand() -> str:
    """Who draws: every name begins with it, so that another look or version is told at a glance."""
    return _digest(f"{looks.current_name()} {_look().VERSION}")[:6]


def _seed(entry: Entry) -> str:
    return f"{entry.kind}/{entry.slug}"


def _colours(entry: Entry) -> list[str]:
    return [emotion.colour for emotion in entry.emotions.all()]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _files(art: str) -> set[str]:
    return {f"{art}{end}" for end in (_DAY, _NIGHT, _CARD)}


def _kept() -> set[str]:
    return {path.name for path in folder().iterdir()} if folder().is_dir() else set()


def _keep(name: str, data: bytes) -> None:
    """Written beside and moved, so that nobody is ever served half a drawing."""
    folder().mkdir(parents=True, exist_ok=True)
    beside = folder() / f"{name}.part"
    beside.write_bytes(data)
    beside.replace(folder() / name)
