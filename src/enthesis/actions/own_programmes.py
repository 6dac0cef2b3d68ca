"""The clinic's own programmes as they stand.

Not an action of its own: it reads what the calling action may read, inside that action's scope.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.own_programme import OwnProgramme, as_programme, read_own_programme, with_programmes
from enthesis.knowledge.regions import known_region
from enthesis.knowledge.rehabilitation import Programme, Rehabilitation
from enthesis.records.programmes import ClinicProgramme, ProgrammeVersion, name_in_plan, read_version_id


@dataclass(frozen=True)
class OwnVersion:
    """One version of a programme of the clinic."""

    programme_id: uuid.UUID
    version_id: uuid.UUID
    number: int
    own: OwnProgramme
    made_at: datetime.datetime
    made_by: str
    retired_at: datetime.datetime | None
    """Since when the programme is offered no longer."""

    @property
    def name_in_plan(self) -> str:
        """How a plan names this version."""
        return name_in_plan(self.version_id)

    @property
    def programme(self) -> Programme:
        """In the form of the pack's programmes."""
        return as_programme(self.own, self.name_in_plan)


def newest_programmes(offered_only: bool = True) -> tuple[OwnVersion, ...]:
    """The newest version of each programme of the clinic, by name.

    Args:
        offered_only: leave out those that were retired.
    """
    programmes = ClinicProgramme.objects.filter(retired_at__isnull=True) if offered_only else ClinicProgramme.objects.all()
    newest: dict[uuid.UUID, ProgrammeVersion] = {}
    for version in _versions(programme__in=programmes):
        newest[version.programme_id] = version
    return tuple(sorted(map(as_own_version, newest.values()), key=lambda one: (one.own.name.casefold(), str(one.programme_id))))


def versions_of(programme: ClinicProgramme) -> tuple[OwnVersion, ...]:
    """Every version, the newest first."""
    return tuple(reversed([as_own_version(version) for version in _versions(programme=programme)]))


def find_own_version(name: str) -> OwnVersion | None:
    """The version that a plan names; None where it names a published programme, none, or one that is not this clinic's."""
    version_id = read_version_id(name)
    found = None if version_id is None else _versions(pk=version_id).first()
    return None if found is None else as_own_version(found)


def knowledge_with_own(region: str, names: Iterable[str] = ()) -> Rehabilitation:
    """The treatment knowledge of a region with the clinic's programmes: those on offer, and the versions that are named here."""
    region = known_region(region)
    found = {one.name_in_plan: one for one in newest_programmes() if known_region(one.own.region) == region}
    for name in names:
        version = None if name in found else find_own_version(name)
        if version is not None:
            found[version.name_in_plan] = version
    rehabilitation = get_rehabilitation(region)
    return with_programmes(rehabilitation, [one.programme for one in found.values()]) if found else rehabilitation


def programme_name(region: str, name: str) -> str:
    """What a programme of a plan is called; empty where there is none, its id where it is known no more."""
    published = get_rehabilitation(region).programme_by_id.get(name)
    if published is not None or not name:
        return published.name if published else ""
    own = find_own_version(name)
    return own.own.name if own else name


def as_own_version(version: ProgrammeVersion) -> OwnVersion:
    """A row as a plain value; `programme` and `made_by` must be there."""
    by: Any = version.made_by
    programme: Any = version.programme
    return OwnVersion(
        *(version.programme_id, version.pk, version.number, read_own_programme(version.content)),
        *(version.made_at, by.full_name, programme.retired_at),
    )


def _versions(**where: Any) -> Any:
    return ProgrammeVersion.objects.filter(**where).select_related("programme", "made_by").order_by("programme_id", "number")
