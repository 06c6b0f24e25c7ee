"""Which rows hold sealed values, under which keys, and how one is sealed anew."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import Concat, StrIndex, Substr

from intake.sealing import (
    KeyRing,
    Sealed,
    SealedTextField,
    SealingError,
    head_of,
    key_id_of,
    open_sealed,
)

_BATCH = 200
_FORMAT_LENGTH = 2  # "1."
_FAR_ENOUGH = 41  # a key id and its dot


class NotAllOpened(Exception):
    """A row holds a value that does not open; what did open is sealed anew. Its text names the row."""


Models = Iterable[type[Model]]


def sealed_models(models: Models | None = None) -> dict[type[Model], list[str]]:
    """Every model with sealed fields and their names, whatever app it is in; or those of some models."""
    found = {
        model: [
            field.attname
            for field in model._meta.local_concrete_fields
            if isinstance(field, SealedTextField)
        ]
        for model in (apps.get_models() if models is None else models)
    }
    return {model: names for model, names in found.items() if names}


def key_ids_in_use(models: Models | None = None) -> set[str]:
    """The id of every key some stored value is sealed under. Asks the database, opens nothing."""
    used = set()
    for model, names in sealed_models(models).items():
        rows = _with_heads(model, names).values_list(*(_head(name) for name in names))
        for heads in rows.order_by().distinct():
            used |= {key_id_of(head) for head in heads if head}
    return used - {""}


def tokens_under(
    key_id: str, limit: int, models: Models | None = None
) -> Iterator[tuple[str, str]]:
    """A few values sealed under the key, each with the place it was sealed for."""
    for model, names in sealed_models(models).items():
        for name in names:
            rows = _with_heads(model, names).filter(**{_head(name): head_of(key_id)})
            field = model._meta.get_field(name)
            for row in rows[:limit]:
                yield row.__dict__[name], field.place_of(row)  # type: ignore[union-attr]


def count_not_under(key_id: str) -> int:
    """How many rows hold a value that is sealed otherwise."""
    return sum(_not_under(key_id, model, names).count() for model, names in sealed_models().items())


def rows_not_under(key_id: str) -> Iterator[tuple[type[Model], Any]]:
    """Model and primary key of each row that holds a value sealed otherwise, in the order of the keys."""
    for model, names in sealed_models().items():
        rows = _not_under(key_id, model, names).order_by("pk").values_list("pk", flat=True)
        batch = list(rows[:_BATCH])
        while batch:
            yield from ((model, pk) for pk in batch)
            batch = list(rows.filter(pk__gt=batch[-1])[:_BATCH])


def seal_anew(model: type[Model], pk: Any, ring: KeyRing) -> bool:
    """Seal what the row holds under the newest key of `ring`, and nothing else; whether there was any.

    One short transaction that reads the row anew, so that nothing written meanwhile is lost. Raises
    NotAllOpened after it when a value did not open; that value is left as it is.
    """
    names = sealed_models()[model]
    changes, closed = {}, []
    with transaction.atomic():
        row = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        for name in names if row else []:
            token = row.__dict__[name]
            if token is None or key_id_of(token) == ring.newest:
                continue
            place = model._meta.get_field(name).place_of(row)  # type: ignore[union-attr]
            try:
                changes[name] = Sealed(ring.seal(open_sealed(token, place), place))
            except SealingError:
                closed.append(name)
        if changes:
            # Past save(), which would take this for a change made by somebody.
            model._base_manager.filter(pk=pk).update(**changes)
    if closed:
        raise NotAllOpened(f"{getattr(row, 'reference', pk)} ({', '.join(closed)})")
    return bool(changes)


def _head(name: str) -> str:
    return f"{name}_head"


def _with_heads(model: type[Model], names: list[str]) -> QuerySet[Any]:
    """Rows with the head of each sealed value, as far as its second dot."""
    heads = {}
    for name in names:
        rest = Concat(Substr(F(name), _FORMAT_LENGTH + 1, _FAR_ENOUGH), Value("."))
        heads[_head(name)] = Substr(F(name), 1, StrIndex(rest, Value(".")) + _FORMAT_LENGTH)
    return model._base_manager.annotate(**heads)


def _not_under(key_id: str, model: type[Model], names: list[str]) -> QuerySet[Any]:
    others = (
        Q(**{f"{_head(name)}__isnull": False}) & ~Q(**{_head(name): head_of(key_id)})
        for name in names
    )
    return _with_heads(model, names).filter(reduce(or_, others))
