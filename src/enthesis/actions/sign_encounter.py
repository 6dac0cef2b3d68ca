"""Sign an encounter, and issue its note in the same transaction; a student's signature waits for a therapist's."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, check_can
from enthesis.access.policies import check_can_sign, check_needling_settled, check_step, status_after_signing
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.encounter_facts import find_missing, gather_facts
from enthesis.actions.issue_document import issue_note
from enthesis.actions.needling_facts import digest_of_needling, find_session
from enthesis.records.entries import ENTRY_MODELS, current_entries
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus, Signature
from enthesis.records.people import Person
from enthesis.reports.note import digest_of


@action("signed encounter", Permission.SIGN)
def sign_encounter(actor: Actor, encounter_id: uuid.UUID) -> Done[Encounter]:
    """Put one's name under an encounter and lock it. What is missing is computed here, from the record itself.

    Raises:
        NotInThisState: it is signed already, or something was passed over in silence.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    to = status_after_signing(actor.role)
    check_step(encounter, to)
    if encounter.status == EncounterStatus.AWAITING_COSIGNATURE:
        raise NotInThisState("This encounter waits for a co-signature.")
    if encounter.kind == EncounterKind.EVALUATION:
        missing = find_missing(gather_facts(encounter))
        check_can_sign([name for _, name in missing.unanswered_flags], missing.neuro_left_out, missing.has_diagnosis)
    _sign(actor, encounter, to, is_cosignature=False)
    return Done(encounter, encounter.patient_id, target_of(encounter))


@action("co-signed encounter", Permission.COSIGN)
def cosign_encounter(actor: Actor, encounter_id: uuid.UUID) -> Done[Encounter]:
    """Take responsibility for a student's encounter.

    Raises:
        NotInThisState: it does not wait for a co-signature, or the person would co-sign their own.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    if encounter.status != EncounterStatus.AWAITING_COSIGNATURE:
        raise NotInThisState("This encounter does not wait for a co-signature.")
    if Signature.objects.filter(encounter=encounter, person_id=actor.person_id).exists():
        raise NotInThisState("Somebody else must co-sign what you signed.")
    check_can(actor.role, Permission.SIGN)
    _sign(actor, encounter, EncounterStatus.SIGNED, is_cosignature=True)
    return Done(encounter, encounter.patient_id, target_of(encounter))


def content_digest(encounter: Encounter) -> str:
    """SHA-256 over every current entry of the encounter, in a fixed order: what a signature stands for."""
    content: dict[str, Any] = {
        kind: {key: {"id": str(entry.pk), **entry.content} for key, entry in sorted(current_entries(model, encounter.pk).items())}
        for kind, model in sorted(ENTRY_MODELS.items())
    }
    needling = digest_of_needling(encounter.pk)
    return digest_of({**content, "needling": needling} if needling else content)


def _sign(actor: Actor, encounter: Encounter, to: EncounterStatus, is_cosignature: bool) -> None:
    check_needling_settled(find_session(encounter.pk), to)
    person = Person.objects.get(pk=actor.person_id)
    Signature(
        encounter=encounter,
        person=person,
        signed_as=f"{person.signature} ({actor.role.label})",
        is_cosignature=is_cosignature,
        signed_at=timezone.now(),
        content_sha256=content_digest(encounter),
    ).save()
    encounter.status = to
    encounter.save(update_fields=["status"])
    if to == EncounterStatus.SIGNED:
        issue_note(actor, encounter)
