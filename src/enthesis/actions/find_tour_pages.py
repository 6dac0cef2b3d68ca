"""Find whose pages the guided tour can stop at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus
from enthesis.records.plans import DailyEvent, Plan


@dataclass(frozen=True)
class TourPages:
    """Ids to stop at; None where the clinic has no such record yet."""

    patient_id: uuid.UUID | None = None
    episode_id: uuid.UUID | None = None
    """One with a plan."""
    open_evaluation_id: uuid.UUID | None = None
    evaluation_id: uuid.UUID | None = None
    """Signed where there is one."""


@action("looked for pages of the tour", Permission.READ_RECORD, writes=False)
def find_tour_pages(actor: Actor) -> Done[TourPages]:
    """Choose records with something to see: a plan that days were told of, an evaluation that is open, one that is signed."""
    told_of = DailyEvent.objects.values("plan_id")
    plans = Plan.objects.filter(ended_at__isnull=True).order_by("-opened_at", "id")
    plan = plans.filter(pk__in=told_of).first() or plans.first()
    evaluations = Encounter.objects.filter(kind=EncounterKind.EVALUATION).exclude(status=EncounterStatus.ABANDONED)
    evaluations = evaluations.order_by("-started_at", "id")
    opened = evaluations.filter(status=EncounterStatus.OPEN).first()
    signed = evaluations.filter(status=EncounterStatus.SIGNED).first() or opened
    patient_id = plan.patient_id if plan else signed.patient_id if signed else None
    found = TourPages(patient_id, plan.episode_id if plan else None, opened.pk if opened else None, signed.pk if signed else None)
    return Done(found)
