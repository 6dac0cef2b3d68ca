"""Change the clinic's settings."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.actions.assessor import settings_on_offer
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.people import Clinic

SHORTEST_LOCK_MINUTES, LONGEST_LOCK_MINUTES = 1, 240


@dataclass(frozen=True)
class ClinicSettings:
    """What a clinic may choose."""

    name: str
    time_zone: str
    country: str
    paper: str
    units: str
    setting: str
    address: str
    telephone: str
    lock_after_minutes: int


@action("changed clinic settings", Permission.MANAGE_CLINIC)
def change_clinic_settings(actor: Actor, wanted: ClinicSettings) -> Done[Clinic]:
    """Write the settings; the audit names those that changed.

    Raises:
        NotInThisState: a setting cannot be used.
    """
    if wanted.time_zone not in available_timezones():
        raise NotInThisState(f"'{wanted.time_zone}' is no time zone; choose one of the list, for instance Europe/Vienna.")
    if wanted.setting not in settings_on_offer():
        raise NotInThisState("No pack knows this setting; choose one of the list.")
    if not SHORTEST_LOCK_MINUTES <= wanted.lock_after_minutes <= LONGEST_LOCK_MINUTES:
        raise NotInThisState(f"The screen locks after {SHORTEST_LOCK_MINUTES} to {LONGEST_LOCK_MINUTES} minutes.")
    clinic = Clinic.objects.select_for_update().get(pk=actor.clinic_id)
    changed = [name for name, value in vars(wanted).items() if getattr(clinic, name) != value]
    for name in changed:
        setattr(clinic, name, getattr(wanted, name))
    clinic.save()
    return Done(clinic, None, target_of(clinic), ", ".join(changed) or "nothing changed")
