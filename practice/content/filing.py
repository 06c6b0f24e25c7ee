"""Puts documents that came from outside among the entries, once each."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone as django_timezone
from django.utils.text import slugify

from practice.content import covers, marks
from practice.content.models import COLOURS, Emotion, Entry, Redirect, Tag, tidy
from practice.content.search import index

Result = Literal["created", "updated", "unchanged", "skipped"]


@dataclass(frozen=True)
class Filed:
    """What became of a document; `reason` says why it was skipped, `notes` what else was noticed."""

    result: Result
    address: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filing:
    """A text to be filed. `source` names where it came from, so that it is known again."""

    kind: str
    source: str
    title: str
    slug: str
    body: str
    description: str = ""
    published_at: datetime | None = None
    draft: bool = False
    tags: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    order: int = 0
    place: str = ""
    sensitive: bool = False
    old_paths: tuple[str, ...] = ()
    updated: datetime | None = None
    drawn_from: str = ""
    lasting_id: UUID | None = None

    @property
    def own_id(self) -> UUID:
        """The id it brings; or one made of where it came from, the same whenever it comes again."""
        return self.lasting_id or uuid5(NAMESPACE_URL, f"{self.kind} from {self.source}")

    def tidied(self) -> "Filing":
        """The same with its words as they are stored."""
        title, description, body = map(tidy, (self.title, self.description, self.body))
        return replace(self, title=title, description=description, body=body)


@transaction.atomic
def file(document: Filing, *, update: bool = False) -> Filed:
    """Create or update the entry of `document`, or leave it as it is.

    An entry edited here since it was imported is skipped unless `update` is set, and so is one that
    was written here and only has the same address. Raises ValidationError for a text that cannot be
    an entry at all; nothing is changed then.
    """
    document = document.tidied()
    entry, known = _find(document)
    if entry is None:
        entry = Entry(kind=document.kind, source=document.source)
        if not Entry.objects.filter(lasting_id=document.own_id).exists():
            entry.lasting_id = document.own_id
        return _write(entry, document, "created")
    digest, now = _digest_of_document(document, entry), _digest_of_entry(entry)
    edited = not known or now != entry.imported_digest
    if digest == now or (known and digest == entry.imported_digest and not update):
        return Filed("unchanged", entry.get_absolute_url())
    if edited and not update:
        why = "was edited here since it was imported" if known else "was written here"
        reason = f"{entry.get_absolute_url()} {why}; --update replaces it"
        return Filed("skipped", entry.get_absolute_url(), reason)
    return _write(entry, document, "updated")


def _find(document: Filing) -> tuple[Entry | None, bool]:
    """The entry a document belongs to, and whether it came from that same source.

    An entry at the same address that came from another file is another text, unless it is the very
    same one under a new file name.
    """
    of_kind = Entry.objects.filter(kind=document.kind)
    if known := of_kind.filter(source=document.source).first():
        return known, True
    same = of_kind.filter(slug=document.slug).first()
    if same is None or not same.source:
        return same, False
    renamed = same.imported_digest == _digest_of_document(document, same)
    return (same, True) if renamed else (None, False)


def _write(entry: Entry, document: Filing, result: Result) -> Filed:
    # A slug chosen here stays: addresses people have saved must go on working.
    entry.slug = entry.slug or Entry.objects.free_slug(document.kind, document.slug)
    take_over(entry, document, result)
    entry.full_clean()
    with index.once():
        entry.save()
        entry.tags.set([mark(Tag, name) for name in document.tags])
        entry.emotions.set([mark(Emotion, name) for name in document.emotions])
    covers.draw_once_saved(entry)
    entry.imported_digest = _digest_of_entry(entry)
    Entry.objects.filter(pk=entry.pk).update(imported_digest=entry.imported_digest)
    notes = list(_keep_old_addresses(entry, document.old_paths))
    if result == "created" and entry.slug != document.slug:
        notes.append(f"another text has the slug {document.slug}, so this one got {entry.slug}")
    return Filed(result, entry.get_absolute_url(), notes=tuple(notes))


def take_over(entry: Entry, document: Filing, result: Result) -> None:
    """Let an entry say what the document says; its slug, tags and emotions are not touched."""
    read_before = entry.said if entry.is_public and result == "updated" else None
    entry.source = document.source
    entry.title, entry.body = document.title, document.body
    entry.description = document.description
    entry.status = Entry.Status.DRAFT if document.draft else Entry.Status.PUBLIC
    if document.published_at or result == "created":
        entry.publish_at = document.published_at or django_timezone.now()
    if result == "created":
        entry.updated = document.updated or entry.publish_at
    elif document.updated or read_before != entry.said:
        entry.updated = document.updated or django_timezone.now()
    entry.order, entry.place = document.order, document.place
    entry.sensitive = document.sensitive
    entry.drawn_from = document.drawn_from or entry.drawn_from


def mark(model: Any, name: str) -> Any:
    """The tag or emotion of that name, in whatever case it was written, or the one it was merged into; made
    when there is none."""
    name, slug = tidy(name).strip(), _mark_slug(name)
    if found := marks.known_as(model, name, slug):
        return found
    extra = {"colour": slug} if model is Emotion and slug in COLOURS else {}
    made = model(name=name, slug=slug, **extra)
    made.full_clean()
    made.save()
    return made


def _slug_today(model: Any, name: str) -> str:
    """The slug a text filed now would have its mark under: names that were merged are one."""
    found = marks.known_as(model, tidy(name).strip(), _mark_slug(name))
    return found.slug if found else _mark_slug(name)


def _mark_slug(name: str) -> str:
    if slug := slugify(name)[:60]:
        return slug
    # Scripts without Latin letters: a short, stable name instead of none.
    return f"m-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def old_addresses(entry: Entry, paths: Iterable[str]) -> list[str]:
    """Those of some paths that must lead to a text from now on, each once, without a closing slash."""
    bare = dict.fromkeys(path.rstrip("/") or "/" for path in paths)
    return [path for path in bare if path not in ("/", entry.get_absolute_url().rstrip("/"))]


def leads_elsewhere(path: str, known: Redirect) -> str:
    """What is said of an old address that another text has."""
    return f"{path} already leads to {known.entry.get_absolute_url()}"


def _keep_old_addresses(entry: Entry, paths: Iterable[str]) -> Iterable[str]:
    """Redirects from the old site's addresses; yields a note for one that is taken."""
    for path in old_addresses(entry, paths):
        known = Redirect.objects.filter(path=path).first()
        if known is None:
            redirect = Redirect(path=path, entry=entry)
            redirect.full_clean()
            redirect.save()
        elif known.entry_id != entry.pk:
            yield leads_elsewhere(path, known)


