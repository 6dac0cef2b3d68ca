"""A correction that undoes says so, and a student may sign again what a supervisor handed back."""

from django.db import migrations, models

ORIGINS = [
    ("examination", "Recorded in the room"),
    ("intake", "Patient's intake, confirmed"),
    ("import", "Imported case file"),
    ("undo", "Undone"),
]
ENTRIES = ("diagnosisentry", "drawingentry", "findingentry", "measureentry", "redflagentry", "textentry")


def restore_signature_triggers(apps, schema_editor):
    """SQLite drops a constraint by writing the table anew, and the triggers go with the old one."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for deed in ("update", "delete"):
        name = f"records_signature_no_{deed}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {deed.upper()} ON records_signature "
            "BEGIN SELECT RAISE(ABORT, 'records_signature is append-only'); END"
        )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("records", "0002_append_only")]
    operations = [
        migrations.RemoveConstraint(model_name="signature", name="signed_once_and_cosigned_once"),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("encounter",), condition=models.Q(("is_cosignature", True)), name="cosigned_once"
            ),
        ),
        *(
            migrations.AlterField(
                model_name=model, name="origin", field=models.CharField(choices=ORIGINS, default="examination", max_length=12)
            )
            for model in ENTRIES
        ),
        migrations.RunPython(restore_signature_triggers, migrations.RunPython.noop),
    ]
