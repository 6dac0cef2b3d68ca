"""Hand a student's encounter back for changes."""

from __future__ import annotations

import uuid

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_step
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.record_entry import write_entry
from enthesis.actions.sign_needling import reopen_needling
from enthesis.records.entries import TextEntry, current_entries
from enthesis.records.episodes import Encounter, EncounterStatus

HANDED_BACK = "handed_back"
"""Key of the text that says what should be changed."""


@action("handed back encounter", Permission.COSIGN)
def hand_back_encounter(actor: Actor, encounter_id: uuid.UUID, reason: str) -> Done[Encounter]:
    """Open an encounter that waits for a co-signature again; the student's signature stays in the record.

    Args:
        reason: what should be changed, for the student to read.
    Raises:
        NotInThisState: it does not wait for a co-signature, or no reason is given.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    if encounter.status != EncounterStatus.AWAITING_COSIGNATURE:
        raise NotInThisState("This encounter does not wait for a co-signature.")
    if not reason.strip():
        raise NotInThisState("Say what should be changed, so that the student knows.")
    check_step(encounter, EncounterStatus.OPEN)
    encounter.status = EncounterStatus.OPEN
    encounter.save(update_fields=["status"])
    reopen_needling(encounter)
    standing = current_entries(TextEntry, encounter.pk).get(HANDED_BACK)
    write_entry(actor, encounter, "text", HANDED_BACK, {"text": reason.strip()[:2000]}, standing.pk if standing else None)
    return Done(encounter, encounter.patient_id, target_of(encounter))
