"""Make the plan of care of an episode: what was suggested and what was decided, both kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_make_plan
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import add_version
from enthesis.actions.propose_plan import replace_proposals
from enthesis.records.episodes import Episode
from enthesis.records.plans import Plan, PlanStatus


@action("made plan", Permission.PLAN)
def make_plan(
    actor: Actor,
    episode_id: uuid.UUID,
    document: Mapping[str, Any],
    suggestion: Mapping[str, Any] | None = None,
    patient_sentence: str = "",
    clinician_sentence: str = "",
) -> Done[Plan]:
    """Begin a plan with its first version.

    Args:
        document: what the clinician decided, in the form of a plan document.
        suggestion: what the engine had said, in the same form; None where it was not asked.
        patient_sentence: why this plan, for the patient; likewise for the clinician.
    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: the episode is closed, has an active plan, or the document is no plan's.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    check_can_make_plan(episode, Plan.objects.filter(episode=episode, status=PlanStatus.ACTIVE).exists())
    plan = Plan(patient_id=episode.patient_id, episode=episode, opened_at=timezone.now(), opened_by_id=actor.person_id)
    plan.save()
    replace_proposals(episode.pk)
    add_version(plan, document, patient_sentence, clinician_sentence, actor.person_id, suggestion)
    return Done(plan, plan.patient_id, target_of(plan))
