"""The second lock on PostgreSQL: what the web role may touch, and which rows it sees.

The server works as the web role, which owns nothing. Each clinic-owned table shows it the rows of the clinic that
`clinic_scope` named for this transaction, and none when none was named. Append-only tables take new rows from it and
nothing else. The owner is bound too (FORCE): its connections see all clinics only when they say that they do maintenance,
as the connection `owner` of the settings does, so that a server started by mistake as the owner shows nothing.

All of it is written from the models again after every migration: a table that was just added cannot be forgotten, and
until it is protected the web role has no right to it. docs/decisions/0009-databases.md says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction

from enthesis.records.audit import AuditRow
from enthesis.records.database import MAINTENANCE_SETTING
from enthesis.records.isolation import CLINIC_SETTING, ClinicOwned
from enthesis.terms.fault import UnusableInput

APPEND_ONLY = frozenset(
    {
        *("AuditRow", "FindingEntry", "MeasureEntry", "TextEntry", "DrawingEntry", "RedFlagEntry", "DiagnosisEntry"),
        *("InterventionEntry", "ExerciseDoneEntry", "PlanVersion", "DailyEvent", "EventReview"),
        "ProgrammeVersion",
        *("Signature", "Addendum", "Document", "PatientCorrection", "IntakeAnswer", "Answer"),
        *("NeedlingLicence", "NeedlingConsent", "NeedlingWithdrawal", "NeedlingDecision", "NeedlingSignature"),
        *("NeedlingPlan", "NeedlingScreen", "NeedlingOverride", "NeedlingInsertion", "NeedlingClose"),
        *("NeedlingCheckAnswer", "NeedlingEvent"),
    }
)
REMOVABLE = frozenset({"PatientSearchKey"})
"""Clinic-owned rows that repeat what stands elsewhere and are written anew."""
NEVER_REMOVED = frozenset(
    {"Clinic", "Person", "Membership", "Invitation", "IntakeLink", "PortalSession", "PhoneLink", "PhoneCookie"}
    | {"FollowUpLink", "FollowUpCookie", "NeedlingCheckLink", "NeedlingCheckCookie"}
)
"""Tables outside row-level security whose rows end and are not deleted."""
READ_ONLY_TABLES = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
)
IN_SCOPE = f"clinic_id = nullif(current_setting('{CLINIC_SETTING}', true), '')::uuid"
OUTSIDE_ANY_SCOPE = f"nullif(current_setting('{CLINIC_SETTING}', true), '') IS NULL"


def clinic_owned_models() -> list[type[ClinicOwned]]:
    """Every model of records behind the wall, by table name."""
    found = [model for model in apps.get_models() if issubclass(model, ClinicOwned)]
    return sorted(found, key=table_of)


def table_of(model: type[models.Model]) -> str:
    """The model's table."""
    return model._meta.db_table


def protect(connection: Any, web_role: str) -> None:
    """Write rights and policies for every table, in one transaction.

    Args:
        connection: the owner's.
        web_role: the user of ENTHESIS_DATABASE_URL.
    Raises:
        UnusableInput: there is no such role, or it is one that row-level security cannot bind.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = %s", [web_role])
        found = cursor.fetchone()
        if found is None or found[0]:
            raise UnusableInput(
                "ENTHESIS_DATABASE_URL",
                f"the role {web_role} {'does not exist' if found is None else 'is a superuser or may bypass row-level security'}",
                "make it as docs/how_to/postgresql.md says",
            )
        owner = found[1]
        if owner == web_role:
            raise UnusableInput(
                "ENTHESIS_DATABASE_OWNER_URL",
                f"the server's role {web_role} owns the tables, so that it could lift its own restrictions",
                "give the server a role of its own, as docs/how_to/postgresql.md says",
            )
        for statement in statements(quoted(owner), quoted(web_role), _existing_tables(cursor)):
            cursor.execute(statement)


def statements(owner: str, web: str, tables: list[str]) -> Iterator[str]:
    """SQL for all tables of the database; roles come quoted."""
    yield f"GRANT USAGE ON SCHEMA public TO {web}"
    # Since PostgreSQL 15 nobody but the database's owner may create there; before, everybody could.
    yield f"REVOKE CREATE ON SCHEMA public FROM {web}"
    behind_the_wall = {table_of(model): model.__name__ for model in clinic_owned_models()}
    outside = {table_of(model): model.__name__ for model in apps.get_models() if table_of(model) not in behind_the_wall}
    for table in tables:
        name = behind_the_wall.get(table) or outside.get(table, "")
        yield f"REVOKE ALL ON {quoted(table)} FROM PUBLIC, {web}"
        yield f"GRANT {rights_on(table, name, table in behind_the_wall)} ON {quoted(table)} TO {web}"
        if table in behind_the_wall:
            yield from policies(table, owner, web, [("clinic_only", "ALL", f"USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")])
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {web}"
    # Everybody may add to the audit, in their own clinic or before a clinic is known; a clinic reads its own rows. What
    # has no clinic is seen outside every clinic's scope alone (PostgreSQL asks for that right to return the new row's id).
    yield from policies(
        table_of(AuditRow),
        owner,
        web,
        [
            ("audit_add", "INSERT", f"WITH CHECK (clinic_id IS NULL OR {IN_SCOPE})"),
            ("audit_read", "SELECT", f"USING ({IN_SCOPE} OR (clinic_id IS NULL AND {OUTSIDE_ANY_SCOPE}))"),
        ],
    )


def rights_on(table: str, model: str, is_clinic_owned: bool) -> str:
    """What the web role may do with a table."""
    if table in READ_ONLY_TABLES:
        return "SELECT"
    if model in APPEND_ONLY:
        return "SELECT, INSERT"
    if (is_clinic_owned and model not in REMOVABLE) or model in NEVER_REMOVED:
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"


def policies(table: str, owner: str, web: str, for_web: list[tuple[str, str, str]]) -> Iterator[str]:
    """Put row-level security on a table, with its policies for the web role and the one for the owner's maintenance."""
    in_maintenance = f"current_setting('{MAINTENANCE_SETTING}', true) = 'on'"
    name = quoted(table)
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    for policy, deed, condition in for_web:
        yield f"DROP POLICY IF EXISTS {policy} ON {name}"
        yield f"CREATE POLICY {policy} ON {name} FOR {deed} TO {web} {condition}"
    yield f"DROP POLICY IF EXISTS maintenance ON {name}"
    yield f"CREATE POLICY maintenance ON {name} TO {owner} USING ({in_maintenance}) WITH CHECK ({in_maintenance})"


def quoted(identifier: str) -> str:
    """An identifier in SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def _existing_tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user ORDER BY 1")
    return [row[0] for row in cursor.fetchall()]
