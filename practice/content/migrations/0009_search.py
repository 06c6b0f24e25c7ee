from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0008_cover_drawn_from'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='entry',
            name='what_is_public',
        ),
        migrations.AddField(
            model_name='entry',
            name='felt',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AlterField(
            model_name='entry',
            name='plain',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['kind', 'status', '-publish_at', '-id'], name='what_is_public'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['status', 'kind', 'felt', 'publish_at'], name='what_is_felt'),
        ),
    ]
