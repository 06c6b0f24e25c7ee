from uuid import NAMESPACE_URL, uuid5

from django.db import migrations, models


def keep_what_readers_know(apps, schema_editor):
    """The ids that feeds gave out until now."""
    entries = apps.get_model('content', 'Entry').objects
    rows = []
    for entry in entries.only('pk', 'created').iterator():
        entry.lasting_id = uuid5(NAMESPACE_URL, f'entry {entry.pk} of {entry.created.isoformat()}')
        rows.append(entry)
    entries.bulk_update(rows, ['lasting_id'], batch_size=200)


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
