"""Which tables are in a backup, and their rows as JSON that knows no database engine.

An app names the models that are left out, with the reason, in its AppConfig as `not_backed_up`.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

CHUNK = 1_000  # rows that are in memory at once
# Of Django's own.
_OTHERS = {"sessions.session": "whoever was signed in signs in again"}

Model = type[models.Model]


def left_out() -> dict[str, str]:
    """By label, the models whose rows are not in a backup, and why."""
    found = dict(_OTHERS)
    for config in apps.get_app_configs():
        for name, reason in getattr(config, "not_backed_up", {}).items():
            found[f"{config.label}.{name.lower()}"] = reason
    return found


def backed_up(registry: Any = apps) -> list[Model]:
    """Every model with a table of its own, those of many-to-many fields too, but those left out."""
    out = left_out()
    found = registry.get_models(include_auto_created=True)
    own = [model for model in found if not model._meta.proxy and model._meta.managed]
    return [model for model in own if model._meta.label_lower not in out]


def rows(model: Model) -> Iterator[list[bytes]]:
    """The table's rows as lines of JSON, so many at a time. Sealed values stay sealed."""
    names = [field.attname for field in model._meta.concrete_fields]
    found = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=CHUNK)
    lines = (json.dumps(row, cls=_Encoder, ensure_ascii=False).encode() for row in found)
    while batch := list(islice(lines, CHUNK)):
        yield batch


def columns(model: Model) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def put_back(model: Model, names: list[str], lines: Iterable[bytes]) -> int:
    """Store rows as they were; how many. Nothing of theirs is made anew: no default, time or seal."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    values = [
        [_stored(field, value) for field, value in zip(chosen, json.loads(line), strict=True)]
        for line in lines
    ]
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    places = ", ".join(["%s"] * len(names))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", values)  # noqa: S608
    return len(values)


def empty(registry: Any = apps) -> None:
    """Delete what migrations have put in, so that every row is one of the backup's."""
    with connection.cursor() as cursor:
        for model in backed_up(registry):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


class _Encoder(DjangoJSONEncoder):
    def default(self, value: Any) -> Any:
        if isinstance(value, bytes | memoryview):
            return base64.b64encode(bytes(value)).decode()
        if hasattr(value, "isoformat"):
            return value.isoformat()  # Django's own would cut microseconds off
        return super().default(value)


def _stored(field: Any, value: Any) -> Any:
    if value is not None:
        if isinstance(field, models.BinaryField):
            value = base64.b64decode(value)
        elif field.__class__.__name__ == "SealedTextField":
            value = field.from_db_value(value, None, connection)
        elif not isinstance(field, models.JSONField):
            value = field.to_python(value)
    return field.get_db_prep_save(value, connection)
