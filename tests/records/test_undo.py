"""Undo takes back one's own entries, the last first; nothing of another person's, and nothing is removed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from records.conftest import leave_out_neuro_screen

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState
from enthesis.actions.hand_back_encounter import hand_back_encounter
from enthesis.actions.record_entry import record_entry
from enthesis.actions.sign_encounter import cosign_encounter, sign_encounter
from enthesis.actions.undo_entry import undo_entry
from enthesis.records.entries import FindingEntry, current_entries
from enthesis.records.episodes import Encounter, EncounterStatus, Signature
from enthesis.records.isolation import clinic_scope


def finding(result: str) -> dict[str, str]:
    return {"finding": "slump_test", "result": result}


def state(actor: Actor, encounter: Encounter) -> str:
    with clinic_scope(actor.clinic_id):
        return current_entries(FindingEntry, encounter.pk)["slump_test"].result


def undo(actor: Actor, encounter: Encounter) -> tuple[str, str] | None:
    return undo_entry(actor, encounter.pk, lambda _: None)[0]


def test_one_undo_after_another_walks_back_to_the_beginning(therapist: Actor, encounter: Encounter) -> None:
    first = record_entry(therapist, encounter.pk, "finding", "slump_test", finding("positive"))
    record_entry(therapist, encounter.pk, "finding", "slump_test", finding("negative"), replaces=first.pk)

    seen: list[str] = []
    for _ in range(2):
        assert undo(therapist, encounter) == ("finding", "slump_test")
        seen.append(state(therapist, encounter))
    assert seen == ["positive", "not_assessed"]
    assert undo(therapist, encounter) is None
    with clinic_scope(therapist.clinic_id):
        assert FindingEntry.objects.count() == 4


def test_what_is_recorded_after_an_undo_is_undone_first(therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.pk, "finding", "slump_test", finding("positive"))
    undo(therapist, encounter)
    with clinic_scope(therapist.clinic_id):
        standing = current_entries(FindingEntry, encounter.pk)["slump_test"].pk
    record_entry(therapist, encounter.pk, "finding", "slump_test", finding("equivocal"), replaces=standing)

    undo(therapist, encounter)
    assert state(therapist, encounter) == "not_assessed"
    assert undo(therapist, encounter) is None


def test_what_somebody_else_changed_since_is_left_alone(therapist: Actor, lead: Actor, encounter: Encounter) -> None:
    mine = record_entry(therapist, encounter.pk, "finding", "slump_test", finding("positive"))
    record_entry(lead, encounter.pk, "finding", "slump_test", finding("negative"), replaces=mine.pk)

    with pytest.raises(NotInThisState, match="Somebody else"):
        undo(therapist, encounter)
    assert state(therapist, encounter) == "negative"


def test_handed_back_it_is_signed_again_and_both_signatures_stay(student: Actor, therapist: Actor, encounter: Encounter) -> None:
    record_entry(student, encounter.pk, "diagnosis", "own", {"agrees": "open"})
    leave_out_neuro_screen(student, encounter)
    sign_encounter(student, encounter.pk)
    hand_back_encounter(therapist, encounter.pk, "Say which side the reflex was tested on.")
    sign_encounter(student, encounter.pk)

    assert cosign_encounter(therapist, encounter.pk).status == EncounterStatus.SIGNED
    with clinic_scope(therapist.clinic_id):
        assert Signature.objects.filter(encounter=encounter).count() == 3
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            Signature.objects.update(signed_as="nobody")
