"""Open an episode of care."""

from __future__ import annotations

import uuid

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_follow_ups import plan_follow_ups
from enthesis.knowledge.regions import default_region
from enthesis.records.episodes import Episode
from enthesis.records.patients import Patient


@action("opened episode", Permission.OPEN_EPISODE)
def open_episode(actor: Actor, patient_id: uuid.UUID, complaint: str, affected_side: str = "", region: str = "") -> Done[Episode]:
    """Begin a course of care for one complaint.

    Args:
        complaint: in the patient's own words.
        affected_side: left, right, both, or empty.
        region: id of the pack that knows it; empty: the first on offer.
    Raises:
        Refused: not allowed, or no such patient here.
    """
    patient = get_visible(Patient, patient_id)
    episode = Episode(
        patient=patient,
        complaint=complaint,
        affected_side=affected_side,
        region=region or default_region(),
        opened_at=timezone.now(),
        opened_by_id=actor.person_id,
        lead_therapist_id=actor.person_id,
    )
    episode.save()
    plan_follow_ups(episode)
    return Done(episode, patient.id, target_of(episode))
