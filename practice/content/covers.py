"""Cover art: drawn when a text is saved, kept as files, served as they are."""

import hashlib
import threading
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from practice.content import looks
from practice.content.addresses import Kind
from practice.content.models import Entry

DRAWN = (Kind.POST, Kind.GUIDE, Kind.SERVICE)
_ENDS = ("-day.svg", "-night.svg", ".png")


def folder() -> Path:
    return Path(settings.DATA_DIR) / "art"


def draw(entry: Entry) -> None:
    """Draw the cover by day and by night and the card other sites show, unless it is there already.

    Call it after the emotions are stored: they choose the colours, the slug the form.
    """
    if entry.kind not in DRAWN:
        return
    look, seed = looks.named(looks.current_name()), f"{entry.kind}/{entry.slug}"
    colours = [emotion.colour for emotion in entry.emotions.all()]
    art = _hand() + _digest("\n".join([seed, *colours, entry.title]))[:14]
    if not all((folder() / name).is_file() for name in _files(art)):
        day, night, card = (folder() / f"{art}{end}" for end in _ENDS)
        _keep(day, look.cover(seed, colours, night=False).encode())
        _keep(night, look.cover(seed, colours, night=True).encode())
        _keep(card, look.card(seed, colours, title=entry.title))
    if art != entry.art:
        entry.art = art
        Entry.objects.filter(pk=entry.pk).update(art=art)


def catch_up() -> int:
    """Draw what is missing or was drawn by another look or version; how many covers that were.

    Also sweeps away drawings that no text shows any more.
    """
    arts = dict(Entry.objects.filter(kind__in=DRAWN).values_list("pk", "art"))
    hand, kept = _hand(), _kept()
    stale = [pk for pk, art in arts.items() if not art.startswith(hand) or not _files(art) <= kept]
    for entry in Entry.objects.filter(pk__in=stale).with_marks():
        draw(entry)
    shown = Entry.objects.exclude(art="").values_list("art", flat=True)
    wanted = {name for art in shown for name in _files(art)}
    for name in _kept() - wanted:
        (folder() / name).unlink(missing_ok=True)
    return len(stale)


def draw_soon(entries: Iterable[int] | None = None) -> None:
    """After this transaction, without anyone waiting: draw these texts' covers, or all that are stale.

    Should the process end before it is done, `manage.py up` does the rest.
    """

    def work() -> None:
        try:
            if entries is None:
                catch_up()
            else:
                for entry in Entry.objects.filter(pk__in=entries).with_marks():
                    draw(entry)
        finally:
            connection.close()

    transaction.on_commit(lambda: threading.Thread(target=work, name="covers").start())


def _hand() -> str:
    """Who draws: every name begins with it, so that another look or version is told at a glance."""
    name = looks.current_name()
    return _digest(f"{name} {looks.named(name).VERSION}")[:6]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _files(art: str) -> set[str]:
    return {f"{art}{end}" for end in _ENDS}


def _kept() -> set[str]:
    return {path.name for path in folder().iterdir()} if folder().is_dir() else set()


def _keep(path: Path, data: bytes) -> None:
    """Written beside and moved, so that nobody is ever served half a drawing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f"{path.suffix}.part")
    beside.write_bytes(data)
    beside.replace(path)
