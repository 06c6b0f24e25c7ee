"""The database is emptied after a test whose transactions were real: what was filled, and nothing else.

Django empties every table and then makes permissions, roles and triggers anew, a third of a second each time.
No test of ours adds to those, so they stay.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from practice.content.generation import Generation, renew

STAY = {
    *(model._meta.db_table for model in (ContentType, Permission, Group, Generation)),
    *(Group.permissions.through._meta.db_table, MigrationRecorder.Migration._meta.db_table),
}


def empty(test):
    """In the place of TransactionTestCase._fixture_teardown()."""
    names = set(connection.introspection.django_table_names(only_existing=True)) - STAY
    with connection.cursor() as cursor:
        filled = [name for name in sorted(names) if _holds_rows(cursor, name)]
    sql = connection.ops.sql_flush(no_style(), filled, allow_cascade=True)
    connection.ops.execute_sql_flush(sql)
    renew()


def _holds_rows(cursor, name):
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})")
    return cursor.fetchone()[0]
