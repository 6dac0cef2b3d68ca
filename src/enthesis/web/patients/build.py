"""Build the pages about patients, inside the clinic's scope; nothing queries after."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.access.visibility import age_years, sees_clinical_content
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.confirm_intake import DRAWING_KEY
from enthesis.actions.issue_document import NOTES
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.plan_document import read_plan_document
from enthesis.knowledge.pack import Pack
from enthesis.records.appointments import Appointment
from enthesis.records.entries import DiagnosisEntry, DrawingEntry, FindingEntry, MeasureEntry, RedFlagEntry
from enthesis.records.episodes import (
    Document,
    Encounter,
    EncounterKind,
    EncounterStatus,
    Episode,
    EpisodeStatus,
    Signature,
)
from enthesis.records.intake import Intake
from enthesis.records.patients import Patient, PatientCorrection
from enthesis.records.plans import DailyEvent, Plan, PlanAlert, PlanStatus, PlanVersion, ProposedStep, StepStatus
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.patients.forms import LANGUAGES
from enthesis.web.patients.pages import (
    AppointmentLine,
    Correction,
    DocumentLine,
    EncounterLine,
    EpisodeLine,
    EpisodePage,
    IntakeLine,
    Particulars,
    PatientLine,
    PatientPage,
    PlanCard,
)
from enthesis.web.patients.trends import build_trends, measures_of
from enthesis.web.shell import Shell

MOST_APPOINTMENTS = 12


def address_or_empty(names: Sequence[str], *parts: Any) -> str:
    """The address of the first of these pages that this installation has; empty when it has none."""
    for name in names:
        try:
            return reverse(name, args=parts)
        except NoReverseMatch:
            continue
    return ""


def encounter_address(encounter_id: uuid.UUID, kind: str = "") -> str:
    """Where an encounter is held: a treatment visit has a page of its own."""
    if kind == EncounterKind.TREATMENT:
        return reverse("treatment_visit", args=[encounter_id])
    return address_or_empty(("room", "encounter", "encounter_room"), encounter_id) or f"/encounters/{encounter_id}/"


def patient_line(patient: Patient, time: ClinicTime, note: str = "") -> PatientLine:
    """One patient in a list."""
    return PatientLine(
        patient.id,
        str(patient),
        time.short_day(patient.birth_date) if patient.birth_date else "",
        patient.record_number,
        patient.sport,
        patient.simulated,
        note,
    )


def in_a_few_words(patient: Patient, time: ClinicTime) -> str:
    """Age, sex and sport."""
    age = age_years(patient.birth_date, time.today())
    sex = {"female": _("female"), "male": _("male"), "other": _("other sex")}.get(patient.sex, "")
    return ", ".join(
        text
        for text in (ngettext("%(n)s year", "%(n)s years", age) % {"n": age} if age is not None else "", sex, patient.sport)
        if text
    )


def particulars(patient: Patient, time: ClinicTime) -> Particulars:
    """Who the patient is, with what was corrected."""
    language = {code: str(name) for code, name in LANGUAGES}.get(patient.preferred_language, patient.preferred_language)
    rows = (
        (_("Date of birth"), _birth_date(patient, time)),
        (_("Sex"), str(patient.get_sex_display())),  # type: ignore[attr-defined]
        (_("Sport"), patient.sport),
        (_("Record number"), patient.record_number),
        (_("Telephone"), patient.telephone),
        (_("E-mail"), patient.email),
        (_("Address"), patient.address),
        (_("Language"), language),
        (_("Registered"), time.short_day(time.local(patient.registered_at).date())),
    )
    return Particulars(
        patient.id,
        str(patient),
        in_a_few_words(patient, time),
        tuple((label, text) for label, text in rows if text),
        corrections_of(patient, time),
    )


def _birth_date(patient: Patient, time: ClinicTime) -> str:
    if patient.birth_date is None:
        return _("not recorded")
    day = time.day(patient.birth_date)
    return _("%(day)s (simulated)") % {"day": day} if patient.simulated else day


def corrections_of(patient: Patient, time: ClinicTime) -> tuple[Correction, ...]:
    """What was corrected, the latest first."""
    found = PatientCorrection.objects.filter(patient=patient).select_related("corrected_by").order_by("-corrected_at", "field")
    return tuple(
        Correction(c.field.replace("_", " "), c.earlier_value, str(c.corrected_by), time.when(c.corrected_at)) for c in found[:30]
    )


def build_patient_page(patient: Patient, actor: Actor, shell: Shell, time: ClinicTime, imperial: bool) -> PatientPage:
    """Everything about one patient that this role may see."""
    clinical = sees_clinical_content(actor.role)
    return PatientPage(
        shell=shell,
        who=particulars(patient, time),
        clinical=clinical,
        episodes=episode_lines(Episode.objects.filter(patient=patient), actor, time) if clinical else (),
        appointments=appointment_lines(Appointment.objects.filter(patient=patient), time),
        intakes=_intakes(patient, actor, time, clinical),
        documents=_documents(patient, time) if clinical else (),
        trends=build_trends(measures_of(encounter__patient=patient), imperial, time) if clinical else (),
        may_correct=can(actor.role, Permission.REGISTER_PATIENT),
        may_book=can(actor.role, Permission.BOOK),
        may_open=can(actor.role, Permission.OPEN_EPISODE),
        intake_url=address_or_empty(("issue_intake", "intake_issue", "invite_intake", "new_intake"), patient.id)
        if can(actor.role, Permission.INVITE_INTAKE)
        else "",
        email_word="refused" if patient.no_follow_up_at else {True: "yes", False: "no", None: "unknown"}[patient.may_email],
        has_email=bool(patient.email),
        may_ask_word=can(actor.role, Permission.INVITE_INTAKE),
    )


def build_episode_page(
    episode: Episode, actor: Actor, shell: Shell, time: ClinicTime, imperial: bool, kinds: tuple[tuple[str, str], ...], fault: str
) -> EpisodePage:
    """One course of care: its encounters in time, and what was measured."""
    may_start = can(actor.role, Permission.OPEN_EPISODE) and episode.status == EpisodeStatus.OPEN
    return EpisodePage(
        shell=shell,
        who=particulars(episode.patient, time),
        episode=episode_lines(Episode.objects.filter(pk=episode.pk), actor, time)[0],
        trends=build_trends(measures_of(encounter__episode=episode), imperial, time),
        appointments=appointment_lines(Appointment.objects.filter(episode=episode), time),
        may_start=may_start,
        may_import=may_start and can(actor.role, Permission.IMPORT_CASE),
        may_book=can(actor.role, Permission.BOOK),
        kinds=kinds,
        fault=fault,
        plan=plan_card(episode, actor, time),
    )


def plan_card(episode: Episode, actor: Actor, time: ClinicTime) -> PlanCard:
    """The plan of an episode in a few lines: the active one, else the one that ended last."""
    plans = sorted(Plan.objects.filter(episode=episode), key=lambda plan: (plan.status == PlanStatus.ACTIVE, plan.opened_at))
    may_make = (
        can(actor.role, Permission.PLAN) or can(actor.role, Permission.PROPOSE_PLAN)
    ) and episode.status == EpisodeStatus.OPEN
    if not plans:
        return PlanCard(False, False, "", "", "", "", 0, False, may_make)
    plan = plans[-1]
    current: Any = PlanVersion.objects.filter(plan=plan).order_by("-number").first()
    document = read_plan_document(current.document)
    phase = get_rehabilitation(episode.region).phase_by_id.get(document.phase)
    overlay = get_rehabilitation(episode.region).phase_by_id.get(document.overlay)
    heard = DailyEvent.objects.filter(plan=plan).order_by("-day").values_list("day", flat=True).first()
    return PlanCard(
        exists=True,
        active=plan.status == PlanStatus.ACTIVE,
        phase=phase.name if phase else document.phase,
        overlay=overlay.name.lower() if overlay else "",
        exercises=", ".join(e.name for e in document.exercises),
        last_heard=time.short_day(heard) if heard else "",
        n_alerts=PlanAlert.objects.filter(plan=plan, seen_at__isnull=True).count(),
        step_waits=ProposedStep.objects.filter(plan=plan, status=StepStatus.WAITING).exists(),
        may_make=may_make,
    )


def episode_lines(episodes: Any, actor: Actor, time: ClinicTime) -> tuple[EpisodeLine, ...]:
    """Episodes with their encounters, the newest first."""
    found = list(episodes.select_related("lead_therapist").order_by("-opened_at"))
    encounters: dict[uuid.UUID, list[Encounter]] = {episode.pk: [] for episode in found}
    of_these = (
        Encounter.objects.filter(episode_id__in=list(encounters)).select_related("therapist", "episode").order_by("-started_at")
    )
    for encounter in of_these:
        encounters[encounter.episode_id].append(encounter)
    lines = _encounter_lines([e for listed in encounters.values() for e in listed], actor, time)
    sides = {"left": _("left"), "right": _("right"), "both": _("both sides")}
    return tuple(
        EpisodeLine(
            id=episode.pk,
            complaint=episode.complaint,
            side=sides.get(episode.affected_side, ""),
            status=str(episode.status),
            status_words=str(episode.get_status_display()),
            opened=time.short_day(time.local(episode.opened_at).date()),
            therapist=str(episode.lead_therapist or ""),
            encounters=tuple(lines[e.pk] for e in encounters[episode.pk]),
        )
        for episode in found
    )


def _encounter_lines(encounters: list[Encounter], actor: Actor, time: ClinicTime) -> dict[uuid.UUID, EncounterLine]:
    """Lines by encounter; one query for each kind of entry, however many encounters there are."""
    ids = [encounter.pk for encounter in encounters]
    counts: dict[tuple[uuid.UUID, str], int] = {}
    for encounter_id, result in FindingEntry.objects.filter(encounter_id__in=ids, replaced_by__isnull=True).values_list(
        "encounter_id", "result"
    ):
        counts[encounter_id, result] = counts.get((encounter_id, result), 0) + 1
    flags: dict[uuid.UUID, list[str]] = {}
    packs = {e.pk: get_knowledge(e.episode.region).pack for e in encounters}
    rules = {pk: {rule.id: rule.name for rule in pack.red_flags} for pk, pack in packs.items()}
    for flag in RedFlagEntry.objects.filter(encounter_id__in=ids, replaced_by__isnull=True):
        name = rules[flag.encounter_id].get(flag.key, flag.key.replace("_", " "))  # type: ignore[attr-defined]
        words = f"{name}: {flag.get_action_display().lower()}"  # type: ignore[attr-defined]
        flags.setdefault(flag.encounter_id, []).append(words)  # type: ignore[attr-defined]
    views = {
        entry.encounter_id: entry  # type: ignore[attr-defined]
        for entry in DiagnosisEntry.objects.filter(encounter_id__in=ids, replaced_by__isnull=True)
    }
    measured: dict[uuid.UUID, int] = {}
    for encounter_id in MeasureEntry.objects.filter(encounter_id__in=ids, replaced_by__isnull=True).values_list(
        "encounter_id", flat=True
    ):
        measured[encounter_id] = measured.get(encounter_id, 0) + 1
    drawn = set(DrawingEntry.objects.filter(encounter_id__in=ids, key=DRAWING_KEY).values_list("encounter_id", flat=True))
    signatures: dict[uuid.UUID, str] = {}
    for signature in Signature.objects.filter(encounter_id__in=ids).order_by("signed_at"):
        signatures[signature.encounter_id] = f"{signature.signed_as}, {time.when(signature.signed_at)}"  # type: ignore[attr-defined]
    may_export, may_import = can(actor.role, Permission.EXPORT_PATIENT), can(actor.role, Permission.IMPORT_CASE)
    may_record = can(actor.role, Permission.RECORD)
    return {
        e.pk: EncounterLine(
            id=e.pk,
            url=encounter_address(e.pk, str(e.kind)),
            kind=str(e.get_kind_display()),  # type: ignore[attr-defined]
            when=time.when(e.started_at),
            therapist=str(e.therapist),
            status=str(e.status),
            status_words=str(e.get_status_display()),  # type: ignore[attr-defined]
            n_positive=counts.get((e.pk, "positive"), 0),
            n_negative=counts.get((e.pk, "negative"), 0),
            n_equivocal=counts.get((e.pk, "equivocal"), 0),
            n_measures=measured.get(e.pk, 0),
            diagnosis=_own_view(views.get(e.pk), packs[e.pk]),
            flags=tuple(flags.get(e.pk, ())),
            signed_as=signatures.get(e.pk, ""),
            export_url=reverse("export_case", args=[e.pk]) if may_export else "",
            may_import=may_import and e.status == EncounterStatus.OPEN,
            drawing_url=reverse("encounter_drawing", args=[e.pk])
            if e.pk in drawn or (may_record and e.status == EncounterStatus.OPEN)
            else "",
            has_drawing=e.pk in drawn,
        )
        for e in encounters
    }


def _own_view(entry: DiagnosisEntry | None, pack: Pack) -> str:
    """The clinician's own view in words; empty while none is recorded."""
    if entry is None:
        return ""
    sources = pack.source_by_id
    named = ", ".join(sources[s].name if s in sources else str(s).replace("_", " ") for s in entry.sources)
    return named or _("left open")


