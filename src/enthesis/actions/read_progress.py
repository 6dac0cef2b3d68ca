"""Staff look at a plan and at how it goes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import PlanRecord, gather_plan
from enthesis.records.episodes import Episode
from enthesis.records.plans import Plan, PlanAlert, PlanStatus, ProposedStep, StepStatus

Built = TypeVar("Built")


@action("read plan", Permission.READ_RECORD, writes=False)
def read_progress(actor: Actor, plan_id: uuid.UUID, build: Callable[[PlanRecord], Built]) -> Done[Built]:
    """Show one plan, with what the patient told.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    Raises:
        Refused: not allowed, or no such plan here.
    """
    plan = get_visible(Plan, plan_id)
    return Done(build(gather_plan(plan)), plan.patient_id, target_of(plan))


@action("read plan of episode", Permission.READ_RECORD, writes=False)
def read_episode_plan(actor: Actor, episode_id: uuid.UUID, build: Callable[[Episode, PlanRecord | None], Built]) -> Done[Built]:
    """Show the plan of an episode: the active one, else the one that ended last, else None. Otherwise as `read_progress`."""
    episode = get_visible(Episode, episode_id)
    plans = sorted(Plan.objects.filter(episode=episode), key=lambda plan: (plan.status == PlanStatus.ACTIVE, plan.opened_at))
    return Done(build(episode, gather_plan(plans[-1]) if plans else None), episode.patient_id, target_of(episode))


@dataclass(frozen=True)
class PlanToSee:
    """A plan somebody should look at: an alert, or a step that waits."""

    plan_id: uuid.UUID
    episode_id: uuid.UUID
    patient_name: str
    simulated: bool
    alerts: tuple[PlanAlert, ...]
    """Newest first."""
    step: ProposedStep | None


@action("read plans to see", Permission.READ_RECORD, writes=False)
def read_plans_to_see(actor: Actor, build: Callable[[tuple[PlanToSee, ...]], Built]) -> Done[Built]:
    """Show the clinic's plans with an alert nobody has seen, or a step that waits; those with a warning sign first.

    Args:
        build: makes the page model inside the clinic's scope.
    """
    found = gather_plans_to_see()
    return Done(build(found), None, "", f"{len(found)} plans")


def gather_plans_to_see() -> tuple[PlanToSee, ...]:
    """The same for an action that shows them among other things, inside its scope."""
    alerts: dict[uuid.UUID, list[PlanAlert]] = {}
    for alert in PlanAlert.objects.filter(seen_at__isnull=True).order_by("-day", "-raised_at", "id"):
        alerts.setdefault(alert.plan_id, []).append(alert)
    waiting = ProposedStep.objects.filter(status=StepStatus.WAITING, plan__status=PlanStatus.ACTIVE)
    steps = {step.plan_id: step for step in waiting}
    plans = Plan.objects.filter(pk__in={*alerts, *steps}).select_related("patient")
    found = [
        PlanToSee(
            *(plan.pk, plan.episode_id, str(plan.patient), plan.patient.simulated),
            alerts=tuple(alerts.get(plan.pk, ())),
            step=steps.get(plan.pk),
        )
        for plan in plans
    ]
    found.sort(key=lambda each: (_urgency(each), each.patient_name, str(each.plan_id)))
    return tuple(found)


URGENCY = ("warning", "refer", "flare", "silence")


def _urgency(plan: PlanToSee) -> int:
    return min((URGENCY.index(alert.kind) for alert in plan.alerts), default=len(URGENCY))
