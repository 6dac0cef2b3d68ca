"""Look whether this installation is sound: folder, keys, database, reach, and what is missing. `enthesis doctor` prints it.

Each check is one function in `CHECKS`; it gives lines, each ok, a warning or a fault, and says how to mend it.
"""

from __future__ import annotations

import datetime
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections

from enthesis.records.audit import AuditRow
from enthesis.records.backup import FOLDER as BACKUPS
from enthesis.records.database import OWNER
from enthesis.records.guards import missing_guards
from enthesis.records.isolation import clinic_scope
from enthesis.records.migrating import pending_migrations
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic
from enthesis.records.row_level_security import clinic_owned_models, table_of
from enthesis.terms.fault import UnusableInput

LEAST_DISK_MB, LOW_DISK_MB = 500, 5_000
LEAST_POSTGRESQL = 15
BACKUP_IS_OLD_DAYS = 7
CLOCK_MAY_DIFFER_S = 60
NOT_BEFORE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""This version was written later: a clock before it is wrong."""


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was seen, how to mend it."""

    level: Level
    about: str
    seen: str
    mend: str = ""


def ok(about: str, seen: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, about, seen)


def warning(about: str, seen: str, mend: str) -> Finding:
    """It works, with a limit worth knowing."""
    return Finding(Level.WARNING, about, seen, mend)


def fault(about: str, seen: str, mend: str) -> Finding:
    """Mend this."""
    return Finding(Level.FAULT, about, seen, mend)


def check_installation(now: datetime.datetime) -> list[Finding]:
    """Every check, in order. What depends on a database that does not answer is left out.

    Args:
        now: this machine's time.
    """
    found: list[Finding] = []
    for check in CHECKS:
        try:
            found += check(now)
        except UnusableInput as error:
            found.append(fault(error.fault.where, error.fault.what, error.fault.mend))
        except DatabaseError as error:
            found.append(
                fault("database", f"it refused a question ({str(error).strip().splitlines()[0]})", "see the lines above")
            )
        if any(line.level == Level.FAULT and line.about in NOTHING_MORE_AFTER for line in found):
            break
    return found


def check_folder(now: datetime.datetime) -> Iterator[Finding]:
    """ENTHESIS_HOME is for its owner alone, and has room."""
    home = Path(settings.ENTHESIS_HOME)
    mode = stat.S_IMODE(home.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        yield fault("folder", f"{home} can be opened by others (mode {mode:04o})", f"chmod 700 {home}")
    else:
        yield ok("folder", str(home))
    free_mb = shutil.disk_usage(home).free // 1_000_000
    if free_mb < LEAST_DISK_MB:
        yield fault("disk", f"{free_mb} MB free", "make room: nothing can be recorded on a full disk")
    elif free_mb < LOW_DISK_MB:
        yield warning("disk", f"{free_mb} MB free", "make room, or move backups elsewhere")
    else:
        yield ok("disk", f"{free_mb / 1000:.0f} GB free")


def check_keys(now: datetime.datetime) -> Iterator[Finding]:
    """The keys are there, for their owner alone. They are no part of a backup."""
    home = Path(settings.ENTHESIS_HOME)
    for name, from_environment in (("secret_key", False), ("field_key", bool(os.environ.get("ENTHESIS_FIELD_KEY")))):
        path = home / name
        if from_environment:
            yield ok(name, "from ENTHESIS_FIELD_KEY")
        elif os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield fault(name, f"{path} can be read by others", f"chmod 600 {path}")
        else:
            yield ok(name, f"{path} (keep a copy apart from the backups)")


def check_database(now: datetime.datetime) -> Iterator[Finding]:
    """It answers, is of this version, and keeps what it acknowledges."""
    pending = pending_migrations()
    if pending:
        yield fault(
            "version", f"{len(pending)} changes are missing in the database, first {pending[0]}", "run 'enthesis serve' once"
        )
        return
    yield ok("version", "the database is of this version")
    yield from _durable_sqlite() if connection.vendor == "sqlite" else _durable_postgresql()
    missing = missing_guards(connection)
    if missing:
        yield fault("triggers", f"{len(missing)} are missing, first {missing[0]}", "start the server once; it puts them on")
    else:
        yield ok("triggers", "append-only and clinic triggers are in place")


def _durable_sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        seen: dict[str, Any] = {}
        for name in ("journal_mode", "synchronous", "foreign_keys", "quick_check(1)"):
            cursor.execute(f"PRAGMA {name}")
            (seen[name],) = cursor.fetchone() or ("",)
    whole = seen.pop("quick_check(1)")
    if (seen["journal_mode"], seen["foreign_keys"]) != ("wal", 1) or seen["synchronous"] < 2:
        yield fault("durability", f"SQLite works with {seen}", "the folder must be on a local disk (not a network share)")
    else:
        yield ok("durability", "SQLite, write-ahead log, every commit on the disk")
    if whole != "ok":
        yield fault("integrity", f"the database file is damaged ({whole})", "restore the newest backup")
    else:
        yield ok("integrity", "the database file is whole")


def _durable_postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'), "
            "current_setting('server_version_num')::int / 10000"
        )
        fsync, commit, pages, major = cursor.fetchone() or ("", "", "", 0)
    off = [
        name for name, value in (("fsync", fsync), ("synchronous_commit", commit), ("full_page_writes", pages)) if value == "off"
    ]
    if off:
        yield fault(
            "durability", f"PostgreSQL has {', '.join(off)} off: a crash loses records", "set them to on in postgresql.conf"
        )
    else:
        yield ok("durability", f"PostgreSQL {major}, every commit on the disk")
    if major < LEAST_POSTGRESQL:
        yield fault("server", f"PostgreSQL {major}", f"use {LEAST_POSTGRESQL} or newer")


