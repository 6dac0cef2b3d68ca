"""Judge each plan's days by the rules: take back by itself what they take back, propose what goes up, say who should look.

Part of the upkeep: it may run at any time and twice. A day is judged again when something arrives late for it. Whatever the
rules do by themselves makes nothing higher; a step up is a proposal that waits for a clinician.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Min, Q

from enthesis.access.actor import Installation
from enthesis.actions.deed import VERBS, target_of, write_audit
from enthesis.actions.plan_after import propose, take_back
from enthesis.actions.plan_course import Judged, PlanHistory, judge_day
from enthesis.actions.plan_history import read_histories, read_history
from enthesis.actions.plan_record import add_version, local_day
from enthesis.care.plan_document import PlanDocument, plan_to_json
from enthesis.care.rules import SIGN_RULES
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic
from enthesis.records.plans import AlertKind, Phone, Plan, PlanAlert, PlanStatus, ProposedStep, StepDecision, StepStatus

MOST_AT_ONCE = {"sqlite": 200, "postgresql": 1000}
"""Plans judged in one go: SQLite keeps others from writing meanwhile; the next go is a minute later."""
REPEAT_AFTER_DAYS = 14
"""The same referral is not raised again sooner."""
NIGHT = Installation("tick")
VERB = "judged plan"
VERBS.add(VERB)


def review_plans(now: datetime.datetime) -> int:
    """Judge yesterday for every active plan whose yesterday was not judged yet; how many were judged."""
    left = MOST_AT_ONCE[connection.vendor]
    judged = 0
    for clinic_id, time_zone in Clinic.objects.order_by("id").values_list("id", "time_zone"):
        yesterday = local_day(now, time_zone) - datetime.timedelta(days=1)
        with clinic_scope(clinic_id):
            due = Plan.objects.filter(Q(reviewed_until__isnull=True) | Q(reviewed_until__lt=yesterday), status=PlanStatus.ACTIVE)
            due = due.filter(opened_at__lt=now - datetime.timedelta(hours=1)).order_by(
                F("reviewed_until").asc(nulls_first=True), "id"
            )
            plans = list(due.select_for_update()[: left - judged])
            histories, linked = read_histories(plans), _first_linked(plans)
            for plan in plans:
                _review_safely(plan, histories[plan.pk], linked.get(plan.pk), yesterday, now, time_zone)
            Plan.objects.filter(pk__in=[plan.pk for plan in plans]).update(reviewed_until=yesterday)
            judged += len(plans)
    return judged


def _review_safely(
    plan: Plan,
    history: Callable[[], PlanHistory],
    linked: datetime.datetime | None,
    day: datetime.date,
    now: datetime.datetime,
    time_zone: str,
) -> None:
    """One plan that cannot be judged keeps no other from it: it stays as it is, and somebody is told."""
    try:
        with transaction.atomic():
            _judge(plan, history(), linked, day, now, time_zone)
    except Exception:  # whatever it was, the others are due, and the clinic must know
        logging.getLogger("enthesis.plans").exception("a plan could not be judged; it stays as it is")
        _alert(
            plan,
            AlertKind.REFER,
            day,
            "This plan could not be judged by the rules and stays as it is; please look.",
            now,
            "fault",
        )


def review_plan(plan: Plan, day: datetime.date, now: datetime.datetime, time_zone: str) -> None:
    """Judge one day of one plan, whose row the caller holds, and write what follows."""
    _judge(plan, read_history(plan), _first_linked([plan]).get(plan.pk), day, now, time_zone)


def _judge(
    plan: Plan,
    history: PlanHistory,
    linked: datetime.datetime | None,
    day: datetime.date,
    now: datetime.datetime,
    time_zone: str,
) -> None:
    if day < history.versions[0].day:
        return
    judged = judge_day(history, day)
    night = Night(plan, history.versions[-1].document, judged, day, now)
    wrote = night.take_back() or night.propose()
    _raise_alerts(plan, judged, history, linked, day, now, time_zone)
    if wrote:
        actor = Installation(NIGHT.command, plan.clinic_id)
        write_audit(actor, VERB, plan.patient_id, target_of(plan), because=judged.decision.rule.id)


@dataclass(frozen=True)
class Night:
    """One plan, one day, and what the rules said."""

    plan: Plan
    document: PlanDocument
    judged: Judged
    day: datetime.date
    now: datetime.datetime

    def take_back(self) -> bool:
        """Write what the rules do by themselves as a version with its sentences; whether there was anything."""
        decision = self.judged.stepped_back
        after = take_back(self.document, self.judged.course, self.judged.drills)
        if after == self.document:
            return False
        add_version(
            self.plan,
            plan_to_json(after),
            decision.patient_sentence,
            decision.clinician_sentence,
            None,
            from_step=self.note(StepStatus.APPLIED),
            made_at=self.now,
        )
        if self.document.exercises and not after.exercises:
            said = "No exercise of the plan belongs to the phase it went back to; please choose some."
            _alert(self.plan, AlertKind.REFER, self.day, said, self.now, "no_exercises")
        return True

    def propose(self) -> bool:
        """Let a step wait for the clinician, or note the day; whether something was written."""
        decision = self.judged.decision
        waiting = ProposedStep.objects.filter(plan=self.plan, status=StepStatus.WAITING)
        proposal = propose(self.document, self.judged)
        if proposal is None:
            if (decision.today != "full" and not self.judged.said_nothing) or decision.silent_days:
                waiting.update(status=StepStatus.REPLACED, decided_at=self.now)
            return not self.judged.said_nothing and self.note(StepStatus.NOTED) is not None
        content = {
            "changes": [dict(change) for change in proposal.changes],
            "words": proposal.words,
            "flags": list(proposal.flags),
            "document": plan_to_json(proposal.document),
        }
        if any(step.proposal == content for step in waiting):
            return False
        waiting.update(status=StepStatus.REPLACED, decided_at=self.now)
        through_door = decision.door is not None
        words = "Your plan can go on to the next phase." if through_door else decision.patient_sentence
        reason = proposal.words if through_door else decision.clinician_sentence
        return self.note(StepStatus.WAITING, content, words, reason, "phase_up" if through_door else "") is not None

    def note(
        self, status: StepStatus, proposal: dict[str, object] | None = None, words: str = "", reason: str = "", rule: str = ""
    ) -> ProposedStep | None:
        """Write the day's row; None where the day has one already, which stays."""
        if ProposedStep.objects.filter(plan=self.plan, day=self.day).exists():
            return None
        decision = self.judged.decision
        step = ProposedStep(
            plan=self.plan,
            day=self.day,
            decision=StepDecision.PROGRESS if status == StepStatus.WAITING else decision.verdict,
            rule=rule or decision.rule.id,
            patient_sentence=words or decision.patient_sentence,
            clinician_sentence=reason or decision.clinician_sentence,
            proposal=proposal or {},
            made_at=self.now,
            status=status,
            decided_at=None if status == StepStatus.WAITING else self.now,
        )
        step.save()
        return step


