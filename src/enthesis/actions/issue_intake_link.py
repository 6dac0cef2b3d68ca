"""Issue the one-use link by which a patient comes to their questions; a newer one ends the earlier."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.intake_code import hash_code, new_code
from enthesis.knowledge.regions import known_region
from enthesis.records.episodes import Episode, EpisodeStatus
from enthesis.records.intake import Intake, IntakeLink, IntakeStatus, PortalSession
from enthesis.records.patients import Patient

SENT_LINK_LASTS = datetime.timedelta(hours=72)
TABLET_LINK_LASTS = datetime.timedelta(minutes=30)
OPEN_STATES = (IntakeStatus.INVITED, IntakeStatus.STARTED)


@dataclass(frozen=True)
class IssuedLink:
    """A link just issued. The code is shown once and kept nowhere."""

    intake_id: uuid.UUID
    code: str = field(repr=False)
    expires_at: datetime.datetime
    on_clinic_tablet: bool


@action("issued intake link", Permission.INVITE_INTAKE)
def issue_intake_link(actor: Actor, patient_id: uuid.UUID, on_clinic_tablet: bool = False, region: str = "") -> Done[IssuedLink]:
    """Give a patient a way to their questions: those they have begun, or new ones.

    Args:
        on_clinic_tablet: for a device that is handed back; such a link lives for minutes.
        region: whose questions are asked; empty: that of the questions begun, of the newest open episode, or the first on offer.
    Raises:
        Refused: not allowed, or no such patient here.
    """
    now = timezone.now()
    patient = get_visible(Patient, patient_id, lock=True)
    begun = Intake.objects.filter(patient=patient, status__in=OPEN_STATES, **({"region": known_region(region)} if region else {}))
    intake = begun.order_by("-created_at").first()
    if intake is None:
        intake = Intake(patient=patient, created_at=now, region=known_region(region or region_of_care(patient)))
        intake.save()
    end_ways_in(intake)
    code = new_code()
    expires_at = now + (TABLET_LINK_LASTS if on_clinic_tablet else SENT_LINK_LASTS)
    IntakeLink.objects.create(
        token_hash=hash_code(code),
        clinic_id=actor.clinic_id,
        intake_id=intake.pk,
        created_at=now,
        expires_at=expires_at,
        on_clinic_tablet=on_clinic_tablet,
    )
    return Done(IssuedLink(intake.pk, code, expires_at, on_clinic_tablet), patient.id, target_of(intake))


def region_of_care(patient: Patient) -> str:
    """Of the patient's newest open episode; empty where none is open."""
    open_now = Episode.objects.filter(patient=patient, status=EpisodeStatus.OPEN).order_by("-opened_at")
    return open_now.values_list("region", flat=True).first() or ""


@action("revoked intake link", Permission.INVITE_INTAKE)
def revoke_intake_link(actor: Actor, intake_id: uuid.UUID) -> Done[Intake]:
    """Close every way to a patient's questions; what was answered stays.

    Raises:
        Refused: not allowed, or no such intake here.
    """
    intake = get_visible(Intake, intake_id, lock=True)
    end_ways_in(intake)
    return Done(intake, intake.patient_id, target_of(intake))


def end_ways_in(intake: Intake) -> None:
    """Revoke unused links and end sessions of an intake."""
    now = timezone.now()
    IntakeLink.objects.filter(intake_id=intake.pk, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
    end_sessions(intake)


def end_sessions(intake: Intake) -> None:
    """Make every cookie of an intake worthless."""
    PortalSession.objects.filter(intake_id=intake.pk, ended_at__isnull=True).update(ended_at=timezone.now())
