"""Say by whose law the clinic's patients are needled."""

from __future__ import annotations

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.people import Clinic

LONGEST = 40


@action("set jurisdiction", Permission.MANAGE_CLINIC)
def set_jurisdiction(actor: Actor, jurisdiction: str) -> Done[Clinic]:
    """Keep the jurisdiction; one the knowledge does not list is kept too, and the gate says that no rules are held for it.

    Args:
        jurisdiction: an id such as us-nc, or a name; empty: not recorded, which closes the gate.
    """
    clinic = Clinic.objects.select_for_update().get(pk=actor.clinic_id)
    before, clinic.jurisdiction = clinic.jurisdiction, jurisdiction.replace("\x00", "").strip()[:LONGEST]
    clinic.save(update_fields=["jurisdiction"])
    return Done(clinic, None, target_of(clinic), f"{before or 'not recorded'} -> {clinic.jurisdiction or 'not recorded'}")
