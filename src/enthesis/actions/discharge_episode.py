"""Discharge a patient from an episode of care with what was reached and what was not, or open the episode again."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_discharge, check_can_reopen
from enthesis.access.visibility import get_visible
from enthesis.actions.change_plan import close_plan
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.discharge_facts import judge_discharge
from enthesis.actions.plan_follow_ups import plan_follow_ups
from enthesis.outcomes.discharge import CriterionOutcome
from enthesis.records.episodes import Encounter, EncounterStatus, Episode, EpisodeStatus
from enthesis.records.outcomes import Discharge, DischargeReason
from enthesis.records.plans import Plan, PlanStatus
from enthesis.terms.fault import UnusableInput

Built = TypeVar("Built")
LONGEST_TEXT = 4_000
UNSIGNED = (EncounterStatus.OPEN, EncounterStatus.AWAITING_COSIGNATURE)


@dataclass(frozen=True)
class DischargeView:
    """What a discharge is decided from: the criteria as they stand today, and the discharges there were."""

    episode: Episode
    criteria: tuple[CriterionOutcome, ...]
    n_unsigned: int
    earlier: tuple[Discharge, ...]
    """The newest first; the first of them stands where the episode is closed."""


@action("read discharge", Permission.READ_RECORD, writes=False)
def read_discharge(actor: Actor, episode_id: uuid.UUID, build: Callable[[DischargeView], Built]) -> Done[Built]:
    """Show what speaks for a discharge and what does not, or how it was decided.

    Raises:
        Refused: not allowed, or no such episode here.
    """
    episode = get_visible(Episode, episode_id)
    earlier = tuple(Discharge.objects.filter(episode=episode).select_related("by", "reopened_by").order_by("-at"))
    open_now = episode.status == EpisodeStatus.OPEN
    view = DischargeView(episode, judge_discharge(episode) if open_now else (), _n_unsigned(episode), earlier)
    return Done(build(view), episode.patient_id, target_of(episode))


@action("discharged from episode", Permission.OPEN_EPISODE)
def discharge_episode(
    actor: Actor,
    episode_id: uuid.UUID,
    reason: str,
    maintenance: str = "",
    summary: str = "",
    goal_reached: bool | None = None,
    at: datetime.datetime | None = None,
) -> Done[Discharge]:
    """End a course of care, and its plan with it; plan when the patient is asked how it goes on.

    The criteria are judged anew and kept as they stand now. Nothing that was signed or measured is touched.

    Args:
        reason: one of `DischargeReason`.
        goal_reached: what patient and clinician agreed on; None: not asked.
        at: when it was, for records that are entered later; default: now.
    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: it is closed already, or an encounter in it is not signed yet.
        UnusableInput: no such reason, or a text is too long.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    check_can_discharge(episode, _n_unsigned(episode))
    if reason not in DischargeReason.values:
        raise UnusableInput("reason", gettext("the reason is missing"), gettext("choose one of the list"))
    for name, text in (("maintenance", maintenance), ("summary", summary)):
        if len(text) > LONGEST_TEXT:
            raise UnusableInput(name, gettext("this text is too long"), gettext("keep it under 4000 characters"))
    moment = at or timezone.now()
    discharge = Discharge(
        patient_id=episode.patient_id,
        episode=episode,
        at=moment,
        by_id=actor.person_id,
        reason=reason,
        criteria=criteria_to_json(judge_discharge(episode, moment, goal_reached)),
        maintenance=maintenance.strip(),
        summary=summary.strip(),
    )
    discharge.save()
    episode.status, episode.closed_at = EpisodeStatus.DISCHARGED, moment
    episode.save(update_fields=["status", "closed_at"])
    for plan in Plan.objects.select_for_update().filter(episode=episode, status=PlanStatus.ACTIVE):
        close_plan(plan)
    plan_follow_ups(episode)
    return Done(discharge, episode.patient_id, target_of(episode))


@action("opened episode again", Permission.OPEN_EPISODE)
def reopen_episode(actor: Actor, episode_id: uuid.UUID, because: str = "") -> Done[Episode]:
    """Take up a course of care again, after a recurrence for instance. The discharge stays as it was decided, with this beside it.

    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: it is open.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    check_can_reopen(episode)
    standing = Discharge.objects.select_for_update().filter(episode=episode, reopened_at__isnull=True).first()
    if standing is not None:  # episodes closed before discharges were kept have none
        standing.reopened_at, standing.reopened_because = timezone.now(), " ".join(because.split())[:300]
        standing.reopened_by_id = actor.person_id  # pyright: ignore[reportAttributeAccessIssue]
        standing.save(update_fields=["reopened_at", "reopened_by", "reopened_because"])
    episode.status, episode.closed_at = EpisodeStatus.OPEN, None
    episode.save(update_fields=["status", "closed_at"])
    plan_follow_ups(episode)
    return Done(episode, episode.patient_id, target_of(episode))


def criteria_to_json(criteria: Sequence[CriterionOutcome]) -> list[dict[str, Any]]:
    """Criteria as they are kept with a discharge."""
    return [
        {
            "id": outcome.criterion.measure,
            "words": outcome.name,
            "state": outcome.verdict,
            "value": outcome.value,
            "unit": outcome.unit,
            "on": outcome.on.isoformat() if outcome.on is not None else None,
            "because": outcome.sentence,
            "simulated": outcome.simulated,
            "beside": outcome.beside,
        }
        for outcome in criteria
    ]


def _n_unsigned(episode: Episode) -> int:
    return Encounter.objects.filter(episode=episode, status__in=UNSIGNED).count()
