"""What was observed is added, never overwritten; two people never overwrite each other in silence."""

from __future__ import annotations

import uuid
from contextlib import nullcontext

import pytest
from django.db import DatabaseError, transaction
from records.conftest import leave_out_neuro_screen, make_actor

from enthesis.access.actor import Actor
from enthesis.access.refused import Conflict, NotFound, NotInThisState, Refused
from enthesis.actions.record_entry import record_entry
from enthesis.actions.sign_encounter import cosign_encounter, sign_encounter
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.entries import FindingEntry, current_entries
from enthesis.records.episodes import Encounter, EncounterStatus
from enthesis.records.isolation import NoClinicScope, clinic_scope
from enthesis.records.people import Clinic, Role

POSITIVE = {"finding": "slump_test", "result": "positive"}
NEGATIVE = {"finding": "slump_test", "result": "negative"}
FORBIDDEN = "append-only|permission denied"
"""The trigger's words, or PostgreSQL's, where the web role lacks the right to begin with."""


def test_a_correction_keeps_the_old_value(therapist: Actor, encounter: Encounter) -> None:
    first = record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE)
    record_entry(therapist, encounter.id, "finding", "slump_test", NEGATIVE, replaces=first.id)

    with clinic_scope(therapist.clinic_id):
        assert current_entries(FindingEntry, encounter.id)["slump_test"].result == "negative"
        assert [e.result for e in FindingEntry.objects.order_by("recorded_at")] == ["positive", "negative"]


def test_the_second_of_two_corrections_is_told_what_stands_there_now(therapist: Actor, lead: Actor, encounter: Encounter) -> None:
    first = record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE)
    record_entry(lead, encounter.id, "finding", "slump_test", NEGATIVE, replaces=first.id)

    with pytest.raises(Conflict) as conflict:
        record_entry(therapist, encounter.id, "finding", "slump_test", {**POSITIVE, "note": "sure"}, replaces=first.id)
    assert conflict.value.current.result == "negative"  # type: ignore[attr-defined]


def test_the_same_entry_sent_twice_is_recorded_once(therapist: Actor, encounter: Encounter) -> None:
    chosen = uuid.uuid4()
    once = record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE, entry_id=chosen)
    twice = record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE, entry_id=chosen)

    assert once.id == twice.id == chosen
    with clinic_scope(therapist.clinic_id):
        assert FindingEntry.objects.count() == 1


def test_the_database_itself_forbids_changing_an_entry(therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE)

    with clinic_scope(therapist.clinic_id):
        for deed in (
            lambda: FindingEntry.objects.update(result="negative"),
            lambda: FindingEntry.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError, match=FORBIDDEN), transaction.atomic():
                deed()
        with pytest.raises(DatabaseError, match=FORBIDDEN), transaction.atomic():
            AuditRow.objects.update(because="nothing happened")


def test_a_signed_encounter_is_locked(therapist: Actor, encounter: Encounter) -> None:
    record_entry(
        therapist, encounter.id, "diagnosis", "own", {"sources": ["proximal_hamstring_tendinopathy"], "agrees": "accept"}
    )
    leave_out_neuro_screen(therapist, encounter)
    sign_encounter(therapist, encounter.id)

    with pytest.raises(NotInThisState, match="addendum"):
        record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE)
    with clinic_scope(therapist.clinic_id), pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Encounter.objects.filter(pk=encounter.pk).update(status="open")


def test_signing_names_what_was_passed_over(therapist: Actor, encounter: Encounter) -> None:
    for finding in ("saddle_numbness", "low_back_pain"):
        record_entry(therapist, encounter.id, "finding", finding, {"finding": finding, "result": "positive"})
    with pytest.raises(NotInThisState, match=r"cauda equina.*Reflexes.*own view"):
        sign_encounter(therapist, encounter.id)


def test_a_student_waits_for_a_therapist(student: Actor, therapist: Actor, encounter: Encounter) -> None:
    record_entry(student, encounter.id, "diagnosis", "own", {"agrees": "open"})
    leave_out_neuro_screen(student, encounter)
    sign_encounter(student, encounter.id)

    with pytest.raises(Refused):
        cosign_encounter(student, encounter.id)
    assert cosign_encounter(therapist, encounter.id).status == EncounterStatus.SIGNED


def test_another_clinic_finds_nothing_and_the_attempt_is_audited(outsider: Actor, encounter: Encounter) -> None:
    with pytest.raises(NotFound):
        record_entry(outsider, encounter.id, "finding", "slump_test", POSITIVE)

    with clinic_scope(outsider.clinic_id):
        refusal = AuditRow.objects.get(actor_id=outsider.person_id)
        assert (refusal.verb, refusal.outcome) == ("recorded entry", Outcome.REFUSED)
        assert Encounter.objects.count() == 0


def test_nothing_is_read_outside_a_scope(encounter: Encounter) -> None:
    with pytest.raises(NoClinicScope):
        list(Encounter.objects.all())


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_either_let_through_or_refused_and_audited(role: Role, clinic: Clinic, encounter: Encounter) -> None:
    actor = make_actor(clinic, role, f"Some {role.label.split()[0]}")
    treats = role in (Role.THERAPIST, Role.ASSISTANT, Role.STUDENT, Role.CLINIC_LEAD)
    with nullcontext() if treats else pytest.raises(Refused):
        record_entry(actor, encounter.id, "finding", "slump_test", POSITIVE)

    outcome = Outcome.DONE if treats else Outcome.REFUSED
    with clinic_scope(clinic.id):
        assert [row.outcome for row in AuditRow.objects.filter(actor_id=actor.person_id)] == [outcome]