def check_row_level_security(now: datetime.datetime) -> Iterator[Finding]:
    """On PostgreSQL: every table behind the wall is locked, and the server's role cannot open the lock."""
    if connection.vendor != "postgresql":
        return
    tables = [*(table_of(model) for model in clinic_owned_models()), table_of(AuditRow)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) "
            "AND relrowsecurity AND relforcerowsecurity",
            [tables],
        )
        open_tables = sorted(set(tables) - {row[0] for row in cursor.fetchall()})
        cursor.execute(
            "SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, "
            "EXISTS (SELECT 1 FROM pg_tables t WHERE t.schemaname = 'public' AND pg_has_role(current_user, t.tableowner, 'MEMBER')), "
            "EXISTS (SELECT 1 FROM pg_tables t WHERE t.schemaname = 'public' "
            "AND has_table_privilege(format('%%I.%%I', t.schemaname, t.tablename), 'TRUNCATE')), "
            "has_schema_privilege('public', 'CREATE') FROM pg_roles r WHERE r.rolname = current_user",
            [],
        )
        powers = cursor.fetchone() or (True,) * 6
    if open_tables:
        yield fault(
            "row-level security", f"it is off for {', '.join(open_tables)}", "run 'enthesis serve' once with the owner's address"
        )
    else:
        yield ok("row-level security", f"on for all {len(tables)} tables behind the wall")
    names = ("is a superuser", "may bypass it", "may make roles", "is or can become the owner", "may truncate", "may make tables")
    held = [name for name, holds in zip(names, powers, strict=True) if holds]
    who = connection.settings_dict["USER"]
    if held:
        yield fault("server's role", f"{who} {', '.join(held)}", "give the server a role as docs/how_to/postgresql.md says")
    else:
        yield ok("server's role", f"{who} owns nothing and cannot lift its restrictions")
    if OWNER not in connections.databases:
        yield warning("owner", "ENTHESIS_DATABASE_OWNER_URL is not set here", "set it for upgrades, backup and restore")


def check_field_key(now: datetime.datetime) -> Iterator[Finding]:
    """The key opens what it is said to have sealed."""
    for clinic_id in Clinic.objects.order_by("id").values_list("id", flat=True):
        with clinic_scope(clinic_id, writes=False):
            sealed = (
                Patient.objects.exclude(email_encrypted=None).first() or Patient.objects.exclude(telephone_encrypted=None).first()
            )
            if sealed is not None:
                try:
                    _ = (sealed.email, sealed.telephone)
                except UnusableInput as error:
                    yield fault("field_key", error.fault.what, error.fault.mend)
                else:
                    yield ok("field_key", "it opens the contact details in the database")
                return


