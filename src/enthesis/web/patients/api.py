"""Find patients as somebody types; what is typed comes in the body, never in an address."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from ninja import Field, Router, Schema

from enthesis.actions.find_patients import find_patients

LONGEST_QUERY = 80
router = Router(tags=["patients"])


class Typed(Schema):
    """What somebody typed into the search box."""

    q: str = Field(max_length=LONGEST_QUERY)


class Found(Schema):
    """A patient as shown in the list."""

    id: uuid.UUID
    name: str
    birth_date: datetime.date | None
    record_number: str


class FoundPatients(Schema):
    """The patients that match, best first."""

    patients: list[Found]


@router.post("/find", response=FoundPatients, url_name="find_patients")
def find(request: Any, typed: Typed) -> Any:
    """Patients of the clinic whose name (in any order), record number or date of birth begins like what was typed."""
    return {"patients": [vars(patient) for patient in find_patients(request.actor, typed.q)]}