# Only when it is so: texts imported before there was such a mark keep their digests.
_SENSITIVE = {True: ("sensitive",), False: ()}


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _digest_of_entry(entry: Entry) -> str:
    return digest_with(entry, entry.tags.all(), entry.emotions.all())


def digest_with(entry: Entry, tags: Iterable[Tag], emotions: Iterable[Emotion]) -> str:
    """The digest of an entry that has, or is about to have, these tags and emotions."""
    return _digest(
        *(entry.title, entry.description, entry.body, entry.status),
        entry.publish_at.astimezone(UTC).isoformat(),
        sorted(tag.slug for tag in tags),
        sorted(emotion.slug for emotion in emotions),
        *(entry.order, entry.place, *_SENSITIVE[entry.sensitive]),
    )


def _digest_of_document(document: Filing, entry: Entry) -> str:
    """The digest the entry would have had it been filed from this document alone."""
    moment = document.published_at or entry.publish_at
    return _digest(
        *(document.title, document.description, document.body),
        Entry.Status.DRAFT if document.draft else Entry.Status.PUBLIC,
        moment.astimezone(UTC).isoformat(),
        sorted({_slug_today(Tag, name) for name in document.tags}),
        sorted({_slug_today(Emotion, name) for name in document.emotions}),
        *(document.order, document.place, *_SENSITIVE[document.sensitive]),
    )
