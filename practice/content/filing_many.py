"""Thousands of documents filed at once: what nobody has seen yet goes in by the hundred, the rest alone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q

from practice.content import covers
from practice.content.addresses import refuse_reserved
from practice.content.filing import (
    Filed,
    Filing,
    digest_with,
    file,
    leads_elsewhere,
    mark,
    old_addresses,
    take_over,
)
from practice.content.models import LAST_YEAR, Emotion, Entry, Redirect, Tag
from practice.content.rendering_many import Made
from practice.content.search import index

_AT_ONCE = 500
# More covers than these are left to the process that draws behind everyone's back.
_DRAWN_HERE = 50

Outcome = Filed | ValidationError


def count_anew() -> None:
    """Call it once many are filed. PostgreSQL plans by counts it makes a minute later by itself, and until
    then takes seconds over a question about thousands of texts that it thinks are a dozen."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE content_entry, content_entry_tags, content_entry_emotions")


def file_all(
    documents: Sequence[Filing], made: Sequence[Made], *, update: bool = False
) -> Iterator[Outcome]:
    """What became of each document, in their order, as `file()` says it; ValidationError where it raises.

    `made` is what `render_all` made of their words. Everything stands or falls with the transaction
    around it.
    """
    marks = _Marks()
    for at in range(0, len(documents), _AT_ONCE):
        some = [each.tidied() for each in documents[at : at + _AT_ONCE]]
        chunk = _Chunk(some, marks, draw=len(documents) <= _DRAWN_HERE)
        new = chunk.store_new(made[at : at + _AT_ONCE])
        for number, document in enumerate(some):
            yield new[number] if number in new else _one(document, update)


def _one(document: Filing, update: bool) -> Outcome:
    try:
        return file(document, update=update)
    except ValidationError as problem:
        return problem


class _Marks:
    """Tags and emotions by name, each asked for once."""

    def __init__(self) -> None:
        self.known: dict[tuple[Any, str], Any] = {
            (model, each.name): each for model in (Tag, Emotion) for each in model.objects.all()
        }

    def named(self, model: Any, names: Sequence[str]) -> list[Any]:
        for name in names:
            if (model, name) not in self.known:
                self.known[model, name] = mark(model, name)
        return list(
            {each.pk: each for each in (self.known[model, name] for name in names)}.values()
        )


@dataclass
class _New:
    """An entry not stored yet, and what it will be connected with."""

    entry: Entry
    document: Filing
    tags: list[Tag]
    emotions: list[Emotion]
    notes: list[str] = field(default_factory=list)


class _Chunk:
    """Some hundred documents, and which of them nothing here has to do with yet."""

    def __init__(self, documents: Sequence[Filing], marks: _Marks, *, draw: bool) -> None:
        self.documents = documents
        self.marks = marks
        self.draw = draw
        self.taken_ids: set[UUID] = set()

    def store_new(self, made: Sequence[Made]) -> dict[int, Outcome]:
        """Store every new text; what became of it, by its number."""
        outcomes: dict[int, Outcome] = {}
        found: dict[int, _New] = {}
        ids = Entry.objects.filter(lasting_id__in=[each.own_id for each in self.documents])
        self.taken_ids = set(ids.values_list("lasting_id", flat=True))
        for number in self._unseen():
            try:
                found[number] = self._new(self.documents[number], made[number])
            except ValidationError as problem:
                outcomes[number] = problem
        Entry.objects.bulk_create([new.entry for new in found.values()])
        _connect(found.values())
        index.write_new([(new.entry, new.tags, new.emotions) for new in found.values()])
        _keep_old_addresses(found.values())
        for number, new in found.items():
            if self.draw:
                covers.draw_once_saved(new.entry)
            address = new.entry.get_absolute_url()
            outcomes[number] = Filed("created", address, notes=tuple(new.notes))
        return outcomes

    def _unseen(self) -> list[int]:
        """The numbers of those whose source and address nobody has, here or before them in the chunk."""
        sources = [each.source for each in self.documents]
        slugs = [each.slug for each in self.documents]
        rows = Entry.objects.filter(Q(source__in=sources) | Q(slug__in=slugs))
        taken = {
            (kind, each)
            for kind, *both in rows.values_list("kind", "source", "slug")
            for each in both
        }
        unseen = []
        for number, document in enumerate(self.documents):
            own = {(document.kind, document.source), (document.kind, document.slug)}
            if taken.isdisjoint(own):
                unseen.append(number)
            taken |= own
        return unseen

    def _new(self, document: Filing, made: Made) -> _New:
        """A document as an entry, checked and rendered. Raises ValidationError."""
        if isinstance(made, str):
            raise ValidationError({"body": made})
        entry = Entry(kind=document.kind, slug=document.slug)
        if document.own_id not in self.taken_ids:
            entry.lasting_id = document.own_id
            self.taken_ids.add(document.own_id)
        take_over(entry, document, "created")
        entry.clean_fields(exclude={"body"})  # which was checked when it was rendered
        _refuse_what_nobody_may_have(entry)
        entry.render(made)
        tags = self.marks.named(Tag, document.tags)
        emotions = self.marks.named(Emotion, document.emotions)
        entry.imported_digest = digest_with(entry, tags, emotions)
        entry.felt = index.felt_of(emotions)
        return _New(entry, document, tags, emotions)


def _refuse_what_nobody_may_have(entry: Entry) -> None:
    """What `clean()` refuses, without asking the database who else has the address."""
    refuse_reserved(entry.kind, entry.slug)
    if entry.publish_at.year > LAST_YEAR:
        raise ValidationError({"publish_at": f"Choose a day before the year {LAST_YEAR}."})


def _connect(found: Collection[_New]) -> None:
    """Every text with its tags and emotions."""
    kinds: tuple[tuple[Any, str], ...] = (
        (Entry.tags.through, "tag"),
        (Entry.emotions.through, "emotion"),
    )
    for through, name in kinds:
        rows = [(new.entry.pk, each.pk) for new in found for each in getattr(new, f"{name}s")]
        table = connection.ops.quote_name(through._meta.db_table)
        into = f"INSERT INTO {table} (entry_id, {name}_id) VALUES (%s, %s)"  # noqa: S608
        with connection.cursor() as cursor:  # thousands of pairs of numbers are no work for a model
            cursor.executemany(into, rows)


def _keep_old_addresses(found: Collection[_New]) -> None:
    """Redirects from the old site's addresses; a note for one that leads elsewhere."""
    asked = {path for new in found for path in old_addresses(new.entry, new.document.old_paths)}
    leading = (
        Redirect.objects.filter(path__in=asked).select_related("entry").in_bulk(field_name="path")
    )
    rows = []
    for new in found:
        for path in old_addresses(new.entry, new.document.old_paths):
            if known := leading.get(path):
                new.notes.append(leads_elsewhere(path, known))
            else:
                leading[path] = Redirect(path=path, entry=new.entry)
                leading[path].clean_fields()
                rows.append(leading[path])
    Redirect.objects.bulk_create(rows)
