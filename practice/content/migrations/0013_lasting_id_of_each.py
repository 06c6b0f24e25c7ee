import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """By itself, because PostgreSQL alters no table that waits for what was written to it."""

    dependencies = [
        ('content', '0012_lasting_id'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='lasting_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
