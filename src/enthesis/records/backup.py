"""Backup of the whole database into one file while the server runs, and restore with a check first.

The keys are not in a backup: whoever finds it cannot read contact details. Keep `field_key` and `secret_key` apart from it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connections
from django.db.migrations.loader import MigrationLoader

from enthesis.records.database import OWNER
from enthesis.terms.fault import UnusableInput

FOLDER = "backups"
SQLITE_MAGIC = b"SQLite format 3\x00"
POSTGRESQL_MAGIC = b"PGDMP"
PAGES_AT_ONCE = 2000
"""Pages copied between two looks at whether somebody writes; the server goes on meanwhile."""


@dataclass(frozen=True)
class RestoredFrom:
    """What a restore did."""

    backup: Path
    set_aside: Path | None
    """Where the database that stood there before is kept; None when there was none."""


def migrating_alias() -> str:
    """The connection that may change tables: the owner's where one is set."""
    return OWNER if OWNER in connections.databases else "default"


def backup_name(kind: str = "enthesis") -> str:
    """A file name that sorts by time, for instance enthesis-20261123T093000123Z.sqlite3."""
    suffix = "sqlite3" if connections["default"].vendor == "sqlite" else "dump"
    return f"{kind}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:-3] + f"Z.{suffix}"


def back_up(home: Path, to: Path | None = None, kind: str = "enthesis") -> Path:
    """Write a consistent copy of the database, on the disk when this returns, readable by its owner alone.

    Args:
        to: the file; by default a new one in the installation's folder `backups`.
        kind: the beginning of that file's name.
    Raises:
        UnusableInput: it exists already, cannot be written, or PostgreSQL's programs are missing.
    """
    if to is None:
        (home / FOLDER).mkdir(mode=0o700, exist_ok=True)
        to = home / FOLDER / backup_name(kind)
    if to.exists():
        raise UnusableInput(str(to), "this file exists already", "name a new file")
    part = to.with_name(to.name + ".part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        if connections["default"].vendor == "sqlite":
            _copy_sqlite(Path(connections["default"].settings_dict["NAME"]), part)
        else:
            _dump_postgresql(part)
        _flush(part)
        part.rename(to)
        _flush(to.parent)
    except OSError as error:
        raise UnusableInput(str(to), f"the backup cannot be written ({error.strerror})", "name another file with --to") from None
    finally:
        part.unlink(missing_ok=True)
    return to


def restore(home: Path, backup: Path, replace: bool = False) -> RestoredFrom:
    """Put a backup in the place of the database, after looking whether it is whole.

    The caller holds the lock that says no server is at work.

    Args:
        replace: allow it where a database stands already; that one is kept aside.
    Raises:
        UnusableInput: the file is no backup of this kind of database, is damaged, was made by a newer Enthesis, or a
            database stands there and `replace` is False. Nothing was changed then.
    """
    try:
        with backup.open("rb") as file:
            begins = file.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise UnusableInput(str(backup), f"this file cannot be read ({error.strerror})", "name a backup") from None
    vendor = connections["default"].vendor
    of = "sqlite" if begins == SQLITE_MAGIC else "postgresql" if begins.startswith(POSTGRESQL_MAGIC) else ""
    if not of:
        raise UnusableInput(str(backup), "this is not a backup made by 'enthesis backup'", "name one")
    if of != vendor:
        raise UnusableInput(
            str(backup),
            f"this is a backup of {of}, and this installation uses {vendor}",
            "set or clear ENTHESIS_DATABASE_URL to match it",
        )
    if not replace and has_tables():
        raise UnusableInput(
            str(home), "a database stands here already", "add --replace to put the backup in its place; the old one is kept aside"
        )
    return _restore_sqlite(home, backup) if of == "sqlite" else _restore_postgresql(home, backup)


def has_tables() -> bool:
    """Whether there is a database with anything of ours in it."""
    connection = connections["default"]
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    with connection.cursor() as cursor:
        return "django_migrations" in connection.introspection.table_names(cursor)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise UnusableInput(str(source), "there is no database yet", "start the server once with 'enthesis serve'")
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing, pages=PAGES_AT_ONCE, sleep=0.01)
        # One file that needs no companion.
        writing.execute("PRAGMA journal_mode=DELETE")


def check_sqlite(backup: Path) -> None:
    """Look whether a SQLite file is whole and of this version or an older one.

    Raises:
        UnusableInput: it is not; the sentence says how.
    """
    try:
        with closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as reading:
            said = reading.execute("PRAGMA integrity_check(1)").fetchone()[0]
            astray = reading.execute("PRAGMA foreign_key_check").fetchone()
            applied = {tuple(row) for row in reading.execute("SELECT app, name FROM django_migrations")}
    except sqlite3.DatabaseError as error:
        raise UnusableInput(str(backup), f"this backup is damaged ({error})", "use another one") from None
    if said != "ok" or astray is not None:
        raise UnusableInput(
            str(backup), f"this backup is damaged ({said if said != 'ok' else 'a row points nowhere'})", "use another one"
        )
    check_version(backup, applied)


