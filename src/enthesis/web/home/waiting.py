"""What waits for a person: flags without an answer, intakes, signatures, follow-ups. Inside the clinic's scope."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.access.policies import ASKS
from enthesis.access.visibility import unsigned_encounters_of
from enthesis.actions.assessor import borrow_knowledge, get_knowledge
from enthesis.actions.encounter_facts import gather_all, setting_of
from enthesis.actions.needling_calls import NeedlingCall, needling_calls
from enthesis.actions.read_progress import PlanToSee, gather_plans_to_see
from enthesis.knowledge.regions import region_ids
from enthesis.reasoning.red_flags import RaisedFlag, raise_red_flags
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.entries import FindingEntry
from enthesis.records.episodes import Encounter, EncounterStatus, Episode, EpisodeStatus, Signature
from enthesis.records.intake import Intake, IntakeStatus
from enthesis.records.outcomes import FollowUp, FollowUpStatus, Occasion
from enthesis.records.plans import AlertKind, PlanProposal, ProposalStatus, StepDecision
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.home.pages import Waiting, WaitingGroup
from enthesis.web.patients.build import address_or_empty, encounter_address

FOLLOW_UP_AFTER_DAYS = 14
"""An open episode without a visit for so long and nothing booked is shown; a habit of the clinic, not a clinical rule."""
MOST_SHOWN = 6
MOST_ENCOUNTERS = 20
READ_FOR_FLAGS = ("finding", "text", "red_flag")
SAFETY_ALERTS = (AlertKind.WARNING, AlertKind.REFER, AlertKind.FLARE)
"""What patients told or the rules found that cannot wait, the most urgent first."""
ALERT_LOOKS = {
    AlertKind.WARNING: ("stop", "danger"),
    AlertKind.REFER: ("stop", "danger"),
    AlertKind.FLARE: ("bolt", "caution"),
    AlertKind.SILENCE: ("bell", "quiet"),
}
RULES_ONLY = 0.0
"""The list raises by the rules alone; the probability of a dangerous source is worked out in the room."""


def build_waiting(actor: Actor, time: ClinicTime) -> tuple[WaitingGroup, ...]:
    """The groups that hold something, the most urgent first."""
    unsigned = list(unsigned_encounters_of(actor.person_id).order_by("started_at")[:MOST_ENCOUNTERS])
    plans = gather_plans_to_see()
    calls = needling_calls(timezone.now())
    needled = [_needling_call(call, time) for call in calls if call.urgent]
    groups = (
        ("safety", _("Safety"), [*needled, *_alerts(plans, SAFETY_ALERTS, time), *_flags(unsigned, time)]),
        ("steps", _("Steps to decide"), _steps(plans, time) if can(actor.role, Permission.PLAN) else []),
        ("intakes", _("Intakes to look through"), _intakes(time) if can(actor.role, Permission.RECORD) else []),
        ("sign", _("To sign"), [_encounter(e, time, _("Sign")) for e in unsigned] if can(actor.role, Permission.SIGN) else []),
        ("cosign", _("To co-sign"), _to_cosign(actor, time) if can(actor.role, Permission.COSIGN) else []),
        ("needling", _("To call after needling"), [_needling_call(call, time) for call in calls if not call.urgent]),
        ("silence", _("Not heard of"), _alerts(plans, (AlertKind.SILENCE,), time)),
        ("due", _("Follow-ups due"), _due_follow_ups(actor, time)),
        ("follow", _("Nothing booked"), _follow_ups(actor, time)),
    )
    return tuple(
        WaitingGroup(name, label, tuple(items[:MOST_SHOWN]), max(0, len(items) - MOST_SHOWN))
        for name, label, items in groups
        if items
    )


def unanswered_flags(encounters: Sequence[Encounter]) -> dict[uuid.UUID, list[RaisedFlag]]:
    """Red flags that the rules raise in open encounters and nobody has answered, by encounter.

    Only encounters with a finding that a rule hangs on are read further.
    """
    packs = [get_knowledge(region).pack for region in region_ids()]
    rule_findings = {f for pack in packs for rule in pack.red_flags for term in rule.terms for f in term.findings}
    touched = set(
        FindingEntry.objects.filter(
            encounter_id__in=[e.pk for e in encounters], replaced_by__isnull=True, finding__in=rule_findings
        )
        .exclude(result="not_assessed")
        .values_list("encounter_id", flat=True)
    )
    found: dict[uuid.UUID, list[RaisedFlag]] = {}
    for encounter_id, facts in gather_all(sorted(touched), READ_FOR_FLAGS).items():
        with borrow_knowledge(facts.region) as borrowed:
            read, pack = borrowed.assessor.interpret(facts.case, strict=False), borrowed.pack
        setting = setting_of(facts, pack)
        raised = raise_red_flags(pack, read.observed, read.patient, RULES_ONLY, setting)
        open_flags = [flag for flag in raised if flag.id not in facts.entries["red_flag"]]
        if open_flags:
            found[encounter_id] = open_flags
    return found


def _flags(encounters: Sequence[Encounter], time: ClinicTime) -> list[Waiting]:
    words = {"emergency": _("emergency"), "same_day": _("same day"), "soon": _("soon")}
    found = unanswered_flags(encounters)
    return [
        Waiting(
            "stop",
            "danger",
            _("%(patient)s: %(flag)s") % {"patient": e.patient, "flag": flag.name},
            _("Red flag, %(urgency)s. No action is recorded yet.") % {"urgency": words[flag.urgency.value]},
            time.ago(e.started_at),
            encounter_address(e.pk),
            _("Open"),
        )
        for e in encounters
        for flag in found.get(e.pk, ())
    ]


def _alerts(plans: Sequence[PlanToSee], kinds: Sequence[str], time: ClinicTime) -> list[Waiting]:
    """One line for each plan with such an alert: the newest, and how many more there are."""
    found: list[Waiting] = []
    for plan in plans:
        alerts = [alert for alert in plan.alerts if alert.kind in kinds]
        if not alerts:
            continue
        first = min(alerts, key=lambda alert: kinds.index(alert.kind))
        icon, tone = ALERT_LOOKS[AlertKind(first.kind)]
        more = _(" (and %(n)s more)") % {"n": len(alerts) - 1} if len(alerts) > 1 else ""
        url = reverse("episode_progress", args=[plan.episode_id])
        title = f"{plan.patient_name}: {AlertKind(first.kind).label.lower()}"
        found.append(Waiting(icon, tone, title, first.sentence + more, time.ago(first.raised_at), url, _("Look")))
    return found


def _needling_call(call: NeedlingCall, time: ClinicTime) -> Waiting:
    tone = {"emergency": "danger", "same_day": "caution"}[call.urgent[0].urgency] if call.urgent else "quiet"
    detail = call.urgent[0].clinician if call.urgent else _("%(check)s: no complete answer") % {"check": call.name}
    url = reverse("needling_call", args=[call.check_id])
    return Waiting("phone", tone, call.patient_name, detail, time.ago(call.since), url, _("Call"))


def _steps(plans: Sequence[PlanToSee], time: ClinicTime) -> list[Waiting]:
    return [
        Waiting(
            "up",
            "accent",
            f"{plan.patient_name}: {StepDecision(plan.step.decision).label.lower()}",
            plan.step.clinician_sentence,
            time.ago(plan.step.made_at),
            reverse("episode_progress", args=[plan.episode_id]),
            _("Decide"),
        )
        for plan in plans
        if plan.step is not None
    ]


def _intakes(time: ClinicTime) -> list[Waiting]:
    waiting = Intake.objects.filter(status=IntakeStatus.SUBMITTED).select_related("patient").order_by("submitted_at")
    return [
        Waiting(
            "phone",
            "accent",
            str(i.patient),
            _("Sent in before the visit; nothing in it is a finding yet."),
            time.ago(i.submitted_at or i.created_at),
            address_or_empty(("review_intake", "intake_review", "intake"), i.pk) or address_or_empty(("patient",), i.patient_id),  # type: ignore[attr-defined]
            _("Look"),
        )
        for i in waiting[:MOST_ENCOUNTERS]
    ]


def _encounter(encounter: Any, time: ClinicTime, label: str) -> Waiting:
    return Waiting(
        "note",
        "quiet",
        str(encounter.patient),
        f"{encounter.get_kind_display()}, {encounter.episode.complaint}",
        time.ago(encounter.started_at),
        encounter_address(encounter.pk),
        label,
    )


def _to_cosign(actor: Actor, time: ClinicTime) -> list[Waiting]:
    mine = Signature.objects.filter(person_id=actor.person_id).values("encounter_id")
    waiting = (
        Encounter.objects.filter(status=EncounterStatus.AWAITING_COSIGNATURE)
        .exclude(pk__in=mine)
        .select_related("patient", "episode", "therapist")
        .order_by("started_at")
    )
    return [*_plans_to_cosign(actor, time), *(_encounter(e, time, _("Co-sign")) for e in waiting[:MOST_ENCOUNTERS])]


def _plans_to_cosign(actor: Actor, time: ClinicTime) -> list[Waiting]:
    """Plans of students: the patient gets none of them before."""
    waiting = PlanProposal.objects.filter(status=ProposalStatus.WAITING).exclude(proposed_by_id=actor.person_id)
    return [
        Waiting(
            "note",
            "quiet",
            str(proposal.patient),
            _("Plan of care by %(who)s") % {"who": proposal.proposed_by},
            time.ago(proposal.proposed_at),
            reverse("episode_plan", args=[proposal.episode_id]),
            _("Co-sign"),
        )
        for proposal in waiting.select_related("patient", "proposed_by").order_by("proposed_at")[:MOST_ENCOUNTERS]
    ]


def _due_follow_ups(actor: Actor, time: ClinicTime) -> list[Waiting]:
    """Patients of this person whose day has come and who have not answered; those nobody could ask come first."""
    today = time.today()
    due = FollowUp.objects.filter(
        status__in=ASKS, due_on__lte=today, closes_on__gte=today, episode__lead_therapist_id=actor.person_id
    ).select_related("patient", "episode")
    found = sorted(due[:MOST_ENCOUNTERS], key=lambda f: (f.asked_at is not None, f.due_on))
    said = {
        FollowUpStatus.PLANNED: _("was not asked; enter it at a visit, or hand over the link"),
        FollowUpStatus.ASKED: _("asked, no answer yet"),
        FollowUpStatus.STARTED: _("begun, not finished"),
    }
    return [
        Waiting(
            "clock",
            "quiet" if f.asked_at else "caution",
            str(f.patient),
            f"{Occasion(f.occasion).label}: {said[FollowUpStatus(f.status)]}.",
            _("today")
            if f.due_on == today
            else ngettext("%(n)s day", "%(n)s days", (today - f.due_on).days) % {"n": (today - f.due_on).days},
            reverse("outcomes", args=[f.episode_id]),
            _("Look"),
        )
        for f in found
    ]


def _follow_ups(actor: Actor, time: ClinicTime) -> list[Waiting]:
    before = timezone.now() - datetime.timedelta(days=FOLLOW_UP_AFTER_DAYS)
    booked = (
        Appointment.objects.filter(starts_at__gte=time.bounds(time.today())[0])
        .exclude(status__in=(AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW))
        .values("patient_id")
    )
    due = (
        Episode.objects.filter(status=EpisodeStatus.OPEN, lead_therapist_id=actor.person_id)
        .annotate(latest=Max("encounters__started_at"))
        .filter(latest__lt=before)
        .exclude(patient_id__in=booked)
        .select_related("patient")
        .order_by("latest")
    )
    return [
        Waiting(
            "bell",
            "quiet",
            str(e.patient),
            _("%(complaint)s: no visit since, and none booked.") % {"complaint": e.complaint},
            time.ago(e.latest),  # type: ignore[attr-defined]
            address_or_empty(("book_appointment",)) + f"?patient={e.patient_id}",
            _("Book"),
        )
        for e in due[:MOST_ENCOUNTERS]
    ]
