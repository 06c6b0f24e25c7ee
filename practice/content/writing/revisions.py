"""What was saved: every save of a text is kept whole, and none is ever changed."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from practice.content import covers
from practice.content.images.admin import refuse_unknown_images
from practice.content.models import Emotion, Entry, Revision, Tag

WORDS = ("title", "description", "body")
MARKS = {"emotions": Emotion, "tags": Tag}
_PLAIN = (*WORDS, "kind", "slug", "status", "place", "order", "sensitive")
# What comes back with an old revision. Its address, and whether visitors see it, stay as they are now.
RESTORED = (*WORDS, "sensitive", *MARKS)

_MEANWHILE = 5  # saves by others in the moment in which a page is made


class Overtaken(Exception):
    """Somebody saved `latest` meanwhile."""

    def __init__(self, latest: Revision) -> None:
        super().__init__("saved meanwhile")
        self.latest = latest


def fields_of(entry: Entry) -> dict[str, Any]:
    """The text of `entry` as a revision keeps it."""
    marks = {name: sorted(mark.pk for mark in getattr(entry, name).all()) for name in MARKS}
    when = entry.publish_at.astimezone(UTC).isoformat()
    return {**{name: getattr(entry, name) for name in _PLAIN}, "publish_at": when, **marks}


def current(entry: Entry) -> Revision:
    """The revision that is the text of `entry` as stored; made now when it changed by another way
    than this page: by an import, before there were revisions, or when a tag was merged.
    """
    last = entry.revisions.saved().first()
    if last and _same(last.fields, fields_of(entry)):
        return last
    with transaction.atomic():  # two that ask at once must not write it down twice
        entry = locked(entry)
        last, fields = entry.revisions.saved().first(), fields_of(entry)
        if last and _same(last.fields, fields):
            return last
        return Revision.objects.create(
            entry=entry,
            desk=last.desk if last else "",
            origin=Revision.Origin.ELSEWHERE,
            saved_at=entry.updated,
            fields=fields,
            base=last,
        )


def shown(entry: Entry) -> int | None:
    """The number of the revision whose text a page shows that was made from `entry`. It is not the
    newest when somebody saved while the page was made; None when the page shows some of each.
    """
    latest, fields = current(entry), fields_of(entry)
    if _same(latest.fields, fields):
        return latest.pk
    few = entry.revisions.saved()[:_MEANWHILE]
    return next((one.pk for one in few if _same(one.fields, fields)), None)


def _same(kept: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Whether a revision holds `fields`; what it does not name was not kept yet when it was made."""
    return all(kept[name] == value for name, value in fields.items() if name in kept)


def record(
    entry: Entry,
    *,
    by: str,
    desk: str,
    key: UUID | None = None,
    origin: Revision.Origin = Revision.Origin.SAVED,
) -> Revision:
    """Keep `entry` as it was just saved; when nothing changed, the last revision comes back."""
    last, fields = entry.revisions.saved().first(), fields_of(entry)
    if last and last.fields == fields:
        return last
    return Revision.objects.create(
        entry=entry,
        desk=desk,
        key=key,
        author=by,
        origin=origin,
        saved_at=timezone.now(),
        fields=fields,
        base=last,
    )


def locked(entry: Entry) -> Entry:
    """`entry` as it is stored now; whoever else saves it waits until this transaction ends.

    Raises Entry.DoesNotExist when it was deleted.
    """
    return Entry.objects.select_for_update().get(pk=entry.pk)


def refuse_if_overtaken(entry: Entry, began_from: set[int]) -> None:
    """Raise Overtaken when the stored text is not that of a revision in `began_from`. In a transaction."""
    latest = current(locked(entry))
    if not is_among(began_from, latest):
        raise Overtaken(latest)


def is_among(seen: set[int], latest: Revision) -> bool:
    """Whether `latest` is one of the revisions in `seen`, or has the same text as one of them."""
    if latest.pk in seen:
        return True
    known = Revision.objects.saved().filter(pk__in=seen, entry=latest.entry_id)
    return any(_same(one.fields, latest.fields) for one in known)


@transaction.atomic
def restore(revision: Revision, *, by: str, began_from: int) -> Revision:
    """Make the words of an old revision the text again, as a new revision.

    Raises Overtaken, and ValidationError when the old text can no longer be shown.
    """
    assert revision.entry is not None  # noqa: S101  a saved one has an entry
    entry = locked(revision.entry)
    refuse_if_overtaken(entry, {began_from})
    for name in (*WORDS, "sensitive"):
        setattr(entry, name, revision.fields[name])
    entry.updated = timezone.now()
    entry.clean_fields(exclude=["kind", "slug"])
    refuse_unknown_images(entry.body)
    entry.save()
    for name, model in MARKS.items():
        # One that was deleted since stays away.
        getattr(entry, name).set(model._default_manager.filter(pk__in=revision.fields[name]))
    covers.draw_once_saved(entry)
    covers.draw_soon()
    origin = Revision.Origin.RESTORED
    return record(entry, by=by, desk=revision.desk, origin=origin)


def names_of(field: str, pks: Any) -> list[str]:
    """The names of tags or emotions, in order; one that is gone is not named."""
    found = MARKS[field]._default_manager.filter(pk__in=pks).order_by("name")
    return [str(mark) for mark in found]


def what_changed(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> str:
    """What differs between two revisions' fields, in words."""
    if old is None:
        return "the first one kept"
    said = [word for name, word in _CALLED.items() if old.get(name) != new.get(name)]
    if old.get("body") != new.get("body"):
        said.insert(0, _how_much(str(old.get("body", "")), str(new.get("body", ""))))
    return ", ".join(said) or "nothing"


_CALLED = {
    "title": "title",
    "description": "summary",
    "emotions": "emotions",
    "tags": "tags",
    "slug": "address",
    "status": "draft or public",
    "publish_at": "date",
    "kind": "kind of page",
    "place": "menu",
    "order": "order",
    "sensitive": "quick way out",
}


def _how_much(old: str, new: str) -> str:
    more = len(new.split()) - len(old.split())
    if more == 0:
        return "text"
    count = f"{abs(more):,} word{'' if abs(more) == 1 else 's'}"
    return f"text, {count} {'more' if more > 0 else 'fewer'}"
