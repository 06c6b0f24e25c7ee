"""All content, written as a Jekyll site: content knows the rows, archive the files, this what goes where."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from django.utils import timezone

from practice.archive import jekyll_site, jekyll_texts
from practice.archive.active import active
from practice.archive.documents import Document
from practice.archive.whole import Folder
from practice.content.images import files
from practice.content.models import Emotion, Entry, Image, Tag
from practice.profile.models import Practice

CHUNK = 500
_SHOWN_NOWHERE = (
    "{} is in the text. This site leaves it out; another may run it. The layouts here forbid that."
)
# In the profile, and no fact of the practice: its row, its picture (told by name), what is made from others.
NOT_A_FACT = frozenset({"id", "portrait", "crisis_html"})
OF_A_CRISIS_LINE = ("label", "link", "description", "order")

Watched = Callable[[Iterable[Entry], int], Iterable[Entry]]


class Lost(Exception):
    """A picture's file is not where it should be; `str()` names them all."""


def export(
    folder: Folder, watched: Watched = lambda entries, total: entries
) -> tuple[dict[str, int], list[str]]:
    """Put everything into `folder`; how many of what, and a line on each text to look at.

    `watched` sees every text pass by. Raises Lost.
    """
    practice, zone, now = Practice.objects.first(), Practice.load().zone, timezone.now()
    images = {image: _kept(image) for image in Image.objects.order_by("name")}
    if lost := [image.name for image, kept in images.items() if kept is None]:
        raise Lost(", ".join(lost))
    files_of = {image.name: f"{image.name}{kept.suffix}" for image, kept in images.items() if kept}
    said = {image.name: (files_of[image.name], image.alt, image.caption) for image in images}
    plan, remarks = _plan(zone, now), []
    for entry in watched(_entries(), len(plan)):
        if (path := plan.get(entry.pk)) is None:  # written a moment ago
            continue
        waits = _waits(entry.status, entry.publish_at, now)
        document = _document(entry)
        text = jekyll_texts.written(document, path, scheduled=waits, zone=zone, images=said)
        folder.put(path, text)
        if found := active(entry.body):
            remarks.append(f"{path}: {_SHOWN_NOWHERE.format(found)}")
    _put_images(folder, images, files_of)
    for name, rows in _tables(practice, files_of):
        folder.put(f"_data/{name}.json", json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    _put_site(folder, practice or Practice())
    return {"texts": len(plan), "images": len(images)}, remarks


def _put_site(folder: Folder, facts: Practice) -> None:
    settings = {"title": facts.name, "description": facts.strapline, "zone": facts.time_zone}
    for path, text in jekyll_site.files(**settings):
        folder.put(path, text)


def _put_images(folder: Folder, images: dict[Image, Path | None], files_of: dict[str, str]) -> None:
    for image, kept in images.items():
        if kept:
            folder.put(f"{jekyll_texts.IMAGES}/{files_of[image.name]}", kept.read_bytes())


def _entries() -> Iterator[Entry]:
    lean = Entry.objects.defer("html", "plain", "contents").with_marks()
    rows = lean.prefetch_related("old_addresses").order_by("pk")
    return rows.iterator(chunk_size=CHUNK)


def _plan(zone: tzinfo, now: datetime) -> dict[int, str]:
    """Where the file of each text will lie. Two names that some disks take for one get numbers."""
    rows = Entry.objects.values_list("pk", "kind", "slug", "status", "publish_at")
    taken: set[str] = set()
    plan = {}
    for pk, kind, slug, status, at in sorted(rows, key=lambda row: row[1:3]):
        document = Document("", "", kind, "", slug, "", published_at=at)
        hidden = status == Entry.Status.DRAFT or _waits(status, at, now)
        folder = jekyll_texts.folder_of(document, hidden=hidden)
        name = jekyll_texts.file_name(document, hidden=hidden, zone=zone).removesuffix(".md")
        number, path = 1, f"{folder}/{name}.md"
        while path.casefold() in taken:
            number, path = number + 1, f"{folder}/{name}-{number + 1}.md"
        taken.add(path.casefold())
        plan[pk] = path
    return plan


def _waits(status: str, at: datetime, now: datetime) -> bool:
    """Whether a text will appear by itself at a time to come."""
    return status == Entry.Status.PUBLIC and at > now


def _document(entry: Entry) -> Document:
    return Document(
        source="",
        path="",
        kind=entry.kind,
        title=entry.title,
        slug=entry.slug,
        body=entry.body,
        description=entry.description,
        published_at=entry.publish_at,
        updated=entry.updated,
        draft=entry.status == Entry.Status.DRAFT,
        tags=tuple(sorted(tag.name for tag in entry.tags.all())),
        emotions=tuple(sorted(emotion.name for emotion in entry.emotions.all())),
        old_paths=tuple(sorted(old.path for old in entry.old_addresses.all())),
        order=entry.order,
        menu=entry.place,
        sensitive=entry.sensitive,
        drawn_from=entry.drawn_from,
    )


def _kept(image: Image) -> Path | None:
    """The kept original of an image."""
    found = (files.folder() / f"{image.digest}.{suffix}" for suffix in ("jpg", "png"))
    return next((path for path in found if path.is_file()), None)


def _tables(practice: Practice | None, files_of: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """What is not a text: name and rows."""
    yield "ids", _ids()
    yield "tags", _marks(Tag)
    yield "emotions", _marks(Emotion)
    images = sorted(Image.objects.all(), key=lambda image: image.name)
    yield "images", [_image(image, files_of) for image in images]
    if practice:
        yield "practice", _facts(practice)


def _ids() -> dict[str, str]:
    """What feed readers know each text by. Not in the texts: nobody who writes one needs to see it; and none
    of what no feed has shown, which is known nowhere but among the drafts."""
    rows = Entry.objects.published().values_list("kind", "slug", "lasting_id")
    return {f"{kind}/{slug}": str(lasting) for kind, slug, lasting in sorted(rows)}


def _marks(model: Any) -> list[dict[str, Any]]:
    rows = []
    for mark in sorted(model.objects.prefetch_related("old"), key=lambda mark: mark.slug):
        row = {"name": mark.name, "slug": mark.slug, "description": mark.description}
        row |= {"colour": mark.colour} if model is Emotion else {}
        row["old"] = sorted([old.slug, old.name] for old in mark.old.all())
        rows.append(row)
    return rows


def _image(image: Image, files_of: dict[str, str]) -> dict[str, Any]:
    row = {"name": image.name, "file": files_of[image.name], "alt": image.alt}
    return row | {"decorative": image.decorative, "caption": image.caption}


def _facts(practice: Practice) -> dict[str, Any]:
    """What visitors may know of the practice, and how its pages are set."""
    names = [field.name for field in practice._meta.concrete_fields if field.name not in NOT_A_FACT]
    lines = practice.crisis_lines.values(*OF_A_CRISIS_LINE)
    facts = {name: getattr(practice, name) for name in names}
    return facts | {
        "portrait": practice.portrait.name if practice.portrait else "",
        "crisis_lines": list(lines),
    }
