"""The way back from an upgrade: what was in the tables before they changed, and the tables as they were."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, DateTimeField, Max
from django.utils import timezone

from practice.backups import daily, making, recovery, tables
from practice.backups.making import Made

# Rows in one of these are somebody's; in others there are some as soon as there are tables.
_SOMEBODYS = {"profile.practice", "content.entry", "intake.inquiry", "auth.user"}


def waiting() -> bool:
    """Whether this code wants other tables than there are."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def models_there() -> list[tables.Model]:
    """The models of the tables as they are now, which earlier code made."""
    loader = MigrationExecutor(connection).loader
    last = tables.newest_of(set(loader.applied_migrations), loader)
    return tables.backed_up(loader.project_state(last))


def is_empty(models: list[tables.Model]) -> bool:
    return not any(
        model._base_manager.exists() for model in models if model._meta.label_lower in _SOMEBODYS
    )


def back_up(models: list[tables.Model]) -> tuple[Path, Made | None]:
    """Seal everything as the earlier code left it; where, and what, unless that was done a moment ago.

    An upgrade that fails is tried again and again by whatever starts the site. The same rows give the same
    name, so that the backup of the first try is not pushed out by those of a hundred others. Raises
    making.Refused, age.BadKey and OSError.
    """
    ending = f"-{_digest(models)}"
    there = daily.folder().glob(f"{daily.UPGRADE}-*{ending}.age")
    if done := [path for path in there if _is_of_today(path)]:
        return done[0], None
    target = daily.folder() / daily.new_name(daily.UPGRADE, ending)
    return target, making.make(target, _public(models), models=models)


def begin(file: Path) -> Path:
    """Note what leads back, before the first table changes; the file that does.

    That is `file`, unless an upgrade was killed half way today: what is sealed since is half an upgrade.
    """
    first = file.parent / (_begun().read_text().strip() if _begun().exists() else "")
    if not _is_of_today(first) or not first.exists():
        first = file
    _begun().write_text(f"{first.name}\n")
    return first


def end() -> None:
    """The tables are whole, as one version of the code knows them."""
    _begun().unlink(missing_ok=True)


def _begun() -> Path:
    return Path(settings.DATA_DIR) / "upgrade.begun"


def _is_of_today(path: Path) -> bool:
    made_at = daily.made_at(path)
    return made_at is not None and timezone.now() - made_at < daily.EVERY


def _digest(models: list[tables.Model]) -> str:
    """The same as long as no row came or went, and no time in one: each thing that is done leaves that."""
    found = {model._meta.label_lower: _last_done(model) for model in models}
    return hashlib.sha256(repr((making.applied(), found)).encode()).hexdigest()[:8]


def _last_done(model: tables.Model) -> list[Any]:
    """How many rows, and the latest of each kind of time in them."""
    times = [f.attname for f in tables.fields_of(model) if isinstance(f, DateTimeField)]
    found = model._base_manager.aggregate(rows=Count("pk"), **{f"last_{n}": Max(n) for n in times})
    return sorted(found.items())


def _public(models: list[tables.Model]) -> str:
    """What to seal for, before the table of keys is as this code knows it, or is there at all."""
    for model in models:
        if model._meta.label_lower == "backups.recoverykey":
            keys = model._base_manager.order_by("-made_at", "-pk").values_list("public", flat=True)
            return keys.first() or recovery.public_here()
    return recovery.public_here()


def go_back_to(migrations: dict[str, list[str]]) -> None:
    """Bring the tables back to how the migrations named here left them, for the code that knows no others."""
    for app, names in making.applied().items():
        before = migrations.get(app, [])
        if set(names) - set(before):
            last = before[-1] if before else "zero"
            call_command("migrate", app, last, verbosity=0, interactive=False)
    # What a `migrate` that stopped had taken away before its first step comes back, too.
    emit_post_migrate_signal(0, False, connection.alias, plan=[])
