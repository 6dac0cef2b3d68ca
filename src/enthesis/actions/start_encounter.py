"""Start an encounter."""

from __future__ import annotations

import uuid

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_start_encounter
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.episodes import Encounter, EncounterKind, Episode


@action("started encounter", Permission.OPEN_EPISODE)
def start_encounter(
    actor: Actor, episode_id: uuid.UUID, kind: str = EncounterKind.EVALUATION, appointment_id: uuid.UUID | None = None
) -> Done[Encounter]:
    """Begin a meeting in an open episode.

    Args:
        appointment_id: the appointment it is held for; it then stands as 'in the room'.
    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: the episode is closed.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    check_can_start_encounter(episode)
    encounter = Encounter(
        episode=episode,
        patient_id=episode.patient_id,
        kind=EncounterKind(kind),
        started_at=timezone.now(),
        started_by_id=actor.person_id,
        therapist_id=actor.person_id,
    )
    encounter.save()
    if appointment_id is not None:
        appointment = get_visible(Appointment, appointment_id, lock=True, patient_id=episode.patient_id)
        appointment.encounter = encounter  # pyright: ignore[reportAttributeAccessIssue]
        appointment.episode = episode  # pyright: ignore[reportAttributeAccessIssue]
        if appointment.status in (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED):
            appointment.status = AppointmentStatus.IN_ROOM
        appointment.revision += 1
        appointment.save()
    return Done(encounter, episode.patient_id, target_of(encounter))