def appointment_lines(appointments: Any, time: ClinicTime) -> tuple[AppointmentLine, ...]:
    """Appointments, the latest first."""
    return tuple(
        AppointmentLine(a.pk, time.when(a.starts_at), a.minutes, str(a.therapist), str(a.status), str(a.get_status_display()))
        for a in appointments.select_related("therapist").order_by("-starts_at")[:MOST_APPOINTMENTS]
    )


def _intakes(patient: Patient, actor: Actor, time: ClinicTime, clinical: bool) -> tuple[IntakeLine, ...]:
    return tuple(
        IntakeLine(
            i.pk,
            str(i.status),
            str(i.get_status_display()),  # type: ignore[attr-defined]
            time.when(i.submitted_at or i.created_at),
            address_or_empty(("review_intake", "intake_review", "intake"), i.pk) if clinical else "",
        )
        for i in Intake.objects.filter(patient=patient).order_by("-created_at")[:10]
    )


def _documents(patient: Patient, time: ClinicTime) -> tuple[DocumentLine, ...]:
    issued = Document.objects.filter(patient=patient).select_related("issued_by", "encounter")
    return tuple(
        DocumentLine(
            d.pk,
            _document_name(d, time),
            time.when(d.issued_at),
            str(d.issued_by),
            address_or_empty(("document", "show_document"), d.pk),
        )
        for d in issued.order_by("-encounter__started_at", "-issued_at")[:20]
    )


def _document_name(document: Document, time: ClinicTime) -> str:
    """Of which visit it is: notes signed on one day are told apart."""
    if document.kind in NOTES:
        day = time.short_day(time.local(document.encounter.started_at).date())
        kind = document.encounter.get_kind_display()  # type: ignore[attr-defined]
        return _("%(kind)s note of %(day)s") % {"kind": kind, "day": day}
    day = time.short_day(time.local(document.issued_at).date())
    return _("%(kind)s of %(day)s") % {"kind": document.get_kind_display(), "day": day}  # type: ignore[attr-defined]
