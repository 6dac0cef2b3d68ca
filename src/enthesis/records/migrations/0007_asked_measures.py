"""What a patient is asked may be chosen for an episode."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One field; empty means what it meant before."""

    dependencies = [("records", "0006_document_kinds")]

    operations = [
        migrations.AddField(
            model_name="episode",
            name="asked_measures",
            field=models.JSONField(
                blank=True, help_text="Ids of the measures the patient is asked (JSON list); empty: those of the region.", null=True
            ),
        ),
    ]
