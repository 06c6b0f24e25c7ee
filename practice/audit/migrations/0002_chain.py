"""Number the events and seal each with the one before, those already written too."""

from functools import partial

from django.db import migrations, models, transaction
from django.utils import timezone


def chain(apps, schema_editor):
    from practice.audit import head
    from practice.audit.chain import Line, seal

    events = apps.get_model("audit", "Event").objects
    number, sealed, rows = 0, "", []
    for event in events.order_by("pk").iterator():
        number += 1
        line = Line(number, event.at, event.action, event.actor, event.references, event.fields)
        sealed = seal(sealed, line)
        rows.append((number, sealed, event.pk))
    if not number:
        return
    with schema_editor.connection.cursor() as cursor:  # one by one they take ten times as long
        cursor.executemany("UPDATE audit_event SET number = %s, seal = %s WHERE id = %s", rows)
    # These lines could have been changed before they were sealed; the log itself says so.
    line = Line(number + 1, timezone.now(), f"{number} older lines sealed afterwards", "site", [], [])
    sealed = seal(sealed, line)
    events.create(**line._asdict(), seal=sealed)
    transaction.on_commit(partial(head.reset, head.Noted(line.number, sealed)), robust=True)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='event',
            options={'ordering': ['-number']},
        ),
        migrations.AlterField(
            model_name='event',
            name='at',
            field=models.DateTimeField(),
        ),
        migrations.AddField(
            model_name='event',
            name='number',
            field=models.PositiveBigIntegerField(help_text='its place in the log', null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='seal',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='event',
            name='number',
            field=models.PositiveBigIntegerField(help_text='its place in the log', unique=True),
        ),
    ]
