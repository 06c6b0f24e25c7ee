"""Cover art: drawn when a text is saved, kept as files, served as they are."""

import fcntl
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from practice.content import kept_files, looks
from practice.content.addresses import Kind
from practice.content.models import Entry

DRAWN = (Kind.POST, Kind.GUIDE, Kind.SERVICE)
_DAY, _NIGHT, _CARD = "-day.svg", "-night.svg", ".png"
_DUE, _DRAWN_BY = "due", "drawn-by"


def folder() -> Path:
    return Path(settings.DATA_DIR) / "art"


def draw(entry: Entry) -> None:
    """Draw a text's cover by day and by night, unless it is there already; some milliseconds.

    Call it after the emotions are stored: they choose the colours, the slug the form.
    """
    if entry.kind not in DRAWN:
        return
    name, look, colours = _name(entry), looks.current(), _colours(entry)
    for end, night in ((_DAY, False), (_NIGHT, True)):
        if not (folder() / f"{name}{end}").is_file():
            cover = look.cover(_seed(entry), colours, night=night)
            kept_files.keep(folder() / f"{name}{end}", cover.encode())
    if name != entry.art:
        entry.art = name
        Entry.objects.filter(pk=entry.pk).update(art=name)


def draw_once_saved(entry: Entry) -> None:
    """After this transaction: nobody else's write waits for a drawing, and a full disk costs no text."""
    transaction.on_commit(lambda: draw(entry), robust=True)


def draw_soon() -> None:
    """After this transaction let another process catch up; should it fail, the next `up` does."""
    transaction.on_commit(_mark_as_due, robust=True)
    transaction.on_commit(_start_drawing, robust=True)


def drawing(request: HttpRequest, name: str) -> HttpResponse:
    """The file of a drawing. A card shows the title of its text, so it is there while that is public;
    a cover shows only colours, and a preview needs it earlier."""
    if name.endswith(_CARD):
        text = Entry.objects.published().filter(art=name.removesuffix(_CARD))
        if not text.exists():
            raise Http404("There is no such picture.")
    return kept_files.kept_file(request, folder(), name)


def is_due() -> bool:
    """Whether somebody should catch up: it was asked for, or another look or version drew last."""
    drawn = folder() / _DRAWN_BY
    return (folder() / _DUE).exists() or not drawn.is_file() or drawn.read_text() != _hand()


def catch_up() -> int:
    """Draw every cover and card that is missing or no longer fits its text; how many texts that were.

    A card takes a quarter of a second, so this is no work for a web process: see `draw_soon()`.
    Also sweeps away drawings that no text has shown for a day.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (folder() / _DUE).unlink(missing_ok=True)  # whoever asks from now on asks for the next time
        entries = Entry.objects.filter(kind__in=DRAWN).defer("body", "html", "plain").with_marks()
        stale = [entry for entry in entries.iterator(chunk_size=500) if not _fits(entry)]
        for entry in stale:
            draw(entry)
            if not (path := folder() / f"{entry.art}{_CARD}").is_file():
                card = looks.current().card(_seed(entry), _colours(entry), title=entry.title)
                kept_files.keep(path, card)
        shown = Entry.objects.exclude(art="").values_list("art", flat=True)
        used = {f"{art}{end}" for art in shown for end in (_DAY, _NIGHT, _CARD)}
        kept_files.sweep(folder(), used | {"lock", _DUE, _DRAWN_BY})
        (folder() / _DRAWN_BY).write_text(_hand())
    return len(stale)


def _mark_as_due() -> None:
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / _DUE).touch()


def _start_drawing() -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "draw_covers"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603


def _fits(entry: Entry) -> bool:
    files = (folder() / f"{entry.art}{end}" for end in (_DAY, _NIGHT, _CARD))
    return entry.art == _name(entry) and all(path.is_file() for path in files)


def _name(entry: Entry) -> str:
    """What its files are called: everything they show goes in, and nobody can guess a draft's."""
    parts = [_hand(), _seed(entry), *_colours(entry), entry.title]
    return salted_hmac("covers", "\n".join(parts), algorithm="sha256").hexdigest()[:20]


def _hand() -> str:
    return f"{looks.current_name()} {looks.current().VERSION}"


def _seed(entry: Entry) -> str:
    return entry.drawn_from or f"{entry.kind}/{entry.slug}"


def _colours(entry: Entry) -> list[str]:
    return [emotion.colour for emotion in entry.emotions.all()]
