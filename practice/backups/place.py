"""Whether a place is empty, and whether a restore that began there has ended."""

import shutil
from pathlib import Path

from django.db import connection

from practice.backups import making

MARK = "practice_restoring"


class NotEmpty(Exception):
    """There is something already. Its text is one line for whoever asked."""


def unfinished() -> bool:
    """Whether a restore began here and did not end."""
    return MARK in connection.introspection.table_names()


def refuse_what_is_there() -> None:
    """Raises NotEmpty. What an unfinished restore left is nothing that anybody needs."""
    there = connection.introspection.table_names()
    if MARK in there:
        return
    if there:
        raise NotEmpty(
            f"There is a database already ({_name()}). A backup goes into an empty place only: stop the "
            "site, and name a new DATA_DIR, or a new database in DATABASE_URL. Nothing was changed."
        )
    for folder in making.media():
        if folder.is_dir() and any(folder.iterdir()):
            raise NotEmpty(
                f"There are pictures already in {folder}. A backup goes into an empty place only: move "
                "them away, or name a new DATA_DIR. Nothing was changed."
            )


def begin() -> None:
    """Clear away what an unfinished restore left, and mark the place as unfinished."""
    if unfinished():
        clear()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} (began integer)")


def end() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {MARK}")


def clear() -> None:
    """Make the place as empty as it was, its mark last."""
    for folder in making.media():
        shutil.rmtree(folder, ignore_errors=True)
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        # With the file goes its mark; a log without its file is nothing to SQLite.
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names() if name != MARK]
        for name in [*names, MARK]:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")


def _name() -> str:
    where = connection.settings_dict
    return str(where["NAME"])