def _first_linked(plans: Sequence[Plan]) -> dict[uuid.UUID, datetime.datetime]:
    """Since when each plan has been on a phone that may still send; not there: on none."""
    phones = Phone.objects.filter(plan__in=plans, revoked_at__isnull=True).order_by()
    return dict(phones.values("plan_id").annotate(first=Min("linked_at")).values_list("plan_id", "first"))


def _raise_alerts(
    plan: Plan,
    judged: Judged,
    history: PlanHistory,
    linked: datetime.datetime | None,
    day: datetime.date,
    now: datetime.datetime,
    time_zone: str,
) -> None:
    decision = judged.decision
    if decision.verdict == "refer" and decision.rule.id not in SIGN_RULES:
        _alert(plan, AlertKind.REFER, day, decision.clinician_sentence, now, decision.rule.id)
    if judged.course.flare_on is not None:
        began = datetime.date.fromordinal(judged.course.flare_on)
        _alert(plan, AlertKind.FLARE, began, f"Since {began.day} {began:%b}: {judged.stepped_back.clinician_sentence}", now)
    if linked is None:
        return
    heard = max([local_day(linked, time_zone), *(event.day for event in history.events if event.day <= day)])
    silent_days = (day - heard).days
    if silent_days >= judged.course.rulebook.numbers.silence_days:
        _alert(plan, AlertKind.SILENCE, heard, f"Nothing was heard for {silent_days} days, since {heard}.", now)


def _alert(plan: Plan, kind: AlertKind, day: datetime.date, sentence: str, now: datetime.datetime, what: str = "") -> None:
    """Raise an alert, once for each reason and day; one that somebody has not seen yet is not repeated."""
    same = PlanAlert.objects.filter(plan=plan, kind=kind, what=what)
    recent = Q(day__gt=day - datetime.timedelta(days=REPEAT_AFTER_DAYS)) if kind == AlertKind.REFER else Q(day=day)
    if same.filter(recent | Q(seen_at__isnull=True)).exists():
        return
    PlanAlert(patient_id=plan.patient_id, plan=plan, kind=kind, what=what, day=day, sentence=sentence[:500], raised_at=now).save()
