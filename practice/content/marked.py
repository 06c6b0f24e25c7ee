"""A text's tags and emotions, in the same question as the text."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable
from django.utils import timezone

# A row for each mark: its fields, in the order of the model's.
_ROWS = {
    "sqlite": "json_group_array(json_array({fields}))",
    "postgresql": "jsonb_agg(jsonb_build_array({fields}))",
}
_OF_ONE = """
SELECT {rows} FROM (
    SELECT {table}.* FROM {through} JOIN {table} ON {table}.id = {column}
    WHERE {through}.entry_id = content_entry.id ORDER BY {table}.name) AS {table}
"""
_NAMES = {"tags": "_its_tags", "emotions": "_its_emotions"}


class WithMarks(ModelIterable):
    """Texts whose `tags` and `emotions` are there already, as after prefetch_related."""

    def __iter__(self) -> Iterator[Any]:
        for entry in super().__iter__():
            yield _marked(entry)


# As text, because putting a question together takes longer than the answer.
_AT = """
SELECT {columns}, {marks} FROM content_entry
WHERE kind = %s AND slug = %s AND status = 'public' AND publish_at <= %s
"""


def public_at(model: Any, kind: str, slug: str) -> Any:
    """The public text of a kind with a slug, its marks with it, as a `model`; or None."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    found = next(
        iter(model._base_manager.raw(_at(model, connection.vendor), [kind, slug, now])), None
    )
    return found and _marked(found)


@cache
def _at(model: Any, vendor: str) -> str:
    return _AT.format(
        columns=", ".join(f'content_entry."{each.column}"' for each in model._meta.concrete_fields),
        marks=", ".join(f"({_sql(model, name)}) AS {extra}" for name, extra in _NAMES.items()),
    )


def columns(model: Any) -> dict[str, RawSQL]:
    """What to annotate texts with for that."""
    return {extra: RawSQL(_sql(model, name), [], JSONField()) for name, extra in _NAMES.items()}  # noqa: S611


def _sql(model: Any, name: str) -> str:
    field = model._meta.get_field(name)
    marks = field.related_model._meta
    fields = ", ".join(f"{marks.db_table}.{each.column}" for each in marks.concrete_fields)
    return _OF_ONE.format(
        rows=_ROWS[connection.vendor].format(fields=fields),
        table=marks.db_table,
        through=field.remote_field.through._meta.db_table,
        column=field.m2m_reverse_name(),
    )


def _marked(entry: Any) -> Any:
    entry._prefetched_objects_cache = {
        name: _filled(entry, name, entry.__dict__.pop(extra)) for name, extra in _NAMES.items()
    }
    return entry


def _filled(entry: Any, name: str, rows: Any) -> Any:
    marks = entry._meta.get_field(name).related_model
    found = marks._default_manager.all()
    names = [each.attname for each in marks._meta.concrete_fields]
    found._result_cache = [marks.from_db("default", names, row) for row in _read(rows) or []]
    found._prefetch_done = True
    return found


def _read(rows: Any) -> Any:
    return json.loads(rows) if isinstance(rows, str) else rows
