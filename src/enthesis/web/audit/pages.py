"""What the audit page shows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.web.pages import Choice
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class AuditLine:
    """One row of the audit in words."""

    when: str
    who: str
    role: str
    verb: str
    refused: bool
    patient: str
    """The patient's name, looked up within the clinic; the id when there is none."""
    patient_id: uuid.UUID | None
    target: str
    because: str


@dataclass(frozen=True)
class FoundLine:
    """A patient found by name, to choose from."""

    name: str
    born: str
    record_number: str
    address: str


@dataclass(frozen=True)
class AuditPage:
    """The audit, filtered."""

    shell: Shell
    lines: tuple[AuditLine, ...]
    first_day: str
    last_day: str
    people: tuple[Choice, ...]
    verbs: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    patient_id: str
    patient_name: str
    query: str
    """The filter as it stands in the address: days and random ids, never a name."""
    older: str
    """The address of the next page; empty on the last."""
    is_filtered: bool
    is_first: bool
    typed: str = ""
    found: tuple[FoundLine, ...] | None = None
    """Patients for what was typed; None when nobody was looked for."""
    fault: str = ""
