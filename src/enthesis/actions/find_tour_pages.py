"""Find whose pages the guided tour can stop at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus
from enthesis.records.outcomes import Answer
from enthesis.records.plans import DailyEvent, Plan, PlanStatus


@dataclass(frozen=True)
class TourPages:
    """Ids to stop at; None where the clinic has no such record yet."""

    patient_id: uuid.UUID | None = None
    episode_id: uuid.UUID | None = None
    """One with a plan."""
    answered_episode_id: uuid.UUID | None = None
    """One with answers to measures."""
    open_evaluation_id: uuid.UUID | None = None
    evaluation_id: uuid.UUID | None = None
    """Signed where there is one."""


@action("looked for pages of the tour", Permission.READ_RECORD, writes=False)
def find_tour_pages(actor: Actor) -> Done[TourPages]:
    """Choose records with something to see: most days told, most answers given, an evaluation that is open, one that is signed."""
    active = Plan.objects.filter(status=PlanStatus.ACTIVE)
    told = DailyEvent.objects.filter(plan__in=active).values("plan_id").annotate(n=Count("id")).order_by("-n", "plan_id").first()
    plan = active.filter(pk=told["plan_id"]).first() if told else active.order_by("-opened_at", "id").first()
    answered = Answer.objects.values("episode_id").annotate(n=Count("id")).order_by("-n", "episode_id").first()
    evaluations = Encounter.objects.filter(kind=EncounterKind.EVALUATION).exclude(status=EncounterStatus.ABANDONED)
    evaluations = evaluations.order_by("-started_at", "id")
    opened = evaluations.filter(status=EncounterStatus.OPEN).first()
    of_plan = evaluations.filter(episode_id=plan.episode_id) if plan else evaluations
    signed = of_plan.filter(status=EncounterStatus.SIGNED).first() or evaluations.first()
    found = TourPages(
        patient_id=plan.patient_id if plan else signed.patient_id if signed else None,
        episode_id=plan.episode_id if plan else None,
        answered_episode_id=answered["episode_id"] if answered else None,
        open_evaluation_id=opened.pk if opened else None,
        evaluation_id=signed.pk if signed else None,
    )
    return Done(found)
