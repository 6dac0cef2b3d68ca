"""Staff look at an intake, or at where a patient's intake stands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.intake import Intake
from enthesis.records.patients import Patient

Built = TypeVar("Built")


@action("read intake", Permission.READ_RECORD, writes=False)
def read_intake(actor: Actor, intake_id: uuid.UUID, build: Callable[[Intake], Built]) -> Done[Built]:
    """Show a patient's answers.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    Raises:
        Refused: not allowed, or no such intake here.
    """
    intake = get_visible(Intake, intake_id)
    return Done(build(intake), intake.patient_id, target_of(intake))


@action("read intake status", Permission.INVITE_INTAKE, writes=False)
def read_intake_status(actor: Actor, patient_id: uuid.UUID, build: Callable[[Patient], Built]) -> Done[Built]:
    """Show where a patient's intake stands, without any answer. Arguments and errors as for `read_intake`."""
    patient = get_visible(Patient, patient_id)
    return Done(build(patient), patient.id, target_of(patient))
