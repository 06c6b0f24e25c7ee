"""Cover art: drawn when a text is saved, kept as files, served as they are."""

import hashlib
from pathlib import Path

from django.conf import settings

from practice.content import looks
from practice.content.addresses import Kind
from practice.content.models import Entry

DRAWN = (Kind.POST, Kind.GUIDE, Kind.SERVICE)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "art"


def draw(entry: Entry) -> None:
    """Draw the cover by day and by night and the card other sites show, unless it is there already.

    Call it after the emotions are stored: they choose the colours, the slug the form.
    """
    if entry.kind not in DRAWN:
        return
    name, colours = looks.current_name(), [emotion.colour for emotion in entry.emotions.all()]
    look = looks.named(name)
    seed = f"{entry.kind}/{entry.slug}"
    parts = "\n".join([name, str(look.VERSION), seed, *colours, entry.title])
    art = hashlib.blake2b(parts.encode(), digest_size=10).hexdigest()
    if not _complete(art):
        folder().mkdir(parents=True, exist_ok=True)
        for night in (False, True):
            _keep(_files(art)[night], look.cover(seed, colours, night=night).encode())
        _keep(_files(art)[2], look.card(seed, colours, title=entry.title))
    if art != entry.art:
        entry.art = art
        Entry.objects.filter(pk=entry.pk).update(art=art)


def catch_up() -> int:
    """Draw what is missing or was drawn by another look or version; how many texts were looked at.

    Also sweeps away drawings that no text shows any more.
    """
    entries = Entry.objects.filter(kind__in=DRAWN).with_marks()
    for entry in entries.iterator(chunk_size=200):
        draw(entry)
    shown = set(Entry.objects.exclude(art="").values_list("art", flat=True))
    kept = {path for art in shown for path in _files(art)}
    if folder().is_dir():
        for path in set(folder().iterdir()) - kept:
            path.unlink(missing_ok=True)
    return len(shown)


def _files(art: str) -> tuple[Path, Path, Path]:
    return tuple(folder() / f"{art}{end}" for end in ("-day.svg", "-night.svg", ".png"))  # type: ignore[return-value]


def _complete(art: str) -> bool:
    return all(path.is_file() for path in _files(art))


def _keep(path: Path, data: bytes) -> None:
    """Written beside and moved, so that nobody is ever served half a drawing."""
    beside = path.with_suffix(f"{path.suffix}.part")
    beside.write_bytes(data)
    beside.replace(path)
