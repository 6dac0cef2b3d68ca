"""Change a plan by a new version, or end it. Earlier versions stay."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_plan_active
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import add_version, newest_version
from enthesis.actions.propose_plan import replace_proposals
from enthesis.records.plans import PhoneLink, Plan, PlanStatus, PlanVersion, ProposedStep, StepStatus


@action("changed plan", Permission.PLAN)
def change_plan(
    actor: Actor,
    plan_id: uuid.UUID,
    based_on: int,
    document: Mapping[str, Any],
    patient_sentence: str,
    clinician_sentence: str = "",
    suggestion: Mapping[str, Any] | None = None,
) -> Done[PlanVersion]:
    """Write the next version of a plan.

    Args:
        based_on: number of the version that stood on the screen when this was typed.
        patient_sentence: why, for the patient: no change without a reason.
    Raises:
        Refused: not allowed, or no such plan here.
        NotInThisState: the plan has ended, somebody else changed it meanwhile, or the reason is missing.
    """
    plan = get_visible(Plan, plan_id, lock=True)
    check_plan_active(plan)
    if newest_version(plan).number != based_on:
        raise NotInThisState("This plan was changed in the meantime. Look at it as it is now, then change it again.")
    if not patient_sentence.strip():
        raise NotInThisState("Say in a sentence for the patient why the plan changes.")
    replace_proposals(plan.episode_id)
    version = add_version(plan, document, patient_sentence.strip(), clinician_sentence.strip(), actor.person_id, suggestion)
    return Done(version, plan.patient_id, target_of(version), f"version {version.number}")


@action("ended plan", Permission.PLAN)
def end_plan(actor: Actor, plan_id: uuid.UUID) -> Done[Plan]:
    """End a plan. Its phones are shown no plan any more; what they have not sent yet is still taken.

    Raises:
        Refused: not allowed, or no such plan here.
        NotInThisState: it has ended already.
    """
    plan = get_visible(Plan, plan_id, lock=True)
    check_plan_active(plan)
    close_plan(plan)
    return Done(plan, plan.patient_id, target_of(plan))


def close_plan(plan: Plan) -> None:
    """The plan ends; its unused links and the step that waits end with it."""
    now = timezone.now()
    plan.status = PlanStatus.ENDED
    plan.ended_at = now
    plan.save(update_fields=["status", "ended_at"])
    PhoneLink.objects.filter(plan_id=plan.pk, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
    ProposedStep.objects.filter(plan=plan, status=StepStatus.WAITING).update(status=StepStatus.REPLACED, decided_at=now)
