"""Decide a proposed step: confirm it, take something else instead, or decline it. Steps up happen here and nowhere else."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_plan_active, check_step_waits
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import add_version
from enthesis.records.plans import Plan, ProposedStep, StepStatus

LONGEST_REASON = 500


@action("confirmed step", Permission.PLAN)
def confirm_step(actor: Actor, step_id: uuid.UUID) -> Done[ProposedStep]:
    """Take the step as it was proposed.

    Raises:
        Refused: not allowed, or no such step here.
        NotInThisState: it was decided, a later one took its place, or the plan has ended.
    """
    step = _waiting(step_id)
    _settle(step, actor, StepStatus.CONFIRMED)
    document = step.proposal["document"]
    add_version(step.plan, document, step.patient_sentence, step.clinician_sentence, actor.person_id, document, from_step=step)
    return Done(step, step.plan.patient_id, target_of(step), step.rule)


@action("adjusted step", Permission.PLAN)
def adjust_step(
    actor: Actor, step_id: uuid.UUID, document: Mapping[str, Any], patient_sentence: str, reason: str = ""
) -> Done[ProposedStep]:
    """Take something else instead; both the proposal and the decision are kept. Arguments and errors as for `change_plan`."""
    step = _waiting(step_id)
    if not patient_sentence.strip():
        raise NotInThisState("Say in a sentence for the patient why the plan changes.")
    _settle(step, actor, StepStatus.ADJUSTED, reason)
    suggested = step.proposal["document"]
    add_version(step.plan, document, patient_sentence.strip(), reason.strip(), actor.person_id, suggested, from_step=step)
    return Done(step, step.plan.patient_id, target_of(step), step.rule)


@action("declined step", Permission.PLAN)
def decline_step(actor: Actor, step_id: uuid.UUID, reason: str) -> Done[ProposedStep]:
    """Leave the plan as it is.

    Args:
        reason: why, kept with the step.
    Raises:
        Refused: not allowed, or no such step here.
        NotInThisState: as for `confirm_step`, or the reason is missing.
    """
    step = _waiting(step_id)
    if not reason.strip():
        raise NotInThisState("Say why the step is declined.")
    _settle(step, actor, StepStatus.DECLINED, reason)
    return Done(step, step.plan.patient_id, target_of(step), step.rule)


def _waiting(step_id: uuid.UUID) -> ProposedStep:
    """The step, with the plan's row held so that the nightly review waits."""
    step = get_visible(ProposedStep, step_id)
    get_visible(Plan, step.plan_id, lock=True)
    step = get_visible(ProposedStep, step_id, lock=True)
    check_plan_active(step.plan)
    check_step_waits(step)
    return step


def _settle(step: ProposedStep, actor: Actor, status: StepStatus, reason: str = "") -> None:
    if len(reason) > LONGEST_REASON:
        raise NotInThisState(f"The reason is longer than {LONGEST_REASON} signs; shorten it.")
    step.status, step.reason = status, reason.strip()
    step.decided_by_id, step.decided_at = actor.person_id, timezone.now()  # pyright: ignore[reportAttributeAccessIssue]
    step.save(update_fields=["status", "reason", "decided_by", "decided_at"])
