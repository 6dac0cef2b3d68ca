"""Exchange an intake link for a session, once."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import PatientActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, audit_refusal, target_of
from enthesis.actions.intake_code import hash_code, hash_cookie, new_cookie
from enthesis.actions.issue_intake_link import OPEN_STATES, end_sessions
from enthesis.records.intake import Intake, IntakeLink, IntakeStatus, PortalSession
from enthesis.records.isolation import clinic_scope

PHONE_SESSION_LASTS = datetime.timedelta(hours=24)
TABLET_SESSION_LASTS = datetime.timedelta(hours=2)
VERB = "opened intake link"


@dataclass(frozen=True)
class OpenedIntake:
    """The session a link was exchanged for; `cookie` is empty when the session held already is the right one."""

    cookie: str = field(repr=False)
    lasts: datetime.timedelta
    on_clinic_tablet: bool


@dataclass(frozen=True)
class OpenSession:
    """A living session: whose it is, and where."""

    actor: PatientActor
    session_id: uuid.UUID
    on_clinic_tablet: bool
    region: str
    """Whose questions are asked."""


def open_intake(stranger: Stranger, code: str, held_cookie: str = "") -> OpenedIntake:
    """Exchange the code of a link for a session.

    Args:
        held_cookie: the cookie the device has already; opening one's own used link again goes on with it.
    Raises:
        NotFound: there is no such link.
        NotInThisState: it is used, replaced or too old, or the answers were sent.
    """
    link = IntakeLink.objects.filter(token_hash=hash_code(code)).first()
    if link is None:
        said = gettext("This code is not known. Check it, or ask the clinic for a new one.")
        unknown = NotFound(said)
        audit_refusal(stranger, VERB, unknown)
        raise unknown
    held = find_session(held_cookie, stranger.request_id)
    actor = PatientActor(link.clinic_id, link.intake_id, stranger.request_id)
    goes_on = held is not None and held.actor.intake_id == link.intake_id
    return _open(actor, link.pk, goes_on)


@action(VERB, None)
def _open(actor: PatientActor, link_id: uuid.UUID, goes_on: bool) -> Done[OpenedIntake]:
    now = timezone.now()
    link: Any = IntakeLink.objects.select_for_update().get(pk=link_id)
    intake = get_visible(Intake, actor.intake_id, lock=True)
    lasts = TABLET_SESSION_LASTS if link.on_clinic_tablet else PHONE_SESSION_LASTS
    if intake.status not in OPEN_STATES:
        raise NotInThisState(gettext("These questions were answered and sent. There is nothing more to do."))
    if link.revoked_at is not None:
        raise NotInThisState(gettext("This code was replaced by a newer one. Use the newer one, or ask the clinic."))
    if link.used_at is not None and goes_on:
        return Done(OpenedIntake("", lasts, link.on_clinic_tablet), intake.patient_id, target_of(intake), "went on")
    if link.used_at is not None:
        raise NotInThisState(
            gettext(
                "This code was used on another device, or too long ago. What was answered is kept: ask the clinic for a new one."
            )
        )
    if link.expires_at <= now:
        raise NotInThisState(gettext("This code is too old. Ask the clinic for a new one."))
    end_sessions(intake)
    link.used_at = now
    link.save(update_fields=["used_at"])
    cookie = new_cookie()
    PortalSession.objects.create(
        cookie_hash=hash_cookie(cookie),
        clinic_id=actor.clinic_id,
        intake_id=intake.pk,
        created_at=now,
        expires_at=now + lasts,
        on_clinic_tablet=link.on_clinic_tablet,
    )
    if intake.status == IntakeStatus.INVITED:
        intake.status = IntakeStatus.STARTED
        intake.save(update_fields=["status"])
    return Done(OpenedIntake(cookie, lasts, link.on_clinic_tablet), intake.patient_id, target_of(intake))


def find_session(cookie: str, request_id: str = "") -> OpenSession | None:
    """The living session of a cookie; None when there is none. Whose intake it is stands in the session, never in the request."""
    if not cookie:
        return None
    session = PortalSession.objects.filter(
        cookie_hash=hash_cookie(cookie), ended_at__isnull=True, expires_at__gt=timezone.now()
    ).first()
    if session is None:
        return None
    actor = PatientActor(session.clinic_id, session.intake_id, request_id)
    with clinic_scope(actor.clinic_id, writes=False):
        region = Intake.objects.values_list("region", flat=True).get(pk=actor.intake_id)
    return OpenSession(actor, session.pk, session.on_clinic_tablet, region)