def check_clock(now: datetime.datetime) -> Iterator[Finding]:
    """Times in a record must be true."""
    if now < NOT_BEFORE:
        yield fault(
            "clock", f"this machine says it is {now:%Y-%m-%d}", "set its clock, and let it be kept (timedatectl set-ntp true)"
        )
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (theirs,) = cursor.fetchone() or (now,)
        if abs((theirs - now).total_seconds()) > CLOCK_MAY_DIFFER_S:
            yield warning("clock", f"the database's clock says {theirs:%Y-%m-%d %H:%M:%S}", "let both machines keep network time")
            return
    newest = max(
        filter(None, (_newest_audit(clinic_id) for clinic_id in Clinic.objects.values_list("id", flat=True))), default=now
    )
    if newest > now + datetime.timedelta(seconds=CLOCK_MAY_DIFFER_S):
        yield fault("clock", f"records are dated {newest:%Y-%m-%d %H:%M}, later than now", "set this machine's clock")
        return
    yield ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _newest_audit(clinic_id: object) -> datetime.datetime | None:
    with clinic_scope(clinic_id, writes=False):  # pyright: ignore[reportArgumentType]
        return AuditRow.objects.filter(clinic_id=clinic_id).order_by("-at").values_list("at", flat=True).first()


def check_reach(now: datetime.datetime) -> Iterator[Finding]:
    """Which of the three modes is in force, and what it means."""
    if settings.PUBLIC_URL is None:
        yield warning(
            "reach",
            "this machine only (demo): no phone can open a link",
            "set ENTHESIS_PUBLIC_URL to an https address, see docs/how_to/https.md",
        )
    elif settings.BEHIND_HTTPS:
        yield ok("reach", f"hosted behind a proxy with a certificate: {settings.PUBLIC_URL[0]}")
    else:
        yield warning(
            "reach",
            f"local network without a certificate: {settings.PUBLIC_URL[0]}; no passkeys, no offline app, and who listens can read",
            "put a proxy with a certificate before it, see docs/how_to/https.md",
        )
    if settings.DEBUG:
        yield fault("debug", "ENTHESIS_DEBUG=1 shows what was entered on error pages", "unset it")


def check_extras(now: datetime.datetime) -> Iterator[Finding]:
    """What works without, and how to have it."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        yield warning(
            "PDF",
            "no PDF; printing from the browser works",
            "pip install 'enthesis[pdf]' and apt-get install libpango-1.0-0 libpangoft2-1.0-0",
        )
    else:
        yield ok("PDF", "WeasyPrint and pango are here")
    if getattr(settings, "MAIL_CONFIGURED", False):
        yield ok("mail", "sent by the server in ENTHESIS_MAIL_URL")
    else:
        yield warning(
            "mail",
            "none is sent: those to patients wait, and passwords are set again by a clinic lead's link",
            "set ENTHESIS_MAIL_URL and ENTHESIS_PUBLIC_URL",
        )


def check_backups(now: datetime.datetime) -> Iterator[Finding]:
    """How old the newest backup in the folder is."""
    folder = Path(settings.ENTHESIS_HOME) / BACKUPS
    made = [path.stat().st_mtime for path in folder.glob("*") if path.suffix in (".sqlite3", ".dump")] if folder.is_dir() else []
    mend = "run 'enthesis backup' every night, and copy it to another machine, see docs/how_to/backup.md"
    if not made:
        yield warning("backup", f"there is none in {folder}", mend)
        return
    age_days = (now.timestamp() - max(made)) / 86_400
    if age_days > BACKUP_IS_OLD_DAYS:
        yield warning("backup", f"the newest is {age_days:.0f} days old", mend)
    else:
        yield ok("backup", f"the newest is {max(age_days, 0) * 24:.0f} hours old")


CHECKS: tuple[Callable[[datetime.datetime], Iterator[Finding]], ...] = (
    *(check_folder, check_keys, check_database, check_row_level_security, check_field_key, check_clock),
    *(check_backups, check_reach, check_extras),
)
NOTHING_MORE_AFTER = ("version", "ENTHESIS_DATABASE_URL", "database")
"""After a fault here, what follows could only repeat it."""
