"""Puts a backup into an empty place: everything in it is proved first, then all of it or nothing is there.

A table of its own marks a place as unfinished from before the first step until after the last one. Whoever
finds it there knows that nothing else in that database matters, and that `restore` may begin again.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from practice.archive import age
from practice.archive.bundle import BadBundle, Bundle, Part
from practice.audit import log
from practice.backups import making, place, recovery, tables, upgrade
from practice.backups.keys import Keys, put_back, refuse_others

_NEEDED = {"migrations", "tables", "made_at", "delete_by"}
Watched = Callable[[Part], None]


@dataclass
class Found:
    """What a backup that is whole holds."""

    manifest: dict[str, Any]
    keys: Keys
    rows: int
    files: int
    counts: dict[str, int] = field(default_factory=dict)


def prove(path: Path, key: str, watched: Watched = lambda part: None) -> Found:
    """Read a backup from end to end and write nothing. Raises BadBundle, BadKey or OSError."""
    with age.opened(path, key) as stream:
        bundle = Bundle(stream)
        _refuse_a_newer_one(bundle.manifest)
        keys, files = None, 0
        for part in bundle.parts():
            watched(part)
            if part.name == "keys/keys.json":
                keys = _keys(part)
                continue
            files += not part.name.startswith("tables/")
            for _ in part.chunks:
                pass
    if keys is None:
        raise BadBundle("it holds no keys")
    counts = Counter[str]()
    for name, rows in bundle.rows.items():
        if name.startswith("tables/"):
            counts[name.split("/")[1]] += rows
    return Found(bundle.manifest, keys, sum(bundle.rows.values()), files, dict(counts))


def restore(
    path: Path, key: str, watched: Watched = lambda part: None, *, as_it_was: bool = False
) -> tuple[Found, list[str]]:
    """Put the backup into this empty place; what it held, and lines to be told.

    `as_it_was` leaves the tables for the code that made them.
    Raises what `prove` raises, place.NotEmpty and keys.Differ before anything is written.
    """
    place.refuse_what_is_there()
    found = prove(path, key, watched)
    refuse_others(found.keys)
    place.begin()
    try:
        said = _put_in(found, path, key, watched)
        if as_it_was:
            upgrade.go_back_to(found.manifest["migrations"])
    except BaseException:
        with suppress(Exception):  # a place that cannot be cleared stays marked
            place.clear()
        raise
    place.end()
    upgrade.end()
    return found, said


def _put_in(found: Found, path: Path, key: str, watched: Watched) -> list[str]:
    models = _schema_of(found.manifest)
    with age.opened(path, key) as stream, transaction.atomic():
        _fill(Bundle(stream), models, watched)
        _refuse_what_does_not_fit(found, models)
        for config in apps.get_app_configs():
            # Here and not after the commit: whoever still runs elsewhere sees these rows from then on.
            getattr(config, "hold_back", lambda models: None)(models)
    said = put_back(found.keys)  # not before all of it fits; what follows may seal
    call_command("migrate", verbosity=0, interactive=False)
    ContentType.objects.clear_cache()
    for config in apps.get_app_configs():
        if line := getattr(config, "after_restore", lambda: "")():
            said.append(line)
    recovery.adopt(key)
    log.step_back("restored from a backup")
    return said


def _refuse_a_newer_one(manifest: dict[str, Any]) -> None:
    if _NEEDED - manifest.keys():
        raise BadBundle("it is no backup of a site")
    known = MigrationLoader(None).disk_migrations
    made = {(app, name) for app, names in manifest["migrations"].items() for name in names}
    if made - known.keys():
        version = manifest.get("version", "a newer one")
        raise BadBundle(f"it was made by a newer version of the site ({version}): use that one")


def _keys(part: Part) -> Keys:
    try:
        return Keys.parse(part.whole())
    except (ValueError, KeyError, TypeError):
        raise BadBundle("its keys cannot be read") from None


def _schema_of(manifest: dict[str, Any]) -> dict[str, tables.Model]:
    """Make the tables as they were when the backup was made; their models by name."""
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, names in manifest["migrations"].items() for name in names}
    state = executor.migrate(tables.newest_of(applied, executor.loader))
    state.clear_delayed_apps_cache()
    return {
        model._meta.label_lower: model for model in state.apps.get_models(include_auto_created=True)
    }


def _fill(bundle: Bundle, models: dict[str, tables.Model], watched: Watched) -> None:
    """Rows into the tables, which migrations may have put something into, and files into their folders."""
    if missing := bundle.manifest["tables"].keys() - models.keys():
        raise BadBundle(f"it holds tables that this site does not have: {', '.join(missing)}")
    wanted = [models[label] for label in bundle.manifest["tables"]]
    for model in reversed(tables.in_order(wanted)):
        tables.empty(model)
    for part in bundle.parts():
        watched(part)
        folder, name, *deeper = part.name.split("/")
        if folder == "tables":
            _insert(models, name, part)
        elif folder == "keys":
            part.whole()
        else:
            _file(folder, [name, *deeper], part)
    tables.number_on(wanted)


def _insert(models: dict[str, tables.Model], label: str, part: Part) -> None:
    try:
        tables.put(models[label], _rows(part))
    except (ValueError, TypeError, KeyError, ValidationError, IntegrityError, DataError):
        raise BadBundle(f"rows of {label} do not fit into its table") from None


def _rows(part: Part) -> Iterator[dict[str, Any]]:
    for line in part.whole().split(b"\n"):
        if line:
            yield json.loads(line)


def _file(folder: str, steps: list[str], part: Part) -> None:
    allowed = {path.name: path for path in making.media()}
    if folder not in allowed:
        raise BadBundle("it holds what no backup holds")
    path = allowed[folder].joinpath(*steps)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as file:
        for chunk in part.chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _refuse_what_does_not_fit(found: Found, models: dict[str, tables.Model]) -> None:
    """Every row there and every row that others name; else nothing is."""
    try:
        connection.check_constraints()
    except IntegrityError:
        raise BadBundle("its rows do not belong together") from None
    for label, rows in found.counts.items():
        if label in models and tables.count(models[label]) != rows:
            raise BadBundle(f"not every row of {label} could be put back")
