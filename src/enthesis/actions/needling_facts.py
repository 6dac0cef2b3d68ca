"""The needling of a visit as it stands on record, and what the gate and the log are told of it.

One reading for everybody: the page shows it, beginning and signing are judged by it. Nothing that a caller says about the record is
taken for granted. A session that has begun is judged for the day it was held on, by what is on file now: it can be signed the
next morning, and a licence filed since counts; a screen of another day never does.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q

from enthesis.access.visibility import age_years
from enthesis.actions.plan_record import local_day
from enthesis.care import needling_log
from enthesis.care.needling_facts import Answer, Consent, Licence, NeedlingFacts, Override, PlannedSite, Screen, Training
from enthesis.care.needling_gate import Decision, decide
from enthesis.care.needling_log import ImmediateResponse, Insertion, Missing, missing_before_signing
from enthesis.knowledge.needling import NeedlingKnowledge
from enthesis.knowledge.needling_loading import built_in_needling
from enthesis.records.entries import Entry, current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.needling import (
    NEEDLING_ENTRIES,
    NeedlingClose,
    NeedlingConsent,
    NeedlingDecision,
    NeedlingInsertion,
    NeedlingLicence,
    NeedlingOverride,
    NeedlingPlan,
    NeedlingScreen,
    NeedlingSession,
    NeedlingStatus,
    NeedlingWithdrawal,
)
from enthesis.records.people import Clinic, Membership
from enthesis.reports.note import digest_of

PLAN, SCREEN, CLOSE = "plan", "screen", "close"
"""Keys of the entries there is one of in a visit."""


@dataclass(frozen=True)
class NeedlingRecord:
    """Everything about the needling of one visit, as models; `None`: there is none yet."""

    encounter: Encounter
    session: NeedlingSession | None
    time_zone: str
    jurisdiction: str
    day: datetime.date
    """The clinic's day it is judged for."""
    plan: NeedlingPlan | None
    screen: NeedlingScreen | None
    overrides: Mapping[str, NeedlingOverride]
    """By id of the rule; those taken back are left out."""
    insertions: Mapping[str, NeedlingInsertion]
    """Those that count, by key, in the order they were made."""
    close: NeedlingClose | None
    consent: NeedlingConsent | None
    withdrawal: NeedlingWithdrawal | None
    licence: NeedlingLicence | None
    role: str
    """Of who holds the needle."""
    age_years: int | None


def known_needling() -> NeedlingKnowledge:
    """What is known of needling."""
    return built_in_needling()


def find_session(encounter_id: uuid.UUID, lock: bool = False) -> NeedlingSession | None:
    """The needling of a visit, or None."""
    found = NeedlingSession.objects.filter(encounter_id=encounter_id)
    return (found.select_for_update() if lock else found).first()


def gather_needling(encounter: Encounter, now: datetime.datetime) -> NeedlingRecord:
    """Read the needling of a visit, inside the scope of its clinic."""
    clinic = Clinic.objects.get(pk=encounter.clinic_id)
    session = find_session(encounter.pk)
    begun_at = session.begun_at if session is not None else None
    moment = begun_at or now
    plan = cast("NeedlingPlan | None", current_entries(NeedlingPlan, encounter.pk).get(PLAN))
    person_id = plan.needled_by_id if plan is not None else encounter.therapist_id
    consent = standing_consent(encounter.patient_id, session)
    day = local_day(moment, clinic.time_zone)
    overrides = cast("dict[str, NeedlingOverride]", current_entries(NeedlingOverride, encounter.pk))
    insertions = cast("dict[str, NeedlingInsertion]", current_entries(NeedlingInsertion, encounter.pk))
    return NeedlingRecord(
        encounter=encounter,
        session=session,
        time_zone=clinic.time_zone,
        jurisdiction=clinic.jurisdiction,
        day=day,
        plan=plan,
        screen=cast("NeedlingScreen | None", current_entries(NeedlingScreen, encounter.pk).get(SCREEN)),
        overrides={rule: entry for rule, entry in overrides.items() if entry.reason.strip()},
        insertions={key: row for key, row in insertions.items() if not row.struck_out},
        close=cast("NeedlingClose | None", current_entries(NeedlingClose, encounter.pk).get(CLOSE)),
        consent=consent,
        withdrawal=withdrawal_of(consent),
        licence=standing_licence(person_id),
        role=_role_of(person_id, clinic, moment),
        age_years=age_years(encounter.patient.birth_date, day),
    )


