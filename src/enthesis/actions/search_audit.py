"""Search the audit: who did what, to whom, when, and whether it was let through. The search is audited itself."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.actions.deed import Done, action
from enthesis.records.audit import AuditRow
from enthesis.records.patients import Patient
from enthesis.records.people import Membership

PAGE_ROWS = 50
LARGEST_DOWNLOAD_ROWS = 50_000
Built = TypeVar("Built")


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for. None or empty: everything."""

    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    """The first moment after the time that is looked at."""
    person_id: uuid.UUID | None = None
    patient_id: uuid.UUID | None = None
    verb: str = ""
    outcome: str = ""
    before_id: int | None = None
    """Rows older than this one: the key of the next page."""


@dataclass(frozen=True)
class AuditFound:
    """Rows, newest first, and what is needed to show them."""

    rows: Sequence[AuditRow]
    more: bool
    patient_names: dict[uuid.UUID, str]
    people: Sequence[tuple[uuid.UUID, str]]
    """Everybody who works or worked here."""


@action("searched audit", Permission.SEARCH_AUDIT, writes=False)
def search_audit(actor: Actor, wanted: AuditFilter, build: Callable[[AuditFound], Built]) -> Done[Built]:
    """One page of the clinic's audit. `build` makes the page inside the scope."""
    rows = list(_matching(actor, wanted)[: PAGE_ROWS + 1])
    people = Membership.objects.filter(clinic_id=actor.clinic_id).order_by("person__full_name")
    found = AuditFound(
        rows=rows[:PAGE_ROWS],
        more=len(rows) > PAGE_ROWS,
        patient_names=_names(rows, wanted.patient_id),
        people=list(dict.fromkeys(people.values_list("person_id", "person__full_name"))),
    )
    return Done(build(found), wanted.patient_id)


@action("downloaded audit", Permission.SEARCH_AUDIT, writes=False)
def download_audit(actor: Actor, wanted: AuditFilter, build: Callable[[AuditFound], Built]) -> Done[Built]:
    """All that matches, for a file.

    Raises:
        NotInThisState: it is too much for one file.
    """
    rows = list(_matching(actor, wanted)[: LARGEST_DOWNLOAD_ROWS + 1])
    if len(rows) > LARGEST_DOWNLOAD_ROWS:
        raise NotInThisState(f"These are more than {LARGEST_DOWNLOAD_ROWS} rows; choose a shorter time and download in parts.")
    found = AuditFound(rows, False, _names(rows, wanted.patient_id), [])
    return Done(build(found), wanted.patient_id, because=f"{len(rows)} rows")


def _matching(actor: Actor, wanted: AuditFilter) -> Any:
    where = Q(clinic_id=actor.clinic_id)
    if wanted.since is not None:
        where &= Q(at__gte=wanted.since)
    if wanted.until is not None:
        where &= Q(at__lt=wanted.until)
    if wanted.person_id is not None:
        where &= Q(actor_id=wanted.person_id) | Q(target=f"person/{wanted.person_id}")
    if wanted.patient_id is not None:
        where &= Q(patient_id=wanted.patient_id)
    if wanted.verb:
        where &= Q(verb=wanted.verb)
    if wanted.outcome:
        where &= Q(outcome=wanted.outcome)
    if wanted.before_id is not None:
        edge = AuditRow.objects.filter(clinic_id=actor.clinic_id, pk=wanted.before_id).values_list("at", "id").first()
        if edge is not None:
            where &= Q(at__lt=edge[0]) | Q(at=edge[0], id__lt=edge[1])
    return AuditRow.objects.filter(where).order_by("-at", "-id")


def _names(rows: Iterable[AuditRow], and_of: uuid.UUID | None) -> dict[uuid.UUID, str]:
    """Names of the patients of these rows, as far as they belong to the clinic of the scope."""
    ids = {row.patient_id for row in rows if row.patient_id is not None} | ({and_of} if and_of else set())
    listed = list(ids)
    names: dict[uuid.UUID, str] = {}
    for start in range(0, len(listed), 500):
        names |= {p.id: str(p) for p in Patient.objects.filter(pk__in=listed[start : start + 500])}
    return names
