"""PostgreSQL sorts search keys by their bytes, as SQLite does: a range over the beginnings then reads the index."""

from django.db import migrations


def sort_by_bytes(apps, schema_editor):
    """The column's collation, whatever the database's own is."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE records_patientsearchkey ALTER COLUMN key TYPE varchar(180) COLLATE "C"')


class Migration(migrations.Migration):
    """See the module. Rights, policies and triggers are written after every migration (`records.guards`)."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(sort_by_bytes, migrations.RunPython.noop)]
