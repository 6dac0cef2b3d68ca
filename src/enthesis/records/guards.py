"""Triggers of both databases: what was observed, signed or audited stays; what is locked takes nothing more; a record
points to records of its own clinic only.

They are put on anew after every migration, and taken off before one on SQLite: there a changed table is written anew,
and its triggers go with the old one, while those of other tables that look at it would stop the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from enthesis.records.database import OWNER
from enthesis.records.entries import Entry
from enthesis.records.isolation import ClinicOwned
from enthesis.records.needling import NeedlingEntry
from enthesis.records.row_level_security import APPEND_ONLY, clinic_owned_models, protect, table_of

LOCKED = "('signed', 'awaiting_cosignature', 'abandoned')"
AUDIT_TABLE = "records_auditrow"
ENCOUNTER_TABLE = "records_encounter"
STEP_TABLE = "records_proposedstep"
MESSAGE_TABLE = "records_message"
NEEDLING_TABLE = "records_needlingsession"
STAYS: dict[str, tuple[tuple[str, ...], str]] = {
    "EpisodeEvent": (
        ("patient_id", "episode_id", "kind", "on_day", "text", "simulated", "entered_by_id", "at"),
        "an event is withdrawn, never rewritten",
    ),
    "Discharge": (
        ("patient_id", "episode_id", "at", "by_id", "reason", "criteria", "maintenance", "summary"),
        "a discharge stays as it was decided",
    ),
    "ClinicQuestionnaire": (
        ("title", "measure", "fhir", "licence_sentence", "attested_by_id", "imported_at"),
        "a questionnaire is replaced, never rewritten",
    ),
    "PlanProposal": (
        (
            *("patient_id", "episode_id", "based_on", "suggestion", "document", "patient_sentence", "clinician_sentence"),
            *("proposed_by_id", "proposed_at"),
        ),
        "a proposed plan is handed back, never rewritten",
    ),
    "Outgoing": (
        ("patient_id", "follow_up_id", "needling_check_id", "key", "kind", "subject", "body", "ics", "made_at"),
        "a message stays as it was made",
    ),
    "NeedlingSession": (("patient_id", "encounter_id", "made_at"), "a needling session stays in its visit"),
    "NeedlingCheck": (
        ("patient_id", "session_id", "check_kind", "due_at", "made_at"),
        "a check after needling stays as it was planned",
    ),
}
"""Columns that keep what was first written in them, by model, and what the refusal says."""


@dataclass(frozen=True)
class Guard:
    """One trigger: when it looks, and what it refuses."""

    name: str
    table: str
    before: str
    """INSERT, UPDATE, DELETE or UPDATE OF columns."""
    refuses: str
    """Condition over NEW and OLD in words of both databases; empty: always."""
    says: str


def guards() -> Iterator[Guard]:
    """Every trigger, from the models."""
    owned = clinic_owned_models()
    for table in [AUDIT_TABLE, *(table_of(model) for model in owned if model.__name__ in APPEND_ONLY)]:
        for deed in ("UPDATE", "DELETE"):
            yield Guard(f"{table}_no_{deed.lower()}", table, deed, "", f"{table} is append-only")
    for model in owned:
        table = table_of(model)
        if issubclass(model, Entry):
            locked = f"(SELECT status FROM {ENCOUNTER_TABLE} WHERE id = NEW.encounter_id) IN {LOCKED}"
            yield Guard(f"{table}_locked", table, "INSERT", locked, "the encounter is locked")
        if issubclass(model, NeedlingEntry):
            settled = (
                f"(SELECT status FROM {NEEDLING_TABLE} WHERE encounter_id = NEW.encounter_id) "
                "IN ('signed', 'awaiting_cosignature', 'not_done')"
            )
            yield Guard(f"{table}_settled", table, "INSERT", settled, "the needling is signed or was not done")
        for column, target in pointers(model):
            astray = (
                f"NEW.{column} IS NOT NULL AND "
                f"NOT EXISTS (SELECT 1 FROM {target} AS pointed WHERE pointed.id = NEW.{column} AND pointed.clinic_id = NEW.clinic_id)"
            )
            says = f"{column} belongs to another clinic"
            yield Guard(f"{table}_{column}_here_new", table, "INSERT", astray, says)
            if model.__name__ not in APPEND_ONLY:
                yield Guard(f"{table}_{column}_here", table, f"UPDATE OF {column}", astray, says)
        if model.__name__ not in APPEND_ONLY:
            moved = "NEW.clinic_id <> OLD.clinic_id"
            yield Guard(f"{table}_stays_here", table, "UPDATE OF clinic_id", moved, "a record stays in its clinic")
        if model.__name__ in STAYS:
            columns, says = STAYS[model.__name__]
            # What IS DISTINCT FROM says, in words that older SQLite knows too.
            changed = " OR ".join(f"(NEW.{c} IS NULL) <> (OLD.{c} IS NULL) OR NEW.{c} <> OLD.{c}" for c in columns)
            yield Guard(f"{table}_stays_as_written", table, "UPDATE", changed, says)
    yield Guard(f"{STEP_TABLE}_stays_decided", STEP_TABLE, "UPDATE", "OLD.status <> 'waiting'", "a decided step stays")
    yield Guard(
        f"{MESSAGE_TABLE}_stays_sent",
        MESSAGE_TABLE,
        "UPDATE",
        "NEW.text <> OLD.text OR NEW.sent_at <> OLD.sent_at OR NEW.plan_id <> OLD.plan_id",
        "a message stays as it was sent",
    )
    yield from needling_guards()
    yield Guard(
        f"{ENCOUNTER_TABLE}_stays_signed", ENCOUNTER_TABLE, "UPDATE", "OLD.status = 'signed'", "a signed encounter is locked"
    )


def needling_guards() -> Iterator[Guard]:
    """A session is signed with what its rows say, and a visit is not signed over one that is not settled.

    The columns of the session itself are held by a constraint of its table.
    """
    stands = "NOT EXISTS (SELECT 1 FROM {0} AS later WHERE later.replaces_id = one.id)"
    of_visit = "one.encounter_id = NEW.encounter_id"
    close, screen, insertion = "records_needlingclose", "records_needlingscreen", "records_needlinginsertion"
    rows = (
        f"SELECT 1 FROM {close} AS one WHERE {of_visit} AND one.needles_in = NEW.needles_in "
        f"AND one.needles_out = NEW.needles_out AND {stands.format(close)}",
        f"SELECT 1 FROM {screen} AS one WHERE {of_visit} AND {stands.format(screen)}",
        f"SELECT 1 FROM {insertion} AS one WHERE {of_visit} AND NOT one.struck_out AND {stands.format(insertion)}",
        "SELECT 1 FROM records_needlingconsent AS one WHERE one.id = NEW.consent_id AND one.patient_id = NEW.patient_id",
        "SELECT 1 FROM records_needlingdecision AS one WHERE one.session_id = NEW.id AND one.verdict = 'allowed' "
        "AND one.asked_for <> 'begin'",
    )
    withdrawn = (
        "EXISTS (SELECT 1 FROM records_needlingwithdrawal AS one JOIN records_needlingconsent AS given ON given.id = NEW.consent_id "
        "WHERE one.patient_id = NEW.patient_id AND one.withdrawn_at BETWEEN given.recorded_at AND NEW.begun_at)"
    )
    short = " OR ".join([*(f"NOT EXISTS ({row})" for row in rows), withdrawn])
    under = "NEW.status IN ('signed', 'awaiting_cosignature')"
    says = "this needling is not complete"
    yield Guard(f"{NEEDLING_TABLE}_complete", NEEDLING_TABLE, "UPDATE", f"{under} AND ({short})", says)
    yield Guard(f"{NEEDLING_TABLE}_begins_open", NEEDLING_TABLE, "INSERT", under, "a needling is signed after it was recorded")
    yield Guard(
        f"{NEEDLING_TABLE}_stays_signed", NEEDLING_TABLE, "UPDATE", "OLD.status = 'signed'", "a signed needling is locked"
    )
    open_one = "EXISTS (SELECT 1 FROM records_needlingsession AS one WHERE one.encounter_id = NEW.id AND one.status NOT IN ({0}))"
    unsigned, unsettled = open_one.format("'signed', 'not_done'"), open_one.format("'signed', 'awaiting_cosignature', 'not_done'")
    over = f"(NEW.status = 'signed' AND {unsigned}) OR (NEW.status = 'awaiting_cosignature' AND {unsettled})"
    yield Guard(f"{ENCOUNTER_TABLE}_needling", ENCOUNTER_TABLE, "UPDATE", over, "the needling of this visit is not signed")


def pointers(model: type[ClinicOwned]) -> Iterator[tuple[str, str]]:
    """Columns of a model that point to records behind the wall, with the table they point to."""
    for field in model._meta.concrete_fields:
        to: Any = field.related_model
        if isinstance(to, type) and issubclass(to, ClinicOwned):
            yield field.column, table_of(to)


def put_on(using: str, **_: Any) -> None:
    """After a migration: every trigger anew, and on PostgreSQL the rights and policies of the web role."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if ENCOUNTER_TABLE not in there:
            return
        for guard in guards():
            if guard.table in there:
                for statement in written_for(connection.vendor, guard):
                    cursor.execute(statement)
    if connection.vendor == "postgresql":
        protect(connection, connections["default"].settings_dict["USER"] if using == OWNER else "")


