"""The patient, or who stands for them, takes consent to needling back. It needs no reason and holds at once."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import standing_consent
from enthesis.records.needling import ConsentSigner, NeedlingWithdrawal
from enthesis.records.patients import Patient
from enthesis.terms.fault import UnusableInput


@action("noted withdrawn needling consent", Permission.WITHDRAW_CONSENT)
def withdraw_needling_consent(actor: Actor, patient_id: uuid.UUID, said_by: str, words: str = "") -> Done[NeedlingWithdrawal]:
    """Note that consent is withdrawn; whoever hears it may, also at the front desk. Needling that has begun is stopped.

    Args:
        said_by: a `records.needling.ConsentSigner`: who took it back, which a parent and a young person may each do.
    Raises:
        Refused: not allowed, or no such patient here.
        NotInThisState: there is no consent that stands.
    """
    patient = get_visible(Patient, patient_id, lock=True)
    if said_by not in ConsentSigner.values:
        raise UnusableInput("said_by", _("it is not said who took it back"), _("choose who said so"))
    consent = standing_consent(patient.pk)
    if consent is None:
        raise NotInThisState("No consent to needling is on file, so there is none to withdraw.")
    taken = NeedlingWithdrawal(
        patient=patient,
        consent=consent,
        said_by=said_by,
        words=words.strip()[:500],
        withdrawn_at=timezone.now(),
        recorded_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            taken.save()
    except IntegrityError:
        raise NotInThisState("This consent is withdrawn already.") from None
    return Done(taken, patient.pk, target_of(taken))
