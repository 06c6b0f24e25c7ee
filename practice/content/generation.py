"""When what visitors see changed last: one number, renewed by every write of content in its own transaction.

Triggers renew it, because they cannot be forgotten: a save, an update in bulk, a restore and a line typed
into the database's own shell all do it alike. `migrate` makes them. See docs/decisions/0014.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models.signals import post_migrate, pre_migrate

# Written while somebody types, or for one reader only: no page shows them.
_UNSEEN = {"content_revision", "content_previewlink", "content_generation"}
_RENEWS = "_renews_"  # in the name of each trigger


class Generation(models.Model):
    """The one row. The number means nothing but that another one was there before; chance makes it, so that
    a database that was put back never shows a number that some process has seen already."""

    stamp = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "generation of the content"

    def __str__(self) -> str:
        return str(self.stamp)


def current() -> int:
    """The number as it is now; 0 while there is none. Raises DatabaseError when nobody answers."""
    with connection.cursor() as cursor:  # asked all day: the model layer would cost more
        cursor.execute("SELECT stamp FROM content_generation WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def renew() -> None:
    """For what no trigger sees, such as tables that were made anew."""
    Generation.objects.get_or_create(pk=1)
    with connection.cursor() as cursor:
        cursor.execute(_RENEW[connection.vendor])


def tables() -> list[str]:
    """What the public pages are made of: every table of settings.SHOWN_APPS but the unseen ones."""
    found = apps.get_models(include_auto_created=True)
    shown = {m._meta.db_table for m in found if m._meta.app_label in settings.SHOWN_APPS}
    return sorted(shown - _UNSEEN)


def keep_renewing(config: Any) -> None:
    """Called when the site starts: whoever migrates makes the triggers, and makes none twice."""
    pre_migrate.connect(_before, sender=config, dispatch_uid="generation before")
    post_migrate.connect(_after, sender=config, dispatch_uid="generation after")


def _before(plan: Any = (), **about: Any) -> None:
    # PostgreSQL alters no table in the transaction that wrote to it while a trigger is still to run.
    if plan:
        with connection.cursor() as cursor:
            for table, name in _there(cursor):
                own = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{own}")


def _after(plan: Any = (), **about: Any) -> None:
    there = set(connection.introspection.table_names())
    if Generation._meta.db_table not in there:
        return  # everything was taken back
    with connection.cursor() as cursor:
        has = {name for _, name in _there(cursor)}
        wanted = _OWN[connection.vendor] | {
            name: sql
            for table in tables()
            if table in there
            for name, sql in _MAKE[connection.vendor](table).items()
        }
        missing = [sql for name, sql in wanted.items() if name not in has]
        for sql in [*_FIRST[connection.vendor], *missing] if missing else ():
            cursor.execute(sql)
    if plan or missing or not Generation.objects.exists():
        renew()


def _there(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(_LIST[connection.vendor], [f"%{_RENEWS}%"])
    return list(cursor.fetchall())


_LIST = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE %s",
}
_RENEW = {
    "sqlite": "UPDATE content_generation SET stamp = random()",
    "postgresql": "UPDATE content_generation SET stamp = (random() * 9e18)::bigint",
}
# At the end of a transaction, once, however many rows it wrote; and after all else that waits for its end: a
# second round of triggers, begun by a row that is gone before anybody can see it. So whoever has locked the
# one row waits for nobody, and two that write the same texts do not lock each other out over it.
# By its schema, because a restore sets no search_path.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION content_renew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('practice.renewed', true) IS DISTINCT FROM txid_current()::text THEN
    PERFORM set_config('practice.renewed', txid_current()::text, true);
    EXECUTE format('INSERT INTO %I.content_generation (id, stamp) VALUES ($1, 0)', TG_TABLE_SCHEMA)
      USING -txid_current();
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION content_renew_at_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DELETE FROM %I.content_generation WHERE id < 0', TG_TABLE_SCHEMA);
  EXECUTE format('UPDATE %I.content_generation SET stamp = (random() * 9e18)::bigint', TG_TABLE_SCHEMA);
  RETURN NULL;
END $$"""
_FIRST: dict[str, list[str]] = {"sqlite": [], "postgresql": [_FUNCTIONS]}
_DEFERRED = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
_LAST = f"content_generation{_RENEWS}last"
_OWN: dict[str, dict[str, str]] = {
    "sqlite": {},
    "postgresql": {
        _LAST: f"CREATE CONSTRAINT TRIGGER {_LAST} AFTER INSERT ON content_generation {_DEFERRED} "
        "WHEN (NEW.id < 0) EXECUTE FUNCTION content_renew_at_last()"
    },
}


def _on_sqlite(table: str) -> dict[str, str]:
    names = {act: f"{table}{_RENEWS}{act}" for act in ("insert", "update", "delete")}
    return {
        name: f"CREATE TRIGGER {name} AFTER {act} ON {table} BEGIN {_RENEW['sqlite']}; END"
        for act, name in names.items()
    }


def _on_postgresql(table: str) -> dict[str, str]:
    rows, whole = f"{table}{_RENEWS}all", f"{table}{_RENEWS}truncate"
    return {
        rows: f"CREATE CONSTRAINT TRIGGER {rows} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"{_DEFERRED} EXECUTE FUNCTION content_renew()",
        whole: f"CREATE TRIGGER {whole} AFTER TRUNCATE ON {table} EXECUTE FUNCTION content_renew()",
    }


_MAKE = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
