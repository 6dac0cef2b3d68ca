"""Find patients as somebody types."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import patients_with_keys_from
from enthesis.actions.deed import Done, action
from enthesis.records.patients import fold

FOUND_AT_MOST = 20
TYPED_AT_MOST = 100


@dataclass(frozen=True)
class FoundPatient:
    """One line of the results: who it is, nothing clinical."""

    id: uuid.UUID
    name: str
    birth_date: datetime.date | None
    record_number: str
    simulated: bool = False


@action("searched patients", Permission.LIST_PATIENTS, writes=False)
def find_patients(actor: Actor, typed: str) -> Done[list[FoundPatient]]:
    """Patients of the clinic by the beginnings of names in any order, a record number or a date of birth.

    Args:
        typed: what stands in the search box; accents and case do not matter. Neither logged nor audited.
    Returns:
        at most `FOUND_AT_MOST` patients, best first; none for an empty search.
    Raises:
        Refused: the role does not see the list of patients.
    """
    found: dict[uuid.UUID, FoundPatient] = {}
    for beginnings in ways_to_look_up(typed):
        for patient in patients_with_keys_from(beginnings, FOUND_AT_MOST):
            line = FoundPatient(patient.id, str(patient), patient.birth_date, patient.record_number, patient.simulated)
            found.setdefault(patient.id, line)
        if len(found) >= FOUND_AT_MOST:
            break
    return Done(list(found.values())[:FOUND_AT_MOST])


def ways_to_look_up(typed: str) -> list[list[str]]:
    """What the search box may mean, most literal first; each way is a list of beginnings that must all be found.

    "Mus al" is first looked up as it stands, then as a patient with a key that begins with "mus" and one that begins
    with "al". A date is looked up in each order that makes a date.
    """
    text = fold("".join(c if c.isprintable() else " " for c in typed[:TYPED_AT_MOST]))
    if not text:
        return []
    ways = [[text]] + [[day] for day in dates_meant(text)]
    words = text.replace(",", " ").split()
    if len(words) > 1:
        ways.append(sorted(words, key=len, reverse=True))
    return ways


def dates_meant(text: str) -> list[str]:
    """ISO dates a text such as 3.12.1980, 12/3/1980 or 3 12 1980 may mean, day first; none when it is no date."""
    parts = re.fullmatch(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", text)
    if parts is None:
        return []
    first, second, year = (int(part) for part in parts.groups())
    days: list[str] = []
    for day, month in ((first, second), (second, first)):
        try:
            days.append(datetime.date(year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(days))
