from uuid import NAMESPACE_URL, uuid5

from django.db import migrations, models


def keep_what_readers_know(apps, schema_editor):
    """The ids that feeds gave out until now."""
    model, connection = apps.get_model('content', 'Entry'), schema_editor.connection
    stored = model._meta.get_field('lasting_id').get_db_prep_value
    rows = [
        (stored(uuid5(NAMESPACE_URL, f'entry {pk} of {created.isoformat()}'), connection), pk)
        for pk, created in model.objects.values_list('pk', 'created').iterator()
    ]
    with connection.cursor() as cursor:
        cursor.executemany('UPDATE content_entry SET lasting_id = %s WHERE id = %s', rows)


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0011_generation'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='lasting_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(keep_what_readers_know, migrations.RunPython.noop),
    ]
