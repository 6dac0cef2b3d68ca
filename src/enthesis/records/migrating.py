"""Bring the database to this version: a backup first, one process at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from enthesis.records.backup import back_up, has_tables, migrating_alias
from enthesis.records.database import OWNER
from enthesis.records.guards import missing_guards, put_on
from enthesis.records.locks import MIGRATING, hold_file, hold_in_database
from enthesis.terms.fault import UnusableInput


@dataclass(frozen=True)
class Migrated:
    """What was done; nothing when the database was of this version."""

    applied: tuple[str, ...] = ()
    backup: Path | None = None


def pending_migrations(alias: str = "default") -> list[str]:
    """Changes of this version that the database does not have yet, in order; "app name".

    Raises:
        UnusableInput: the database cannot be reached.
    """
    try:
        executor = MigrationExecutor(connections[alias])
    except OperationalError as error:
        raise unreachable(alias, error) from None
    return [
        f"{migration.app_label} {migration.name}" for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]


def migrate_with_backup(home: Path) -> Migrated:
    """Bring the database to this version. Costs one look when it is already there.

    Raises:
        UnusableInput: it cannot be reached; or it must be changed and the owner of a PostgreSQL is not named.
    """
    # A migration that was cut short after its last step leaves nothing pending, and no triggers.
    if not pending_migrations() and not missing_guards(connections["default"]):
        return Migrated()
    if connections["default"].vendor == "postgresql" and OWNER not in connections.databases:
        raise UnusableInput(
            "ENTHESIS_DATABASE_OWNER_URL",
            "the database is not of this version or lacks triggers, and only the owner of its tables can change it",
            "set it for this start, as docs/how_to/postgresql.md says",
        )
    alias = migrating_alias()
    try:
        with hold_file(home, MIGRATING), hold_in_database(connections[alias], MIGRATING):
            pending = pending_migrations()  # somebody else may have done it while we waited
            if not pending:
                if missing_guards(connections[alias]):
                    put_on(alias)
                return Migrated()
            backup = back_up(home, kind="before-migration") if has_tables() else None
            call_command("migrate", database=alias, verbosity=0, interactive=False)
    except OperationalError as error:
        raise unreachable(alias, error) from None
    finally:
        for each in {alias, "default"}:
            connections[each].close()
    return Migrated(tuple(pending), backup)


def unreachable(alias: str, error: Exception) -> UnusableInput:
    """One sentence for a database that does not answer."""
    there = connections[alias].settings_dict
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if connections[alias].vendor == "sqlite":
        return UnusableInput(
            str(there["NAME"]), f"the database cannot be opened ({said})", "set ENTHESIS_HOME to a folder you may write"
        )
    variable = "ENTHESIS_DATABASE_OWNER_URL" if alias == OWNER else "ENTHESIS_DATABASE_URL"
    return UnusableInput(variable, f"the database does not answer ({said})", "start it, or correct the address")
