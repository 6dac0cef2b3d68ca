"""Keep a consent to needling: the patient's, a parent's, and a young person's own word, each apart."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import age_years, get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import known_needling, withdrawal_of
from enthesis.actions.plan_record import local_day
from enthesis.records.needling import ConsentSigner, NeedlingConsent, NeedlingWithdrawal
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput


@dataclass(frozen=True)
class ConsentDetails:
    """A consent as it was given. `None` and empty: not given, or not recorded."""

    signed_on: datetime.date
    signed_by: str
    """A `records.needling.ConsentSigner`."""
    signer_name: str
    copy_given_on: datetime.date | None = None
    parent_consent_on: datetime.date | None = None
    parent_name: str = ""
    assent: str = "unknown"
    """yes, no or unknown: what a young person says for themself."""
    note: str = ""


@action("kept needling consent", Permission.RECORD)
def give_needling_consent(
    actor: Actor, patient_id: uuid.UUID, details: ConsentDetails, replaces: uuid.UUID | None = None
) -> Done[NeedlingConsent]:
    """Keep a consent to the text as it stands now.

    Args:
        replaces: the consent that stood on the page, where this adds something to it (a copy, a parent's word); the text that was
            signed stays the one it was. None: somebody signs anew.
    Raises:
        Refused: not allowed, or no such patient or consent here.
        UnusableInput: a field cannot be, or the consent was withdrawn or changed meanwhile.
    """
    now, known = timezone.now(), known_needling()
    patient = get_visible(Patient, patient_id, lock=True)
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=actor.clinic_id)
    today = local_day(now, time_zone)
    _check(details, patient, today, known.age_of_majority)
    earlier = get_visible(NeedlingConsent, replaces, patient=patient) if replaces else None
    if earlier is not None:
        _check_adds(details, earlier)
    taken = NeedlingWithdrawal.objects.filter(patient=patient).order_by("-withdrawn_at").first()
    if earlier is None and taken is not None and details.signed_on < local_day(taken.withdrawn_at, time_zone):
        raise UnusableInput("signed_on", _("consent was withdrawn after that day"), _("ask again, and let somebody sign anew"))
    kept = NeedlingConsent(
        patient=patient,
        form_version=earlier.form_version if earlier is not None else known.consent.version,
        pack_digest=earlier.pack_digest if earlier is not None else known.digest,
        signed_on=details.signed_on,
        signed_by=details.signed_by,
        signer_name=details.signer_name.strip()[:160],
        copy_given_on=details.copy_given_on,
        parent_consent_on=details.parent_consent_on,
        parent_name=details.parent_name.strip()[:160],
        assent=details.assent,
        note=details.note.strip()[:500],
        replaces=earlier,
        recorded_by_id=actor.person_id,
        recorded_at=now,
    )
    kept.save()
    return Done(kept, patient.pk, target_of(kept), "added to" if earlier is not None else "")


def _check(details: ConsentDetails, patient: Patient, today: datetime.date, of_age: int) -> None:
    if details.signed_by not in ConsentSigner.values:
        raise UnusableInput("signed_by", _("it is not said who signed"), _("choose who signed"))
    if not details.signer_name.strip():
        raise UnusableInput("signer_name", _("it is not said who signed"), _("write the name of who signed"))
    for name in ("signed_on", "copy_given_on", "parent_consent_on"):
        day = getattr(details, name)
        if day is not None and day > today:
            raise UnusableInput(name, _("this day is still to come"), _("write the day it happened"))
    if details.assent not in ("yes", "no", "unknown"):
        raise UnusableInput("assent", _("this is neither yes nor no"), _("choose yes, no or not recorded"))
    age = age_years(patient.birth_date, details.signed_on)
    if details.signed_by == ConsentSigner.PARENT and age is not None and age >= of_age:
        raise UnusableInput("signed_by", _("the patient is of age"), _("let the patient sign, or a legal representative"))
    if details.signed_by == ConsentSigner.PARENT and not details.parent_name.strip():
        raise UnusableInput("parent_name", _("the parent's name is missing"), _("write who consents"))


def _check_adds(details: ConsentDetails, earlier: NeedlingConsent) -> None:
    if withdrawal_of(earlier) is not None:
        raise UnusableInput("signed_on", _("this consent was withdrawn"), _("ask again, and let somebody sign anew"))
    if NeedlingConsent.objects.filter(replaces=earlier).exists():
        raise UnusableInput("signed_on", _("somebody changed this consent meanwhile"), _("open the page again"))
    if (details.signed_on, details.signed_by) != (earlier.signed_on, earlier.signed_by):
        raise UnusableInput("signed_on", _("another day or another signer is another consent"), _("keep it as a new one"))
