from django.db import migrations

from practice.content.search import index


def make(apps, schema_editor):
    # What this makes can be made again at any time: whoever changes its shape calls the same in a later
    # migration, and empties this one.
    index.remake(apps)


def unmake(apps, schema_editor):
    index.drop()


class Migration(migrations.Migration):
    """By itself, because PostgreSQL alters no table that waits for what was written to it."""

    dependencies = [
        ('content', '0009_search'),
    ]

    operations = [migrations.RunPython(make, unmake)]
