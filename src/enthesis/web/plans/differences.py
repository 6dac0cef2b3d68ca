"""What one plan document has that another has not, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.plan_document import PlanDocument


def phase_name(region: str, phase: str) -> str:
    """What a phase is called; its id where the pack no longer knows it."""
    found = get_rehabilitation(region).phase_by_id.get(phase)
    return found.name if found else phase.replace("_", " ")


def run_level_name(region: str, level: str) -> str:
    """What a rung of the running ladder is called; empty for none."""
    found = next((rung for rung in get_rehabilitation(region).run_levels if rung.id == level), None)
    return found.name if found else level.replace("_", " ")


def overlay_name(region: str, overlay: str) -> str:
    """What lies over the phase; empty for nothing."""
    return phase_name(region, overlay) if overlay else ""


def what_changed(region: str, before: PlanDocument, after: PlanDocument) -> tuple[str, ...]:
    """The differences, the weightiest first; empty where there are none."""
    said: list[str] = []
    arrow = _("%(what)s: %(before)s → %(after)s")
    none = _("none")
    for what, was, now in (
        (_("Phase"), phase_name(region, before.phase), phase_name(region, after.phase)),
        (_("Over the phase"), overlay_name(region, before.overlay), overlay_name(region, after.overlay)),
        (_("Pain ceiling"), str(before.pain_ceiling_0_10), str(after.pain_ceiling_0_10)),
        (_("Running"), run_level_name(region, before.run_level), run_level_name(region, after.run_level)),
    ):
        if was != now:
            said.append(arrow % {"what": what, "before": was or none, "after": now or none})
    had = {e.id: e for e in before.exercises}
    has = {e.id: e for e in after.exercises}
    reasons = {line.id: line.because for line in after.left_out}
    for exercise in after.exercises:
        if exercise.id not in had:
            said.append(_("Added: %(name)s") % {"name": exercise.name})
        elif had[exercise.id].dose != exercise.dose:
            words = {"what": exercise.name, "before": had[exercise.id].dose.words, "after": exercise.dose.words}
            said.append(arrow % words)
    for exercise in before.exercises:
        if exercise.id not in has:
            gone = _("Left out: %(name)s") % {"name": exercise.name}
            said.append(f"{gone} ({reasons[exercise.id]})" if exercise.id in reasons else gone)
    decisions = {"accepted": _("Accepted"), "declined": _("Declined"), "suggested": _("Left open")}
    stood = {i.id: i.decision for i in before.interventions}
    said += [
        f"{decisions[line.decision]}: {line.name}" + (f" ({line.reason})" if line.decision == "declined" else "")
        for line in after.interventions
        if stood.get(line.id, "suggested") != line.decision
    ]
    if [g.words for g in before.goals] != [g.words for g in after.goals]:
        said.append(_("The goals are worded differently"))
    return tuple(said)
