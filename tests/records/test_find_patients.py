"""The search box: beginnings of names in any order, record numbers, dates of birth; only this clinic's patients."""

from __future__ import annotations

import datetime

import pytest
from records.conftest import make_actor

from enthesis.access.actor import Actor
from enthesis.access.refused import Refused
from enthesis.actions.find_patients import FOUND_AT_MOST, find_patients
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.records.audit import AuditRow
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Role

PEOPLE = [
    PatientDetails("Zoë", "Müller-Lang", datetime.date(1980, 12, 3), record_number="H-0017"),
    PatientDetails("Anna Maria", "Muster", datetime.date(1955, 3, 12), record_number="H-0018"),
    PatientDetails("Max", "Muster"),
]
TABLE = """
typed            | found
mus              | Max Muster, Anna Maria Muster
MUST             | Max Muster, Anna Maria Muster
muster a         | Anna Maria Muster
muster, anna     | Anna Maria Muster
anna mu          | Anna Maria Muster
maria            | Anna Maria Muster
mus mar          | Anna Maria Muster
ma mu            | Max Muster, Anna Maria Muster
zoe              | Zoë Müller-Lang
muller           | Zoë Müller-Lang
lang             | Zoë Müller-Lang
H-0018           | Anna Maria Muster
h-00             | Zoë Müller-Lang, Anna Maria Muster
1980-12-03       | Zoë Müller-Lang
1955             | Anna Maria Muster
3.12.1980        | Zoë Müller-Lang
12/3/1980        | Zoë Müller-Lang
12.3.1955        | Anna Maria Muster
uster            |
%                |
_                |
'; DROP TABLE    |
"""


@pytest.mark.parametrize("row", TABLE.strip().splitlines()[1:])
def test_typed_and_found(row: str, therapist: Actor) -> None:
    typed, expected = (cell.strip() for cell in row.split("|"))
    for details in PEOPLE:
        register_patient(therapist, details, simulated=True)

    found = [patient.name for patient in find_patients(therapist, typed)]
    assert sorted(found) == sorted(name.strip() for name in expected.split(",") if name.strip())


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\x01", "a" * 10_000, "\U0010ffff"])
def test_nothing_typed_or_nonsense_finds_nothing(typed: str, therapist: Actor) -> None:
    register_patient(therapist, PEOPLE[0])
    assert find_patients(therapist, typed) == []


def test_another_clinic_finds_none_of_them(therapist: Actor, outsider: Actor) -> None:
    for details in PEOPLE:
        register_patient(therapist, details)
    assert [find_patients(outsider, typed) for typed in ("mus", "zoe muller", "H-0018", "1980-12-03")] == [[]] * 4


def test_at_most_a_screenful(therapist: Actor) -> None:
    for number in range(FOUND_AT_MOST + 5):
        register_patient(therapist, PatientDetails(f"Given{number}", "Same"))
    assert len(find_patients(therapist, "same")) == FOUND_AT_MOST


def test_the_front_desk_finds_patients_and_a_researcher_is_refused(clinic: Clinic, therapist: Actor) -> None:
    register_patient(therapist, PEOPLE[2])
    desk, researcher = make_actor(clinic, Role.FRONT_DESK, "Fred Desk"), make_actor(clinic, Role.RESEARCHER, "Rea Search")

    assert len(find_patients(desk, "max")) == 1
    with pytest.raises(Refused):
        find_patients(researcher, "max")


def test_a_search_is_audited_without_what_was_typed(therapist: Actor) -> None:
    find_patients(therapist, "Muster")
    with clinic_scope(therapist.clinic_id):
        row = AuditRow.objects.get(verb="searched patients")
        assert "uster" not in (row.target + row.because).lower()
