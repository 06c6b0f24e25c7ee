"""What is typed and not saved: one row for each page open in a browser, written while one types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from practice.content.models import Entry, Revision
from practice.content.tidying import tidy
from practice.content.writing.model import RevisionQuerySet
from practice.content.writing.revisions import MARKS, WORDS, fields_of
from practice.times import said

KEPT = timedelta(days=30)  # copies set aside, and copies older than a later save of their text
LAST = 2**31 - 1  # the turn after which none comes
_HIDDEN = {"csrfmiddlewaretoken", "copy", "base", "continues", "read", "turn", "entry"}

Typed = dict[str, list[str]]


class NotYours(Exception):
    """Somebody else writes under this key."""


@dataclass(frozen=True)
class Sent:
    """What a page sent: its key, what its form holds, the saved revision and the copy it began from.

    `turn` counts what it sends, so that what comes late never overwrites what is newer. `read` is the
    mark of the copy it went on from, as it was then: the page that wrote it may be open elsewhere.
    """

    key: UUID
    typed: Typed
    turn: int = 0
    base: int | None = None
    continues: UUID | None = None
    read: str = ""


@dataclass(frozen=True)
class Unfinished:
    """An unsaved copy as it is offered: what it is called, since when, where one goes on."""

    revision: Revision
    title: str
    at: datetime
    url: str

    @property
    def key(self) -> UUID | None:
        return self.revision.key

    @property
    def said(self) -> str:
        return said(self.at)

    @property
    def compare(self) -> str:
        """The page that shows it beside what is saved."""
        return reverse(f"admin:{self.revision.desk}_copy", args=[self.key])


def sent_in(post: Any) -> Sent | None:
    """What a page sent, without buttons and tokens; None when it has no key."""
    if (key := key_in(post.get("copy", ""))) is None:
        return None
    typed = {
        name.replace("\0", ""): [
            value.replace("\0", "") for value in values
        ]  # PostgreSQL keeps none
        for name, values in post.lists()
        if name not in _HIDDEN and not name.startswith("_")
    }
    turn, base = number_in(post.get("turn", "")) or 0, number_in(post.get("base", ""))
    continues, read = key_in(post.get("continues", "")), post.get("read", "")
    return Sent(key, typed, min(turn, LAST), base, continues, read)


def key_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def number_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def same_words(typed: Typed, saved: Mapping[str, Any]) -> bool:
    """Whether what was typed is what is saved already; dates and switches do not count as words."""
    words = all(tidy(_one(typed, name)).strip() == saved[name].strip() for name in WORDS)
    marks = all(sorted(typed.get(name, [])) == sorted(map(str, saved[name])) for name in MARKS)
    return words and marks


def _one(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[-1]


@transaction.atomic
def keep(
    sent: Sent, *, by: str, desk: str, entry: Entry | None, newest: bool = False
) -> Revision | None:
    """Write down what a page holds now; None when just this is saved already, and no copy is needed.

    The copy that a page went on from becomes its own, while it is as it was read. `newest` is what a
    button sent, which nothing on its way overtakes. Raises NotYours.
    """
    of_page = Revision.objects.filter(key=sent.key)
    if of_page.exclude(author=by).exists():
        raise NotYours
    typed = sent.typed
    if saved := of_page.saved().first():
        entry = saved.entry  # a request that was late: the page it came from has been saved
        typed = _as_public_as(entry, typed)
    unsaved = of_page.filter(origin__in=Revision.UNSAVED)
    if entry and same_words(typed, fields_of(entry)):
        unsaved.delete()
        return None
    stored = unsaved.first() or _taken_over(sent, by=by)
    if stored and stored.turn > sent.turn and not newest:
        return stored
    values = {
        **{"entry": entry, "desk": desk, "author": by, "fields": typed},
        **{"saved_at": timezone.now(), "origin": Revision.Origin.TYPED},
        "turn": stored.turn if stored and newest else sent.turn,
        "base": saved or Revision.objects.saved().filter(pk=sent.base or 0, entry=entry).first(),
    }
    return unsaved.update_or_create(key=sent.key, defaults=values)[0]


def entry_of(sent: Sent) -> Entry | None:
    """The text that a page was saved as; None when it was not."""
    saved = Revision.objects.saved().filter(key=sent.key).select_related("entry").first()
    return saved.entry if saved else None


def of_user(name: str) -> RevisionQuerySet:
    """What somebody typed and did not save, also what was set aside."""
    return Revision.objects.filter(author=name, origin__in=Revision.UNSAVED)


def _as_public_as(entry: Entry | None, typed: Typed) -> Typed:
    # The page that sent it says “draft” still when a button of its own has made the text public.
    if (
        entry
        and entry.status == Entry.Status.PUBLIC
        and _one(typed, "status") == Entry.Status.DRAFT
    ):
        return {**typed, "status": [Entry.Status.PUBLIC]}
    return typed


def mark_of(copy: Revision) -> str:
    """What tells whether anything was typed into a copy since it was read."""
    typed = json.dumps(copy.fields, sort_keys=True, ensure_ascii=False)
    return sha256(typed.encode(errors="surrogatepass")).hexdigest()[:20]


def _as_it_was_read(sent: Sent, *, by: str) -> Revision | None:
    """The copy that a page went on from; None when the page it came from has written into it since."""
    if sent.continues is None:
        return None
    copy = of_user(by).select_for_update().filter(key=sent.continues).first()
    return copy if copy and mark_of(copy) == sent.read else None


def _taken_over(sent: Sent, *, by: str) -> Revision | None:
    if copy := _as_it_was_read(sent, by=by):
        copy.key, copy.turn = sent.key, 0
        copy.save(update_fields=["key", "turn"])
    return copy


def saved_from(sent: Sent, *, by: str) -> None:
    """The text of a page was saved: its copy, and the one it went on from, have done their work."""
    of_user(by).filter(key=sent.key).delete()
    if went_on_from := _as_it_was_read(sent, by=by):
        went_on_from.delete()
    prune()


def find(key: str, *, by: str) -> Revision | None:
    """Somebody's own copy by its key; None for a key that is not one, or another's."""
    return of_user(by).filter(key=wanted).first() if (wanted := key_in(key)) else None


def set_aside(copy: Revision) -> None:
    """Offer it no longer. It stays for thirty days."""
    copy.origin, copy.saved_at = Revision.Origin.ASIDE, timezone.now()
    copy.save(update_fields=["origin", "saved_at"])


def unfinished(user: Any, *, desk: str = "", entry: Entry | None = None) -> list[Unfinished]:
    """What `user` typed and never saved, newest first: all of it, or that of one kind, or of one text."""
    rows = Revision.objects.unsaved().filter(author=user.get_username()).select_related("entry")
    if desk:
        rows = rows.filter(desk=desk)
    if entry:
        rows = rows.filter(entry=entry)
    return [offered(row) for row in rows if _holds_words(row)]


def offered(row: Revision) -> Unfinished:
    """A copy as it is shown."""
    typed = _one(row.fields, "title").strip()
    stored = row.entry.title if row.entry else ""
    query = urlencode({"copy": str(row.key)})
    if row.entry_id:
        page = reverse(f"admin:{row.desk}_change", args=[row.entry_id])
    else:
        page = reverse(f"admin:{row.desk}_add")
    return Unfinished(row, typed or stored or _opening(row), row.saved_at, f"{page}?{query}")


def _opening(row: Revision) -> str:
    words = _one(row.fields, "body").split()[:6]
    return f"{' '.join(words)} …" if words else "a text without a title"


def _holds_words(row: Revision) -> bool:
    if row.entry:
        return not same_words(row.fields, fields_of(row.entry))
    return any(_one(row.fields, name).strip() for name in WORDS)


def prune() -> None:
    """Forget copies set aside long ago, and old ones of texts that were saved later."""
    long_ago = timezone.now() - KEPT
    later = Revision.objects.saved().filter(
        entry=OuterRef("entry"), author=OuterRef("author"), saved_at__gt=OuterRef("saved_at")
    )
    old = Revision.objects.filter(saved_at__lt=long_ago)
    overtaken = Q(origin=Revision.Origin.TYPED) & Q(Exists(later))
    old.filter(Q(origin=Revision.Origin.ASIDE) | overtaken).delete()
