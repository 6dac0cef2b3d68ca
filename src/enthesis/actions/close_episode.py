"""Discharge a patient from an episode of care, or open the episode again."""

from __future__ import annotations

import uuid

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_discharge
from enthesis.access.visibility import get_visible
from enthesis.actions.change_plan import close_plan
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.episodes import Encounter, EncounterStatus, Episode, EpisodeStatus
from enthesis.records.plans import Plan, PlanStatus


@action("discharged from episode", Permission.OPEN_EPISODE)
def close_episode(actor: Actor, episode_id: uuid.UUID) -> Done[Episode]:
    """End a course of care, and its plan with it.

    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: it is closed already, or an encounter in it is not signed yet.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    waiting = (EncounterStatus.OPEN, EncounterStatus.AWAITING_COSIGNATURE)
    check_can_discharge(episode, Encounter.objects.filter(episode=episode, status__in=waiting).count())
    episode.status, episode.closed_at = EpisodeStatus.DISCHARGED, timezone.now()
    episode.save(update_fields=["status", "closed_at"])
    for plan in Plan.objects.select_for_update().filter(episode=episode, status=PlanStatus.ACTIVE):
        close_plan(plan)
    return Done(episode, episode.patient_id, target_of(episode))


@action("opened episode again", Permission.OPEN_EPISODE)
def reopen_episode(actor: Actor, episode_id: uuid.UUID) -> Done[Episode]:
    """Take a discharge back. Nothing happens to an episode that is open."""
    episode = get_visible(Episode, episode_id, lock=True)
    episode.status, episode.closed_at = EpisodeStatus.OPEN, None
    episode.save(update_fields=["status", "closed_at"])
    return Done(episode, episode.patient_id, target_of(episode))
