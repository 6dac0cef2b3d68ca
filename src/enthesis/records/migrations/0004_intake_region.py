"""An intake asks the questions of one region; those before it asked the first one's."""

from __future__ import annotations

from django.db import migrations, models

import enthesis.knowledge.regions


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("records", "0003_needling")]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="region",
            field=models.CharField(
                default=enthesis.knowledge.regions.default_region, help_text="Pack whose questions are asked.", max_length=40
            ),
        ),
    ]
