"""Build the page of the progress from a plan's record, inside the clinic's scope; nothing queries after."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.actions.plan_record import PlanRecord, local_day
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.warning_signs import get_warning_signs
from enthesis.care.plan_document import read_plan_document
from enthesis.records.episodes import Episode
from enthesis.records.plans import AlertKind, PlanStatus, ProposedStep, StepDecision, StepStatus
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.plans.build import about_episode, proposal_of
from enthesis.web.plans.days import Day, SessionTold, days_told, weeks_done
from enthesis.web.plans.differences import overlay_name, phase_name, what_changed
from enthesis.web.plans.picture import MOST_DAYS, draw_course
from enthesis.web.plans.progress_pages import AlertLine, DayLine, MessageLine, PhoneLine, ProgressPage, StepCard
from enthesis.web.shell import Shell

TWO_WEEKS = 14
LONGEST_RUN_DAYS = 30
MOST_PAST_STEPS = 12
ALERT_ICONS = {AlertKind.WARNING: "stop", AlertKind.REFER: "stop", AlertKind.FLARE: "bolt", AlertKind.SILENCE: "bell"}
VARIABLES = {
    "load": lazy("load"),
    "load_kg": lazy("load, kg"),
    "repetitions": lazy("repetitions"),
    "sets": lazy("sets"),
    "hold_s": lazy("hold, s"),
    "depth": lazy("hip flexion, °"),
    "speed": lazy("speed"),
    "run_level": lazy("running"),
    "phase": lazy("phase"),
}


def build_progress_page(
    record: PlanRecord, episode: Episode, actor: Actor, shell: Shell, time: ClinicTime, fault: str = "", typed: str = ""
) -> ProgressPage:
    """How the plan goes, up to today in the clinic."""
    today = time.today()
    document = read_plan_document(record.current.document)
    opened = local_day(record.plan.opened_at, record.time_zone)
    first = max(opened, today - datetime.timedelta(days=MOST_DAYS - 1))
    days = days_told(record)
    active = record.plan.status == PlanStatus.ACTIVE
    recent_first = max(opened, today - datetime.timedelta(days=TWO_WEEKS - 1))
    recent = weeks_done(record, days, recent_first, today)
    done, due = sum(week.done for week in recent), sum(week.due for week in recent)
    n_days = (today - recent_first).days + 1
    mornings = sum(1 for day in days if day.morning_told and recent_first <= day.day <= today)
    marker = [(day.day, day.marker_0_10) for day in days if day.marker_0_10 is not None]
    runs = [day.run_km for day in days if day.run_km and (today - day.day).days < LONGEST_RUN_DAYS]
    weeks = weeks_done(record, days, first, today)
    waiting = record.waiting_step
    past = [step for step in record.steps if step is not waiting and step.status != StepStatus.NOTED]
    return ProgressPage(
        shell=shell,
        about=about_episode(episode, time),
        plan_id=record.plan.pk,
        active=active,
        phase=phase_name(record.region, document.phase),
        overlay=overlay_name(record.region, document.overlay),
        version=record.current.number,
        since=time.short_day(opened),
        last_heard=time.short_day(days[-1].day) if days else "",
        adherence=f"{done}/{due}" if due else "–",
        adherence_of=_("sessions done of planned, last %(n)d days") % {"n": n_days},
        mornings=f"{mornings}/{n_days}",
        marker_now=f"{marker[-1][1]:g}" if marker else "–",
        marker_then=_("first %(value)s, %(day)s") % {"value": f"{marker[0][1]:g}", "day": time.short_day(marker[0][0])}
        if marker
        else _("not told yet"),
        longest_run=f"{max(runs):g} km" if runs else "–",
        picture=draw_course(record, days, weeks, first, today, time) if days else None,
        days=tuple(day_line(record.region, day, time) for day in reversed(days)),
        n_new=sum(1 for event in record.events if event.id not in record.reviewed),
        alerts=tuple(
            AlertLine(a.pk, str(a.kind), ALERT_ICONS[AlertKind(a.kind)], a.sentence, time.when(a.raised_at))
            for a in record.alerts
        ),
        events_to_see=tuple(event.id for event in record.events if event.id not in record.reviewed),
        step=step_card(waiting, record, time) if waiting is not None else None,
        past_steps=tuple(step_card(step, record, time) for step in past[:MOST_PAST_STEPS]),
        messages=tuple(
            MessageLine(m.author, m.text, time.when(m.sent_at), time.when(m.read_at) if m.read_at else "")
            for m in record.messages
        ),
        n_unread=sum(1 for m in record.messages if not m.author and m.read_at is None),
        phones=tuple(
            PhoneLine(p.pk, p.label or _("a phone"), time.when(p.linked_at), time.ago(p.last_seen_at)) for p in record.phones
        ),
        may_plan=can(actor.role, Permission.PLAN),
        may_write=can(actor.role, Permission.WRITE_MESSAGE) and active,
        may_link=can(actor.role, Permission.LINK_PHONE),
        fault=fault,
        typed=typed,
    )


def day_line(region: str, day: Day, time: ClinicTime) -> DayLine:
    """A day of the table; a dash is what was not told."""

    def text(value: float | None) -> str:
        return "–" if value is None else f"{value:g}"

    run = "–"
    if day.run_km is not None or day.run_pain_0_10 is not None:
        run = _("%(km)s km, pain %(pain)s") % {"km": text(day.run_km), "pain": text(day.run_pain_0_10)}
    return DayLine(
        day=time.short_day(day.day),
        told=day,
        marker=text(day.marker_0_10),
        test="" if day.test_0_10 is None else text(day.test_0_10),
        worst=text(day.worst_0_10),
        sitting=text(day.sitting_min),
        sessions=tuple(session_words(region, session) for session in day.sessions),
        run=run,
        warnings=tuple(get_warning_signs(region).name_of(what) for what in day.warnings),
    )


def session_words(region: str, told: SessionTold) -> str:
    """A session in one line."""
    known = get_rehabilitation(region).exercise_by_id.get(told.exercise)
    name = known.name if known else told.exercise.replace("_", " ")
    amount = " × ".join(f"{n:g}" for n in (told.sets, told.repetitions) if n is not None)
    parts = [
        amount,
        f"{told.load_kg:g} kg" if told.load_kg is not None else "",
        _("effort %(n)s") % {"n": f"{told.effort_0_10:g}"} if told.effort_0_10 is not None else "",
        f"{told.share:.0%}" if told.share is not None and told.share < 1 else "",
        _("pain %(n)s") % {"n": f"{told.pain_during_0_10:g}"} if told.pain_during_0_10 is not None else _("pain not told"),
        _("after %(n)s") % {"n": f"{told.pain_after_0_10:g}"} if told.pain_after_0_10 is not None else "",
    ]
    return f"{name}: " + ", ".join(part for part in parts if part)


def step_card(step: ProposedStep, record: PlanRecord, time: ClinicTime) -> StepCard:
    """A proposed step with what it would change."""
    by: Any = step.decided_by
    proposed = proposal_of(step)
    changes = changes_of(record.region, step.proposal if isinstance(step.proposal, dict) else {})
    if not changes and proposed is not None and step.status == StepStatus.WAITING:
        said = what_changed(record.region, read_plan_document(record.current.document), proposed)
        changes = tuple((words, "", "") for words in said)
    return StepCard(
        id=step.pk,
        decision=str(step.decision),
        decision_words=StepDecision(step.decision).label,
        rule=step.rule.replace("_", " "),
        day=time.short_day(step.day),
        status=str(step.status),
        status_words=StepStatus(step.status).label,
        patient_sentence=step.patient_sentence,
        clinician_sentence=step.clinician_sentence,
        changes=changes,
        who=by.full_name if by else "",
        reason=step.reason,
        can_confirm=proposed is not None,
    )


def changes_of(region: str, proposal: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The changes of a proposal in words: (what, before, after)."""
    names = get_rehabilitation(region).exercise_by_id
    found: list[tuple[str, str, str]] = []
    listed: Sequence[Any] = proposal.get("changes") or ()
    for change in listed:
        if not isinstance(change, dict):
            continue
        exercise = str(change.get("exercise") or "")
        name = names[exercise].name if exercise in names else exercise.replace("_", " ")
        variable = str(change.get("variable") or "")
        what = ", ".join(part for part in (name, str(VARIABLES.get(variable, variable.replace("_", " ")))) if part)
        found.append((what, _value(region, change.get("from")), _value(region, change.get("to"))))
    return tuple(found)


def _value(region: str, value: Any) -> str:
    if value is None or value == "":
        return _("none")
    if isinstance(value, float):
        return f"{value:g}"
    known = isinstance(value, str) and value in get_rehabilitation(region).phase_by_id
    return phase_name(region, value) if known else str(value)
