"""Putting a backup back onto a machine that has nothing yet, on either database."""

import json
import shutil
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from intake.models import Notification
from practice import env
from practice.archive import box, sealed
from practice.audit.log import step_back
from practice.backup import key, tables, taking
from practice.content import generation
from practice.content.search.index import remake
from practice.profile import kept

_HOLD = """
UPDATE intake_notification SET state = 'failed', last_error = %s, lease = NULL, leased_until = NULL
WHERE state = 'waiting'
"""
# What a site that has been used has rows of.
_SIGNS = ("auth_user", "content_entry", "intake_inquiry", "audit_event", "profile_practice")


class Refused(Exception):
    """Nothing was changed; `str()` says why, and what to do."""


def restore(path: Path, opener: str) -> dict[str, Any]:
    """Put everything in `path` back; returns its manifest. Raises Refused, NotOpened, NotABox or OSError.

    All of it is read and checked before anything is changed, and all rows come in one transaction.
    """
    refuse_what_is_there()
    with sealed.opening(path, opener) as stream:
        manifest = box.checked(stream)
    targets = _targets(manifest)
    with sealed.opening(path, opener) as stream:
        found = next(
            content.read() for name, content in box.pieces(stream) if name == "secrets.json"
        )
    _take_on(json.loads(found))
    registry = _tables_as_they_were(targets)
    waiting = Path(settings.DATA_DIR) / "media.restoring"
    shutil.rmtree(waiting, ignore_errors=True)
    with transaction.atomic():
        with sealed.opening(path, opener) as stream:
            counts = _put_all_back(stream, registry, waiting)
        _compare(manifest, counts)
        _set_on(registry)
        if waiting.is_dir():
            waiting.rename(taking.media())
    key.keep(opener)
    _bring_up_to_date()
    return manifest


def refuse_what_is_there() -> None:
    """Raises Refused unless there is no site here yet."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in there.intersection(_SIGNS):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            if cursor.fetchone()[0]:
                raise Refused(
                    "there is a site in this database already: give DATA_DIR or DATABASE_URL of a new one"
                )
    if taking.uploaded():
        raise Refused(f"there are pictures in {taking.media()} already: move them away")


def _targets(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """The newest migration of each app that the backup knew. Raises Refused when this code knows it not."""
    graph = MigrationExecutor(connection).loader.graph
    applied = {(app, name) for app, name in manifest["migrations"]}
    if unknown := applied - graph.nodes.keys():
        app, name = min(unknown)
        raise Refused(
            f"it was made by a newer version of this site ({app} {name}): update the site first"
        )
    followed = {
        parent.key
        for node in applied
        for parent in graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    return sorted(applied - followed)


def _take_on(secrets: dict[str, str]) -> None:
    """Go on with the keys of the backup. Those set in the environment must be the same."""
    for name in taking.SECRETS:
        path = env.secret_path(name, settings.DATA_DIR)
        if path is None or path.parent != Path(settings.DATA_DIR):
            if getattr(settings, name) != secrets[name] and name != "SECRET_KEY":
                raise Refused(
                    f"{name} is set, and is not the backup's: leave it unset, or set the backup's"
                )
            continue
        env.write_once(path, secrets[name])
        env.replace_secret(path, secrets[name])
        setattr(settings, name, secrets[name])


def _tables_as_they_were(targets: list[tuple[str, str]]) -> Any:
    """Make the tables as they were when the backup was taken; the models that know them."""
    executor = MigrationExecutor(connection)
    if set(targets) == {node for node in executor.loader.graph.leaf_nodes()}:
        call_command("migrate", verbosity=0, interactive=False)
        return apps
    return executor.migrate(targets).apps


def _put_all_back(stream: Any, registry: Any, waiting: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    models = {model._meta.label_lower: model for model in tables.backed_up(registry)}
    tables.empty(registry)
    for name, content in box.pieces(stream):
        kind, _, rest = name.partition("/")
        if kind == "rows":
            label = rest.partition("/")[0]
            names, *lines = content.read().split(b"\n")
            counts[label] += tables.put_back(models[label], json.loads(names), lines)
        elif kind == "media":
            _put_file(waiting, rest, content)
    return counts


def _put_file(folder: Path, name: str, content: Any) -> None:
    if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
        raise Refused(f"{name} in it leads out of the folder of pictures")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file)


def _compare(manifest: dict[str, Any], counts: Counter[str]) -> None:
    for label, count in manifest["rows"].items():
        if counts[label] != count:
            raise Refused(f"{label} has {counts[label]} rows where the backup says {count}")


def _set_on(registry: Any) -> None:
    """What is no row: the next numbers of new rows, and mail that may have been sent since."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables.backed_up(registry)):
            cursor.execute(statement)
        cursor.execute(_HOLD, [Notification.HELD])
    connection.check_constraints()


def _bring_up_to_date() -> None:
    ContentType.objects.clear_cache()
    call_command("migrate", verbosity=0, interactive=False)
    step_back(Notification.HELD)
    generation.renew()
    remake()
    kept.keep()
