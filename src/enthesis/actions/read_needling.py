"""Read the needling of a visit, a patient's consent, the clinic's licences, and one check on a patient."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import age_years, get_visible
from enthesis.actions.answer_needling_check import answers_of, questions_of, urgent_of
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import (
    NeedlingRecord,
    decision_of,
    facts_of,
    gather_needling,
    insertion_of,
    known_needling,
    log_of,
    missing_in,
    needled_sites,
    planned_sites,
    standing_consent,
    standing_licence,
    withdrawal_of,
)
from enthesis.actions.needling_page import (
    CheckLine,
    ConsentLine,
    ConsentPage,
    EventLine,
    Gate,
    GateReason,
    InsertionLine,
    LicenceLine,
    NeedlingPage,
    PlanLine,
    ScreenLine,
    SignatureLine,
)
from enthesis.actions.needling_page import Person as PersonLine
from enthesis.actions.plan_record import local_day
from enthesis.actions.report_adverse_event import ANSWERED, raw_event
from enthesis.care.needling_checks import asked_items
from enthesis.care.needling_events import tier_of, urgent_actions
from enthesis.care.needling_facts import Answer, Override
from enthesis.care.needling_gate import Reason
from enthesis.care.needling_log import balance, cautions
from enthesis.knowledge.needling import ScreenItem
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus
from enthesis.records.needling import (
    SETTLED,
    UNDER_SIGNATURE,
    NeedlingConsent,
    NeedlingDecision,
    NeedlingLicence,
    NeedlingSession,
    NeedlingSignature,
)
from enthesis.records.needling_after import NeedlingCheck, NeedlingEvent
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Membership, Person


@action("read needling", Permission.READ_RECORD, writes=False)
def read_needling(actor: Actor, encounter_id: uuid.UUID) -> Done[NeedlingPage]:
    """Everything about the needling of one visit.

    Raises:
        Refused: not allowed, or no such visit here.
    """
    encounter = get_visible(Encounter, encounter_id)
    page = needling_page(actor, encounter, timezone.now())
    return Done(page, encounter.patient_id, target_of(encounter))


@action("read needling consent", Permission.READ_RECORD, writes=False)
def read_needling_consent(actor: Actor, patient_id: uuid.UUID) -> Done[ConsentPage]:
    """The text, what stands, and what was given and withdrawn before.

    Raises:
        Refused: not allowed, or no such patient here.
    """
    patient = get_visible(Patient, patient_id)
    clinic = Clinic.objects.get(pk=actor.clinic_id)
    page = consent_page(patient, standing_consent(patient.pk), local_day(timezone.now(), clinic.time_zone))
    return Done(page, patient.pk, target_of(patient))


@action("read licences", Permission.READ_RECORD, writes=False)
def read_licences(actor: Actor) -> Done[tuple[LicenceLine, ...]]:
    """Licence and training on file of everybody in the clinic who could hold a needle by the rules that are known."""
    clinic = Clinic.objects.get(pk=actor.clinic_id)
    today = local_day(timezone.now(), clinic.time_zone)
    lines = tuple(_licence(person.id, person.name, person.role, standing_licence(person.id), today) for person in _people(clinic))
    return Done(lines, None, f"clinic/{actor.clinic_id}")


@action("read check after needling", Permission.READ_RECORD, writes=False)
def read_needling_check(actor: Actor, check_id: uuid.UUID) -> Done[CheckLine]:
    """One check, for whoever calls the patient.

    Raises:
        Refused: not allowed, or no such check here.
    """
    check = get_visible(NeedlingCheck, check_id)
    return Done(check_line(check, timezone.now()), check.patient_id, target_of(check))


def needling_page(actor: Actor, encounter: Encounter, now: datetime.datetime) -> NeedlingPage:
    """The page of a visit, inside the scope of its clinic."""
    known, record = known_needling(), gather_needling(encounter, now)
    session, plan, log, facts = record.session, record.plan, log_of(record), facts_of(record)
    patient = cast("Patient", encounter.patient)
    clinic = Clinic.objects.get(pk=encounter.clinic_id)
    decision = decision_of(record)
    needled_by = plan.needled_by_id if plan is not None else actor.person_id
    answered = facts.screen.answers if facts.screen.on == facts.today else {}
    settled = session is not None and (session.status in SETTLED or session.status in UNDER_SIGNATURE)
    person = Person.objects.get(pk=needled_by)
    sites = planned_sites(plan)
    return NeedlingPage(
        encounter_id=encounter.pk,
        episode_id=encounter.episode_id,
        patient_id=encounter.patient_id,
        patient_name=str(patient),
        simulated=patient.simulated,
        session_id=session.pk if session is not None else None,
        status=str(session.status) if session is not None else "",
        encounter_status=str(encounter.status),
        may_record=not settled and encounter.status == EncounterStatus.OPEN and encounter.kind == EncounterKind.TREATMENT,
        day=record.day,
        age_years=record.age_years,
        begun_at=session.begun_at if session is not None else None,
        not_done_because=session.not_done_because if session is not None else "",
        jurisdiction=known.jurisdiction_by_id.get(record.jurisdiction),
        gate=_gate(record),
        screen=tuple(_screen_line(item, answered) for item in asked_items(facts, known)),
        screen_id=record.screen.pk if record.screen is not None else None,
        screened_on=record.screen.asked_on if record.screen is not None else None,
        consent=consent_page(patient, record.consent, record.day),
        licence=_licence(needled_by, person.full_name, record.role, standing_licence(needled_by), record.day),
        plan=PlanLine(
            plan.pk if plan is not None else None,
            sites,
            plan.technique if plan is not None else "",
            needled_by,
            person.full_name,
            plan.in_plan_of_care if plan is not None else None,
            plan.referral if plan is not None else "unknown",
        ),
        people=_people(clinic),
        techniques=known.techniques,
        cards=tuple(known.site_by_id[name] for name in dict.fromkeys(s.id for s in sites) if name in known.site_by_id),
        all_sites=known.sites,
        insertions=_insertions(record),
        balance=balance(log.needles_in, log.needles_out),
        response=log.response,
        close_id=record.close.pk if record.close is not None else None,
        ended_at=record.close.ended_at if record.close is not None else None,
        stopped_because=record.close.stopped_because if record.close is not None else "",
        missing=() if settled else missing_in(record, decision),
        cautions=cautions(log, known),
        signatures=_signatures(session),
        events=_events(session, needled_sites(encounter.pk)),
        event_kinds=known.events,
        checks=_checks(session, now),
    )


def consent_page(patient: Patient, standing: NeedlingConsent | None, today: datetime.date) -> ConsentPage:
    """Consent of one patient, inside the scope of its clinic."""
    known = known_needling()
    age = age_years(patient.birth_date, today)
    rows = NeedlingConsent.objects.filter(patient=patient).select_related("recorded_by").order_by("-recorded_at", "-id")
    return ConsentPage(
        patient_id=patient.pk,
        patient_name=str(patient),
        simulated=patient.simulated,
        age_years=age,
        is_minor=None if age is None else age < known.age_of_majority,
        text=known.consent,
        standing=next((_consent(row) for row in rows if standing is not None and row.pk == standing.pk), None),
        earlier=tuple(_consent(row) for row in rows if standing is None or row.pk != standing.pk),
    )


def check_line(check: NeedlingCheck, now: datetime.datetime) -> CheckLine:
    """One check with its questions and answers."""
    patient, session = cast("Patient", check.patient), cast("NeedlingSession", check.session)
    answers = answers_of(check)
    name = next((one.name for one in known_needling().checks if one.id == check.check_kind), check.check_kind)
    return CheckLine(
        id=check.pk,
        name=name,
        session_id=session.pk,
        encounter_id=session.encounter_id,
        patient_id=patient.pk,
        patient_name=str(patient),
        simulated=patient.simulated,
        telephone=patient.telephone or "",
        status=str(check.status),
        due_at=check.due_at,
        closes_at=check.closes_at,
        asked_at=check.asked_at,
        answered_at=check.answered_at,
        seen_at=check.seen_at,
        is_due=check.due_at <= now,
        can_be_asked_by_mail=patient.may_email is True and bool(patient.email) and patient.no_follow_up_at is None,
        questions=questions_of(check),
        answers=answers,
        urgent=urgent_of(check, answers),
    )


def _gate(record: NeedlingRecord) -> Gate:
    """Computed now, or for a session under a signature as it stood then."""
    session, known = record.session, known_needling()
    lifted = {rule: (one.pk, one.recorded_by.full_name, one.recorded_at) for rule, one in record.overrides.items()}  # type: ignore[attr-defined]
    if session is not None and session.status in UNDER_SIGNATURE:
        kept = NeedlingDecision.objects.filter(session=session).order_by("-asked_at").first()
        if kept is not None:
            reasons = tuple(_kept_reason(one) for one in kept.reasons)
            return _as_gate(
                kept.verdict, reasons, kept.jurisdiction, known.check_with_board, kept.pack_version, kept.asked_at, lifted
            )
    said = decision_of(record)
    return _as_gate(said.verdict, said.reasons, said.jurisdiction, said.check_with_board, said.pack_version, None, lifted)


def _as_gate(
    verdict: str,
    reasons: tuple[Reason, ...],
    jurisdiction: str,
    board: str,
    version: str,
    asked_at: datetime.datetime | None,
    lifted: dict[str, tuple[uuid.UUID, str, datetime.datetime]],
) -> Gate:
    lines = tuple(GateReason(one, *lifted.get(one.rule_id, (None, "", None))) for one in reasons)
    return Gate(verdict, lines, jurisdiction, board, version, asked_at)


def _kept_reason(kept: dict[str, Any]) -> Reason:
    override = kept.get("overridden_by")
    return Reason(**{**kept, "overridden_by": Override(**override) if override else None})


def _screen_line(item: ScreenItem, answered: Mapping[str, Answer]) -> ScreenLine:
    return ScreenLine(item, answered.get(item.id, "unknown"))


def _people(clinic: Clinic) -> tuple[PersonLine, ...]:
    """Who may hold the needle by the roles that the rules name."""
    roles = {name for rule in known_needling().defaults if rule.kind == "roles" for name in rule.names}
    members = Membership.objects.filter(clinic=clinic, ended_at__isnull=True, role__in=roles).select_related("person")
    return tuple(PersonLine(m.person_id, m.person.full_name, str(m.role)) for m in members.order_by("person__full_name"))  # type: ignore[attr-defined]


def _licence(person_id: uuid.UUID, name: str, role: str, held: NeedlingLicence | None, today: datetime.date) -> LicenceLine:
    if held is None:
        return LicenceLine(person_id, name, role, "", "", "", None, None, None, None, None, None, "", None, None)
    place = known_needling().jurisdiction_by_id.get(held.jurisdiction)
    return LicenceLine(
        *(person_id, name, role, held.jurisdiction, place.name if place else held.jurisdiction, held.number, held.expires_on),
        *(held.unrestricted, held.held_since, held.training_attested, held.training_hours, held.supervised_sessions, held.proof),
        held.filed_at,
        None if held.expires_on is None else today <= held.expires_on,
    )


def _consent(row: NeedlingConsent) -> ConsentLine:
    taken = withdrawal_of(row)
    return ConsentLine(
        *(row.pk, row.form_version, row.signed_on, row.signed_by, row.signer_name, row.copy_given_on, row.parent_consent_on),
        *(row.parent_name, row.assent, row.note, cast("Person", row.recorded_by).full_name, row.recorded_at),
        row.form_version == known_needling().consent.version,
        taken.withdrawn_at if taken is not None else None,
        taken.said_by if taken is not None else "",
        taken.words if taken is not None else "",
    )


def _insertions(record: NeedlingRecord) -> tuple[InsertionLine, ...]:
    cards = known_needling().site_by_id
    return tuple(
        InsertionLine(
            id=row.pk,
            key=key,
            site_name=cards[row.site].name if row.site in cards else row.site.replace("_", " "),
            row=insertion_of(row),
            point=None if row.point_x is None or row.point_y is None else (row.point_view, row.point_x, row.point_y),
            recorded_by=cast("Person", row.recorded_by).full_name,
            recorded_at=row.recorded_at,
        )
        for key, row in record.insertions.items()
    )


def _signatures(session: NeedlingSession | None) -> tuple[SignatureLine, ...]:
    if session is None:
        return ()
    rows = NeedlingSignature.objects.filter(session=session).order_by("signed_at", "id")
    return tuple(SignatureLine(row.signed_as, row.signed_at, row.is_cosignature) for row in rows)


def _events(session: NeedlingSession | None, sites: tuple[str, ...]) -> tuple[EventLine, ...]:
    """Events that nothing has replaced, oldest first."""
    if session is None:
        return ()
    known = known_needling()
    rows = (
        NeedlingEvent.objects.filter(session=session, replaced_by__isnull=True).select_related("entered_by").order_by("at", "id")
    )
    return tuple(
        EventLine(
            id=row.pk,
            event=known.event_by_id[row.event],
            tier=tier_of(raw_event(row), known),
            urgent=() if row.mistaken else urgent_actions([row.event], sites, known),
            raw={name: getattr(row, name) for name in ANSWERED},
            began_at=row.began_at,
            ended_at=row.ended_at,
            words=row.words,
            done_about_it=row.done_about_it,
            mistaken=row.mistaken,
            said_by=str(row.said_by),
            entered_by=row.entered_by.full_name if row.entered_by else "",  # type: ignore[attr-defined]
            at=row.at,
        )
        for row in rows
        if row.event in known.event_by_id
    )


def _checks(session: NeedlingSession | None, now: datetime.datetime) -> tuple[CheckLine, ...]:
    if session is None:
        return ()
    rows = NeedlingCheck.objects.filter(session=session).select_related("patient", "session").order_by("due_at", "id")
    return tuple(check_line(row, now) for row in rows)
