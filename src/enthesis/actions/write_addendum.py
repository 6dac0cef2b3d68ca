"""Add to a signed encounter; what was signed stays as it was."""

from __future__ import annotations

import uuid

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_add_addendum
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.episodes import Addendum, Encounter

LONGEST_ADDENDUM = 5000


@action("wrote addendum", Permission.WRITE_ADDENDUM)
def write_addendum(actor: Actor, encounter_id: uuid.UUID, text: str) -> Done[Addendum]:
    """Write an addendum under one's own name.

    Raises:
        Refused: not allowed, or no such encounter here.
        NotInThisState: the encounter is not signed yet, or the text is empty or too long.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_add_addendum(encounter)
    if not text.strip():
        raise NotInThisState("Write what is to be added first.")
    if len(text) > LONGEST_ADDENDUM:
        raise NotInThisState(f"An addendum has at most {LONGEST_ADDENDUM} characters; this one has {len(text)}.")
    addendum = Addendum(encounter=encounter, text=text.strip(), written_by_id=actor.person_id, written_at=timezone.now())
    addendum.save()
    return Done(addendum, encounter.patient_id, target_of(addendum))