def check_version(backup: Path, applied: set[tuple[str, str]]) -> None:
    """Refuse what a newer version wrote.

    Raises:
        UnusableInput: it holds changes that this version does not know.
    """
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    newer = sorted(f"{app} {name}" for app, name in applied - known)
    if newer:
        raise UnusableInput(
            str(backup), f"this backup was made by a newer Enthesis (it has {newer[0]})", "install that version, then restore"
        )
    if not any(app == "records" for app, _ in applied):
        raise UnusableInput(str(backup), "there are no records of Enthesis in this file", "name a backup")


def _restore_sqlite(home: Path, backup: Path) -> RestoredFrom:
    check_sqlite(backup)
    database = Path(connections["default"].settings_dict["NAME"])
    incoming = database.with_name(database.name + ".incoming")
    incoming.unlink(missing_ok=True)
    os.close(os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    shutil.copyfile(backup, incoming)
    _flush(incoming)
    set_aside = None
    if database.exists():
        set_aside = back_up(home, kind="before-restore")
        connections["default"].close()
    for companion in ("-wal", "-shm"):
        database.with_name(database.name + companion).unlink(missing_ok=True)
    incoming.replace(database)
    _flush(database.parent)
    return RestoredFrom(backup, set_aside)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise UnusableInput(
            name, "backup and restore of PostgreSQL need this program, and it is not on the PATH", "install postgresql-client"
        )
    return found


def _run_program(name: str, arguments: list[str], given: str | None = None, about: str = "") -> str:
    """Run one of PostgreSQL's programs as the owner, who says that this is maintenance.

    Raises:
        UnusableInput: the program is missing or failed; its first line of complaint is repeated.
    """
    there = connections[migrating_alias()].settings_dict
    environment = {
        **os.environ,
        **{"PGHOST": there["HOST"], "PGPORT": there["PORT"], "PGUSER": there["USER"], "PGPASSWORD": there["PASSWORD"]},
        **{"PGDATABASE": there["NAME"], "PGOPTIONS": there.get("OPTIONS", {}).get("options", ""), "PGCLIENTENCODING": "UTF8"},
    }
    done = subprocess.run(
        [_program(name), *arguments], env=environment, input=given, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        said = next((line for line in done.stderr.splitlines() if "error" in line.lower()), done.stderr.strip()[:200])
        raise UnusableInput(about or name, f"{name} failed ({said})", "see docs/how_to/backup.md")
    return done.stdout


def _need_owner() -> None:
    if OWNER not in connections.databases:
        raise UnusableInput(
            "ENTHESIS_DATABASE_OWNER_URL",
            "backup and restore of PostgreSQL work as the owner of its tables",
            "set it for this command",
        )


def _dump_postgresql(target: Path) -> None:
    _need_owner()
    # Row-level security stays on: the owner's connection sees every row because it says that it does maintenance.
    _run_program(
        "pg_dump",
        ["--format=custom", "--enable-row-security", "--no-owner", "--no-privileges", "--schema=public", f"--file={target}"],
    )


def _restore_postgresql(home: Path, backup: Path) -> RestoredFrom:
    from enthesis.records.guards import put_on

    _need_owner()
    applied = _run_program("pg_restore", ["--data-only", "--table=django_migrations", "--file=-", str(backup)], about=str(backup))
    check_version(backup, {tuple(line.split("\t")[1:3]) for line in applied.splitlines() if line.count("\t") == 3})  # type: ignore[arg-type]
    owner = connections[OWNER]
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s",
            [connections["default"].settings_dict["USER"]],
        )
        (others,) = cursor.fetchone() or (0,)
    if others > (1 if connections["default"].connection is not None else 0):
        raise UnusableInput(str(backup), "a server is at work on this database", "stop it first")
    set_aside = back_up(home, kind="before-restore") if has_tables() else None
    for alias in ("default", OWNER):
        connections[alias].close()
    # Policies and rights name roles, which may be others here: they are written anew below.
    listed = _run_program("pg_restore", ["--list", str(backup)], about=str(backup))
    kept = [line for line in listed.splitlines() if not _is_protection(line)]
    listing = home / "restore.list"
    listing.write_text("\n".join(kept) + "\n", encoding="utf-8")
    try:
        script = _run_program("pg_restore", ["--no-owner", "--no-privileges", f"--use-list={listing}", "--file=-", str(backup)])
    finally:
        listing.unlink(missing_ok=True)
    # One transaction: either all of the backup stands there afterwards, or what stood there before.
    _run_program(
        "psql",
        ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"],
        DROP_OURS + script,
        str(backup),
    )
    put_on(OWNER)
    connections[OWNER].close()
    return RestoredFrom(backup, set_aside)


def _is_protection(line: str) -> bool:
    """Whether a line of pg_restore's list is a policy, the switch of row-level security, or the schema itself."""
    words = line.split()
    return not line.startswith(";") and any(
        words[3 : 3 + len(kind)] == kind for kind in (["POLICY"], ["ROW", "SECURITY"], ["SCHEMA"], ["COMMENT"], ["ACL"])
    )


DROP_OURS = """
DO $$
DECLARE item record;
BEGIN
    FOR item IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', item.tablename);
    END LOOP;
    FOR item IN SELECT p.oid::regprocedure AS signature FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
                WHERE p.pronamespace = 'public'::regnamespace AND r.rolname = current_user AND p.prorettype = 'trigger'::regtype LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', item.signature);
    END LOOP;
END $$;
"""
