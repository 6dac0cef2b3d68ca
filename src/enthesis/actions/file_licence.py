"""File a therapist's licence and training in needling. The newest row stands; what was filed before is kept."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.needling import NeedlingLicence
from enthesis.records.people import Membership
from enthesis.terms.fault import UnusableInput

MOST_HOURS, MOST_SESSIONS = 10_000.0, 100_000


@dataclass(frozen=True)
class LicenceDetails:
    """A licence and training as typed. `None` is not recorded, and never a no."""

    jurisdiction: str
    number: str = ""
    expires_on: datetime.date | None = None
    unrestricted: bool | None = None
    held_since: datetime.date | None = None
    training_attested: bool | None = None
    training_hours: float | None = None
    supervised_sessions: int | None = None
    proof: str = ""


@action("filed licence", Permission.FILE_LICENCE)
def file_licence(actor: Actor, person_id: uuid.UUID, details: LicenceDetails) -> Done[NeedlingLicence]:
    """File one's own licence and training; who manages people files anybody's, and attests nothing in their place.

    Raises:
        Refused: not allowed, or nobody of this clinic.
        UnusableInput: a field cannot be.
    """
    if person_id != actor.person_id:
        check_can(actor.role, Permission.MANAGE_PEOPLE)
    if not Membership.objects.filter(person_id=person_id, clinic_id=actor.clinic_id, ended_at__isnull=True).exists():
        raise NotFound("There is no such person in this clinic.")
    _check(details, own=person_id == actor.person_id)
    filed = NeedlingLicence(
        person_id=person_id,
        jurisdiction=details.jurisdiction.strip()[:40],
        number=details.number.strip()[:60],
        expires_on=details.expires_on,
        unrestricted=details.unrestricted,
        held_since=details.held_since,
        training_attested=details.training_attested,
        training_hours=details.training_hours,
        supervised_sessions=details.supervised_sessions,
        proof=details.proof.strip()[:500],
        filed_by_id=actor.person_id,
        filed_at=timezone.now(),
    )
    filed.save()
    return Done(filed, None, target_of(filed), f"of person/{person_id}")


def _check(details: LicenceDetails, own: bool) -> None:
    if not details.jurisdiction.strip():
        raise UnusableInput("jurisdiction", _("it is not said who issued the licence"), _("choose it, or write its name"))
    if details.expires_on is not None and details.held_since is not None and details.expires_on < details.held_since:
        raise UnusableInput("expires_on", _("the licence ends before it began"), _("check both days"))
    if details.training_hours is not None and not 0 <= details.training_hours <= MOST_HOURS:
        raise UnusableInput("training_hours", _("this is no number of hours"), _("write 0 to 10000, or leave it empty"))
    if details.supervised_sessions is not None and not 0 <= details.supervised_sessions <= MOST_SESSIONS:
        raise UnusableInput("supervised_sessions", _("this is no number of sessions"), _("write 0 to 100000, or leave it empty"))
    if details.training_attested and not own:
        raise UnusableInput("training_attested", _("nobody attests for somebody else"), _("let the person file it"))