def take_off(using: str, plan: Any = (), **_: Any) -> None:
    """Before a migration that changes something, on SQLite."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'records!_%' ESCAPE '!'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def missing_guards(connection: Any) -> list[str]:
    """Names of triggers that should be there and are not (or, on PostgreSQL, are switched off)."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        there = {row[0] for row in cursor.fetchall()}
    return sorted({guard.name for guard in guards()} - there)


def written_for(vendor: str, guard: Guard) -> Iterator[str]:
    """The trigger in one database's words; what stood there under its name goes."""
    if vendor == "sqlite":
        when = f"WHEN {guard.refuses} " if guard.refuses else ""
        yield f"DROP TRIGGER IF EXISTS {guard.name}"
        yield (
            f"CREATE TRIGGER {guard.name} BEFORE {guard.before} ON {guard.table} {when}BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
        )
        return
    condition = f"IF {guard.refuses} THEN " if guard.refuses else ""
    end = "END IF; RETURN NEW; END " if guard.refuses else "END "
    # The search path is part of the function: a temporary table of the same name must not be looked at instead.
    yield (
        f"CREATE OR REPLACE FUNCTION public.{guard.name}() RETURNS trigger LANGUAGE plpgsql "
        "SET search_path = public, pg_temp AS "
        f"$$ BEGIN {condition}RAISE EXCEPTION '{guard.says}'; {end}$$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {guard.before} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION public.{guard.name}()"
    )
