"""Who acts: a person in a role in a clinic, or a patient on their own intake, phone or follow-up, or the installation itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.records.people import Role


@dataclass(frozen=True)
class Actor:
    """A signed-in person in one clinic, as one request."""

    person_id: uuid.UUID
    clinic_id: uuid.UUID
    role: Role
    name: str
    request_id: str = ""


@dataclass(frozen=True)
class PatientActor:
    """A patient with an intake link: may read and answer that one intake."""

    clinic_id: uuid.UUID
    intake_id: uuid.UUID
    request_id: str = ""


@dataclass(frozen=True)
class PhoneActor:
    """A patient, or who cares for them, with a linked phone: may read that one plan and tell about its days."""

    clinic_id: uuid.UUID
    plan_id: uuid.UUID
    phone_id: uuid.UUID
    request_id: str = ""


@dataclass(frozen=True)
class FollowUpActor:
    """A patient with the link of a follow-up: may answer that one follow-up, or refuse."""

    clinic_id: uuid.UUID
    follow_up_id: uuid.UUID
    request_id: str = ""


@dataclass(frozen=True)
class CheckActor:
    """A patient with the link of a check after needling: may answer that one check."""

    clinic_id: uuid.UUID
    check_id: uuid.UUID
    request_id: str = ""


@dataclass(frozen=True)
class Stranger:
    """Somebody who is not signed in."""

    request_id: str = ""


@dataclass(frozen=True)
class Installation:
    """A command of the administrator on the machine itself."""

    command: str
    clinic_id: uuid.UUID | None = None


AnyActor = Actor | PatientActor | PhoneActor | FollowUpActor | CheckActor | Stranger | Installation
