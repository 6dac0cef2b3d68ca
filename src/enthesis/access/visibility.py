"""Who sees which records, and how much of them.

A clinic's people see that clinic's records and no others (`records.isolation` holds the wall). Front desk sees who the
patients are and when they come, not what was found. A researcher sees findings without the person.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from enthesis.access.refused import NotFound
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import ClinicOwned
from enthesis.records.patients import Patient, PatientSearchKey
from enthesis.records.people import Role

Owned = TypeVar("Owned", bound=ClinicOwned)
OLDEST_AGE_SHOWN_YEARS = 89
"""HIPAA safe harbour: ages over 89 are shown as 90 (45 CFR 164.514(b)(2)(i)(C))."""
LAST_CHARACTER = "\U0010ffff"
"""Sorts after every other in both databases (bytes of UTF-8)."""
KEYS_PER_PATIENT = 6
"""A patient may be found by several keys with the same beginning; so many are read for each patient wanted."""


def get_visible(model: type[Owned], record_id: uuid.UUID | str, lock: bool = False, **where: Any) -> Owned:
    """A record of the current clinic.

    Args:
        lock: hold the row until the transaction ends (PostgreSQL; SQLite writes one at a time anyway).
    Raises:
        NotFound: there is none here; the words are the same when it belongs to another clinic.
    """
    found = model.objects.select_for_update() if lock else model.objects.all()
    try:
        return found.get(pk=record_id, **where)
    except (model.DoesNotExist, ValueError):
        raise NotFound("There is no such record in this clinic.") from None


def sees_clinical_content(role: Role) -> bool:
    """Whether findings, notes and drawings are shown to this role."""
    return role in (Role.THERAPIST, Role.ASSISTANT, Role.STUDENT, Role.CLINIC_LEAD)


@dataclass(frozen=True)
class Deidentified:
    """What a researcher sees of a patient: no name, no date, no contact; an age and a code that means nothing outside."""

    code: str
    age_years: int | None
    sex: str
    sport: str


def deidentified(patient: Patient, on: datetime.date, secret: bytes) -> Deidentified:
    """The patient without the person.

    Args:
        on: the day the age is counted for.
        secret: the installation's key; without it the code cannot be traced back.
    """
    age = age_years(patient.birth_date, on)
    code = hashlib.blake2s(patient.id.bytes, key=hashlib.sha256(secret).digest(), digest_size=5).hexdigest()
    return Deidentified(code, None if age is None else min(age, OLDEST_AGE_SHOWN_YEARS + 1), patient.sex, patient.sport)


def age_years(birth_date: datetime.date | None, on: datetime.date) -> int | None:
    """Completed years, or None when the date of birth is not recorded."""
    if birth_date is None:
        return None
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def unsigned_encounters_of(person_id: uuid.UUID) -> Any:
    """What waits for a person's signature."""
    return Encounter.objects.filter(therapist_id=person_id, status="open").select_related("patient", "episode")


def keys_from(beginning: str) -> Any:
    """Search keys that begin so, in order: a range over the index `patient_by_key`, never a scan (EXPLAIN-tested)."""
    return PatientSearchKey.objects.filter(key__gte=beginning, key__lt=beginning + LAST_CHARACTER).order_by("key")


def patients_with_keys_from(beginnings: Sequence[str], at_most: int) -> list[Patient]:
    """Patients of the clinic who have, for each beginning, a search key that starts with it.

    Args:
        beginnings: folded texts; the first is looked up, the others narrow it down (so put the rarest first).
        at_most: how many patients are wanted.
    Returns:
        in the order of the keys of the first beginning.
    """
    keys = keys_from(beginnings[0])
    for other in beginnings[1:]:
        keys = keys.filter(patient__search_keys__key__gte=other, patient__search_keys__key__lt=other + LAST_CHARACTER)
    ids = list(dict.fromkeys(keys.values_list("patient_id", flat=True)[: at_most * KEYS_PER_PATIENT]))[:at_most]
    found = Patient.objects.in_bulk(ids)
    return [found[patient_id] for patient_id in ids if patient_id in found]
