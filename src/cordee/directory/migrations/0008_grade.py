from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("directory", "0007_once_from_a_day"),)
    operations = (
        migrations.AddField(
            model_name="involvement",
            name="grade",
            field=models.CharField(blank=True, max_length=40),
        ),
    )
