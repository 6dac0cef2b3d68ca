"""Read a patient's record: every look leaves a row in the audit."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.patients import Patient

Built = TypeVar("Built")


@action("read patient", Permission.READ_RECORD, writes=False)
def read_patient(actor: Actor, patient_id: uuid.UUID, build: Callable[[Patient], Built]) -> Done[Built]:
    """Show a patient's record.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    Raises:
        Refused: not allowed, or no such patient here.
    """
    patient = get_visible(Patient, patient_id)
    return Done(build(patient), patient.id, target_of(patient))


@action("read encounter", Permission.READ_RECORD, writes=False)
def read_encounter(actor: Actor, encounter_id: uuid.UUID, build: Callable[[Encounter], Built]) -> Done[Built]:
    """Show one encounter. Arguments and errors as for `read_patient`."""
    encounter = get_visible(Encounter, encounter_id)
    return Done(build(encounter), encounter.patient_id, target_of(encounter))


@action("read episode", Permission.READ_RECORD, writes=False)
def read_episode(actor: Actor, episode_id: uuid.UUID, build: Callable[[Episode], Built]) -> Done[Built]:
    """Show one course of care. Arguments and errors as for `read_patient`."""
    episode = get_visible(Episode, episode_id)
    return Done(build(episode), episode.patient_id, target_of(episode))


@action("read patient's particulars", Permission.LIST_PATIENTS, writes=False)
def read_particulars(actor: Actor, patient_id: uuid.UUID, build: Callable[[Patient], Built]) -> Done[Built]:
    """Show who a patient is, without anything clinical (front desk)."""
    patient = get_visible(Patient, patient_id)
    return Done(build(patient), patient.id, target_of(patient))
