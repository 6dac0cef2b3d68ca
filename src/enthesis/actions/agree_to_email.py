"""What the patient said about e-mail and about being asked: kept with the day it was said."""

from __future__ import annotations

import uuid

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_follow_ups import settle
from enthesis.actions.plan_record import local_day
from enthesis.records.outcomes import FollowUp, FollowUpStatus
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic

YES_NO = {True: "yes", False: "no", None: "not asked"}


@action("noted word on e-mail", Permission.INVITE_INTAKE)
def agree_to_email(actor: Actor, patient_id: uuid.UUID, may_email: bool | None) -> Done[Patient]:
    """Keep what the patient said; None: it was not asked, which is never a yes.

    Raises:
        Refused: not allowed, or no such patient here.
    """
    patient = get_visible(Patient, patient_id, lock=True)
    patient.may_email, patient.may_email_said_at = may_email, None if may_email is None else timezone.now()
    patient.save(update_fields=["may_email", "may_email_said_at"])
    return Done(patient, patient.pk, target_of(patient), YES_NO[may_email])


@action("noted that follow-up is welcome again", Permission.INVITE_INTAKE)
def allow_follow_up(actor: Actor, patient_id: uuid.UUID) -> Done[Patient]:
    """The patient changed their mind about not being asked: what is not over is planned again.

    Raises:
        Refused: not allowed, or no such patient here.
    """
    patient = get_visible(Patient, patient_id, lock=True)
    patient.no_follow_up_at = None
    patient.save(update_fields=["no_follow_up_at"])
    today = local_day(timezone.now(), Clinic.objects.values_list("time_zone", flat=True).get(pk=patient.clinic_id))
    again = FollowUp.objects.filter(patient=patient, status=FollowUpStatus.REFUSED, closes_on__gte=today)
    for follow_up in again.select_for_update():
        settle(follow_up, FollowUpStatus.PLANNED)
    return Done(patient, patient.pk, target_of(patient))


def stop_asking(patient: Patient) -> int:
    """The patient asks not to be asked again: every follow-up that still waits is refused; how many those were."""
    patient.no_follow_up_at = timezone.now()
    patient.save(update_fields=["no_follow_up_at"])
    waiting = FollowUp.objects.filter(patient=patient)
    return sum(settle(follow_up, FollowUpStatus.REFUSED) for follow_up in waiting.select_for_update())


@action("noted refusal of follow-up", Permission.INVITE_INTAKE)
def note_refusal(actor: Actor, patient_id: uuid.UUID) -> Done[Patient]:
    """The patient told the clinic that they do not want to be asked again.

    Raises:
        Refused: not allowed, or no such patient here.
    """
    patient = get_visible(Patient, patient_id, lock=True)
    count = stop_asking(patient)
    return Done(patient, patient.pk, target_of(patient), f"{count} follow-ups")
