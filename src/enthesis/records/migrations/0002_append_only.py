"""The database itself forbids changing or removing what was observed, signed or audited, and adding to what is locked."""

from django.db import migrations

APPEND_ONLY = (
    *("records_auditrow", "records_findingentry", "records_measureentry", "records_textentry", "records_drawingentry"),
    *("records_redflagentry", "records_diagnosisentry", "records_signature", "records_addendum", "records_document"),
    *("records_patientcorrection", "records_intakeanswer"),
)
ENTRIES = tuple(name for name in APPEND_ONLY if name.endswith("entry"))
LOCKED = "('signed', 'awaiting_cosignature', 'abandoned')"


def add_triggers(apps, schema_editor):
    """Triggers in the database's own words."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in sqlite_statements():
            schema_editor.execute(statement)
    elif schema_editor.connection.vendor == "postgresql":
        for statement in postgresql_statements():
            schema_editor.execute(statement, params=None)  # or a % in it would be taken for a placeholder


def remove_triggers(apps, schema_editor):
    """Undo, for a database that is taken apart."""
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in APPEND_ONLY:
        for deed in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed}" + (f" ON {table}" if on_table else ""))
    for table in ENTRIES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_locked" + (f" ON {table}" if on_table else ""))
    schema_editor.execute("DROP TRIGGER IF EXISTS records_encounter_stays_signed" + (" ON records_encounter" if on_table else ""))


def sqlite_statements():
    """One trigger for each table and deed."""
    for table in APPEND_ONLY:
        for deed in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for table in ENTRIES:
        yield (
            f"CREATE TRIGGER {table}_locked BEFORE INSERT ON {table} "
            f"WHEN (SELECT status FROM records_encounter WHERE id = NEW.encounter_id) IN {LOCKED} "
            "BEGIN SELECT RAISE(ABORT, 'the encounter is locked'); END"
        )
    yield (
        "CREATE TRIGGER records_encounter_stays_signed BEFORE UPDATE ON records_encounter "
        "WHEN OLD.status = 'signed' BEGIN SELECT RAISE(ABORT, 'a signed encounter is locked'); END"
    )


def postgresql_statements():
    """Three functions, and a trigger for each table and deed."""
    yield (
        "CREATE OR REPLACE FUNCTION enthesis_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION enthesis_encounter_open() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF (SELECT status FROM records_encounter WHERE id = NEW.encounter_id) IN {LOCKED} "
        "THEN RAISE EXCEPTION 'the encounter is locked'; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION enthesis_stays_signed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.status = 'signed' THEN RAISE EXCEPTION 'a signed encounter is locked'; END IF; RETURN NEW; END $$"
    )
    for table in APPEND_ONLY:
        for deed in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION enthesis_append_only()"
            )
        # TRUNCATE fires no row trigger; the web role has no right to it, and the owner's tests may need it.
    for table in ENTRIES:
        yield f"CREATE TRIGGER {table}_locked BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION enthesis_encounter_open()"
    yield (
        "CREATE TRIGGER records_encounter_stays_signed BEFORE UPDATE ON records_encounter "
        "FOR EACH ROW EXECUTE FUNCTION enthesis_stays_signed()"
    )


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
