"""Every table as rows that neither database owns, and back.

Values go as they lie in the database: what is sealed stays sealed. A table is in unless its app says in
its apps.py why not (`left_out_of_backups`: a model or a table, and the reason).
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

Model = type[models.Model]
_AT_ONCE = 500


def left_out() -> dict[str, str]:
    """Models and tables that no backup holds, each with the reason."""
    said = (getattr(config, "left_out_of_backups", {}) for config in apps.get_app_configs())
    return {name.lower(): reason for each in said for name, reason in each.items()}


def newest_of(applied: set[tuple[str, str]], loader: MigrationLoader) -> list[tuple[str, str]]:
    """Of some migrations, those on which none of them stands: they name the schema that all of them made."""
    nodes = loader.graph.node_map
    there = applied & nodes.keys()
    return [key for key in sorted(there) if not {c.key for c in nodes[key].children} & there]


def backed_up(state: ProjectState | None = None) -> list[Model]:
    """Every model with a table of its own, through tables of many-to-many fields too, the needed first.

    Today's, or those of a schema that is older.
    """
    out = left_out()
    known = state.apps if state else apps
    found = known.get_models(include_auto_created=True)
    return in_order(
        [
            model
            for model in found
            if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in out
        ]
    )


def in_order(found: Sequence[Model]) -> list[Model]:
    """Each after those it refers to, as far as that goes."""
    done: list[Model] = []
    waiting = sorted(found, key=lambda model: model._meta.label_lower)
    while waiting:
        left = set(waiting)
        ready = [model for model in waiting if not (_needs(model) - {model}) & left]
        done += ready or waiting[:1]
        waiting = [model for model in waiting if model not in done]
    return done


def _needs(model: Model) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def fields_of(model: Model) -> "list[models.Field[Any, Any]]":
    return list(model._meta.concrete_fields)


def rows(model: Model) -> Iterator[dict[str, Any]]:
    """The rows of a table by their names, in the order of their keys, never all at once."""
    names = [field.attname for field in fields_of(model)]
    found = model._base_manager.order_by("pk").values_list(*names)
    for row in found.iterator(chunk_size=_AT_ONCE):
        yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, UUID) else value


def put(model: Model, found: Iterable[dict[str, Any]]) -> int:
    """Insert rows as `rows` gave them, past save(): nothing is sealed, stamped or counted anew. How many."""
    fields = fields_of(model)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608  names of our own models
    count, batch = 0, []
    with connection.cursor() as cursor:
        for row in found:
            batch.append([_stored(field, row[field.attname]) for field in fields])
            count += 1
            if len(batch) == _AT_ONCE:
                cursor.executemany(sql, batch)
                batch = []
        if batch:
            cursor.executemany(sql, batch)
    return count


def _stored(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
        return field.get_db_prep_value(value, connection, prepared=False)
    return field.get_db_prep_value(field.to_python(value), connection, prepared=False)


def empty(model: Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def count(model: Model) -> int:
    return int(model._base_manager.count())


def number_on(found: Sequence[Model]) -> None:
    """New rows get numbers after the ones that were put in."""
    from django.core.management.color import no_style  # noqa: PLC0415

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(sql)