def standing_consent(patient_id: uuid.UUID, session: NeedlingSession | None = None) -> NeedlingConsent | None:
    """The consent that stands: of a session that has begun the one it rests on, with what was added to it; else the newest."""
    if session is not None and session.begun_at is not None:
        at = NeedlingConsent.objects.filter(pk=session.consent_id).first()
        while at is not None and (later := NeedlingConsent.objects.filter(replaces=at).first()) is not None:
            at = later
        return at
    return NeedlingConsent.objects.filter(patient_id=patient_id, replaced_by__isnull=True).order_by("-recorded_at", "-id").first()


def withdrawal_of(consent: NeedlingConsent | None) -> NeedlingWithdrawal | None:
    """The first word of the patient since this consent was given that takes consent back, whichever row it was noted at."""
    if consent is None:
        return None
    first = consent
    while (earlier := first.replaces) is not None:
        first = earlier
    taken = NeedlingWithdrawal.objects.filter(patient_id=consent.patient_id, withdrawn_at__gte=first.recorded_at)
    return taken.order_by("withdrawn_at").first()


def standing_licence(person_id: uuid.UUID) -> NeedlingLicence | None:
    """What was filed last of a person in this clinic."""
    return NeedlingLicence.objects.filter(person_id=person_id).order_by("-filed_at", "-id").first()


def planned_sites(plan: NeedlingPlan | None) -> tuple[PlannedSite, ...]:
    """The muscles that are planned."""
    return tuple(PlannedSite(str(site["id"]), site["side"]) for site in (plan.sites if plan is not None else ()))


def needled_sites(encounter_id: uuid.UUID) -> tuple[str, ...]:
    """Muscles that were needled in a visit, or where none was yet, that are planned."""
    standing = NeedlingInsertion.objects.filter(encounter_id=encounter_id, struck_out=False, replaced_by__isnull=True)
    done = list(standing.order_by("recorded_at", "id").values_list("site", flat=True))
    plan = cast("NeedlingPlan | None", current_entries(NeedlingPlan, encounter_id).get(PLAN)) if not done else None
    return tuple(dict.fromkeys(done or [site.id for site in planned_sites(plan)]))


def facts_of(record: NeedlingRecord) -> NeedlingFacts:
    """What the gate is told. Sites are the planned ones and every one that was needled."""
    plan, held = record.plan, record.licence
    done = (PlannedSite(row.site, cast("Any", row.side)) for row in record.insertions.values())
    return NeedlingFacts(
        today=record.day,
        role=record.role,
        age_years=record.age_years,
        jurisdiction=record.jurisdiction or None,
        licence=None if held is None else Licence(held.jurisdiction, held.expires_on, held.unrestricted, held.held_since),
        training=Training() if held is None else Training(held.training_attested, held.training_hours, held.supervised_sessions),
        technique=plan.technique if plan is not None else "",
        screen=Screen(None, {}) if record.screen is None else Screen(record.screen.asked_on, dict(record.screen.answers)),
        consent=_consent(record),
        sites=tuple(dict.fromkeys((*planned_sites(plan), *done))),
        in_plan_of_care=plan.in_plan_of_care if plan is not None else None,
        referral=cast("Any", plan.referral) if plan is not None else "unknown",
        overrides=tuple(Override(rule, one.reason, one.medical_advice) for rule, one in sorted(record.overrides.items())),
    )


def _consent(record: NeedlingRecord) -> Consent:
    """Consent as it bears on this session. Withdrawn before it began, it is no consent; withdrawn while needles were in, the session
    has to say that it was stopped; withdrawn after the last needle was out, it bears on the next one."""
    given, taken = record.consent, record.withdrawal
    if given is None:
        return Consent()
    withdrawn_on = None
    if taken is not None and not _bears_on_next(record, taken):
        withdrawn_on = local_day(taken.withdrawn_at, record.time_zone)
    return Consent(
        form_version=given.form_version,
        signed_on=given.signed_on,
        signed_by=cast("Any", given.signed_by),
        copy_given_on=given.copy_given_on,
        withdrawn_on=withdrawn_on,
        parent_consent_on=given.parent_consent_on,
        parent_name=given.parent_name,
        assent=cast("Answer", given.assent),
    )


def _bears_on_next(record: NeedlingRecord, taken: NeedlingWithdrawal) -> bool:
    begun_at = record.session.begun_at if record.session is not None else None
    if begun_at is None or record.close is None or taken.withdrawn_at <= begun_at:
        return False
    return taken.withdrawn_at > record.close.ended_at or bool(record.close.stopped_because.strip())


def log_of(record: NeedlingRecord) -> needling_log.NeedlingSession:
    """The log as the core reads it."""
    close = record.close
    return needling_log.NeedlingSession(
        today=record.day,
        insertions=tuple(insertion_of(row) for row in record.insertions.values()),
        needles_in=close.needles_in if close is not None else None,
        needles_out=close.needles_out if close is not None else None,
        response=ImmediateResponse() if close is None else ImmediateResponse(**_fields(close, ImmediateResponse)),
    )


def insertion_of(row: NeedlingInsertion) -> Insertion:
    """One needle as the core reads it."""
    return Insertion(**_fields(row, Insertion))


def _fields(entry: Entry, wanted: Any) -> dict[str, Any]:
    return {field.name: getattr(entry, field.name) for field in dataclasses.fields(wanted)}


def decision_of(record: NeedlingRecord) -> Decision:
    """What the gate says of the record as it stands."""
    return decide(facts_of(record), known_needling())


def missing_in(record: NeedlingRecord, decision: Decision) -> tuple[Missing, ...]:
    """What keeps it from being signed."""
    return missing_before_signing(log_of(record), decision, known_needling())


def keep_decision(
    session: NeedlingSession,
    decision: Decision,
    facts: NeedlingFacts,
    asked_for: str,
    person_id: uuid.UUID,
    now: datetime.datetime,
) -> NeedlingDecision:
    """Keep what the gate said, with every reason as it stood."""
    kept = NeedlingDecision(
        session=session,
        asked_for=asked_for,
        verdict=decision.verdict,
        reasons=as_json([dataclasses.asdict(reason) for reason in decision.reasons]),
        facts=as_json(dataclasses.asdict(facts)),
        jurisdiction=decision.jurisdiction[:160],
        pack_version=decision.pack_version,
        pack_digest=decision.pack_digest,
        asked_by_id=person_id,
        asked_at=now,
    )
    kept.save()
    return kept


def as_json(value: Any) -> Any:
    """In JSON's own types; days in ISO 8601."""
    return json.loads(json.dumps(value, default=str))


def digest_of_needling(encounter_id: uuid.UUID) -> str:
    """SHA-256 over every current entry of the needling and its consent: what a signature stands for. Empty: none.

    Events are left out: they are told later as well, each by somebody of its own, and are never changed.
    """
    session = find_session(encounter_id)
    if session is None:
        return ""
    entries: dict[str, Any] = {
        kind: {key: {"id": str(one.pk), **one.content} for key, one in sorted(current_entries(model, encounter_id).items())}
        for kind, model in sorted(NEEDLING_ENTRIES.items())
    }
    began = NeedlingDecision.objects.filter(session=session, asked_for="begin").order_by("asked_at")
    return digest_of(
        {
            "entries": entries,
            "consent": str(session.consent_id or ""),
            "begun_at": str(session.begun_at or ""),
            "not_done": session.not_done_because if session.status == NeedlingStatus.NOT_DONE else "",
            "decisions": [str(pk) for pk in began.values_list("pk", flat=True)],
        }
    )


def _role_of(person_id: uuid.UUID, clinic: Clinic, moment: datetime.datetime) -> str:
    """What the person was in the clinic at a time; empty: nothing."""
    there = Membership.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), person_id=person_id, clinic=clinic)
    held = there.order_by("-started_at").first()
    return str(held.role) if held is not None else ""
