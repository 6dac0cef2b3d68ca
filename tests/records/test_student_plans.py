"""A student's plan waits for a co-signature like their encounter, and the patient gets nothing of it before."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from records.conftest import make_actor
from records.forms import form_of
from records.plan_document import make_document
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.change_plan import change_plan
from enthesis.actions.make_plan import make_plan
from enthesis.actions.propose_plan import cosign_plan, hand_back_plan, propose_plan
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Role
from enthesis.records.plans import Plan, PlanProposal, PlanVersion, ProposalStatus


@pytest.fixture
def proposal(student: Actor, encounter: Encounter) -> PlanProposal:
    return propose_plan(student, encounter.episode_id, 0, make_document(), None, "We begin gently.", "as discussed")


def counts(actor: Actor) -> tuple[int, int]:
    with clinic_scope(actor.clinic_id, writes=False):
        return Plan.objects.count(), PlanVersion.objects.count()


def test_nothing_is_a_plan_before_the_cosignature(student: Actor, therapist: Actor, proposal: PlanProposal) -> None:
    assert counts(therapist) == (0, 0)
    with pytest.raises(Refused, match="co-sign"):
        cosign_plan(student, proposal.pk)
    version = cosign_plan(therapist, proposal.pk)
    assert counts(therapist) == (1, 1)
    assert (version.patient_sentence, version.made_by_id) == ("We begin gently.", therapist.person_id)  # type: ignore[attr-defined]
    assert version.clinician_sentence == "Written by Stu Dent (student), co-signed. as discussed"
    with clinic_scope(therapist.clinic_id, writes=False):
        kept = PlanProposal.objects.get()
        assert (kept.status, kept.version_id, kept.decided_by_id) == ("cosigned", version.pk, therapist.person_id)  # type: ignore[attr-defined]
    with pytest.raises(NotInThisState, match="does not wait"):
        cosign_plan(therapist, proposal.pk)


def test_a_change_waits_and_the_plan_stays_as_it_is_meanwhile(student: Actor, therapist: Actor, encounter: Encounter) -> None:
    plan = make_plan(therapist, encounter.episode_id, make_document())
    with pytest.raises(NotInThisState, match="sentence for the patient"):
        propose_plan(student, encounter.episode_id, 1, make_document(pain_ceiling_0_10=4))
    waiting = propose_plan(student, encounter.episode_id, 1, make_document(pain_ceiling_0_10=4), None, "A little more.")
    assert counts(therapist) == (1, 1)
    cosign_plan(therapist, waiting.pk)
    with clinic_scope(therapist.clinic_id, writes=False):
        versions = PlanVersion.objects.filter(plan=plan).order_by("number")
        assert [version.document["pain_ceiling_0_10"] for version in versions] == [3, 4]


def test_handed_back_with_words_and_proposed_again(student: Actor, therapist: Actor, proposal: PlanProposal) -> None:
    with pytest.raises(NotInThisState, match="what should be changed"):
        hand_back_plan(therapist, proposal.pk, " ")
    hand_back_plan(therapist, proposal.pk, "start with holds")
    with pytest.raises(NotInThisState, match="does not wait"):
        cosign_plan(therapist, proposal.pk)
    again = propose_plan(student, proposal.episode_id, 0, make_document(), None, "Holds first.")
    cosign_plan(therapist, again.pk)
    assert counts(therapist) == (1, 1)


def test_what_a_therapist_does_meanwhile_takes_its_place(student: Actor, therapist: Actor, proposal: PlanProposal) -> None:
    plan = make_plan(therapist, proposal.episode_id, make_document())
    with pytest.raises(NotInThisState, match="does not wait"):
        cosign_plan(therapist, proposal.pk)
    waiting = propose_plan(student, proposal.episode_id, 1, make_document(), None, "Again.")
    change_plan(therapist, plan.pk, 1, make_document(), "More.")
    with clinic_scope(therapist.clinic_id, writes=False):
        assert PlanProposal.objects.get(pk=waiting.pk).status == ProposalStatus.REPLACED
    with pytest.raises(NotInThisState, match="in the meantime"):
        propose_plan(student, proposal.episode_id, 1, make_document(), None, "Again.")


def test_who_may(
    clinic: Clinic, therapist: Actor, student: Actor, outsider: Actor, encounter: Encounter, proposal: PlanProposal
) -> None:
    with pytest.raises(Refused):
        make_plan(student, encounter.episode_id, make_document())
    with pytest.raises(Refused, match="propose"):
        propose_plan(make_actor(clinic, Role.ASSISTANT, "Asa Ist"), encounter.episode_id, 0, make_document())
    for deed in (lambda: cosign_plan(outsider, proposal.pk), lambda: hand_back_plan(outsider, proposal.pk, "no")):
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(NotInThisState, match="Somebody else's plan"):
        propose_plan(make_actor(clinic, Role.STUDENT, "Sue Dent"), encounter.episode_id, 0, make_document())
    with pytest.raises(NotInThisState, match="phase"):
        propose_plan(student, encounter.episode_id, 0, make_document(phase=""))


def test_what_was_proposed_is_never_rewritten(therapist: Actor, proposal: PlanProposal) -> None:
    with clinic_scope(therapist.clinic_id), pytest.raises(DatabaseError, match="handed back"), transaction.atomic():
        PlanProposal.objects.filter(pk=proposal.pk).update(patient_sentence="Run!")


def test_proposed_and_cosigned_through_the_pages(student: Actor, therapist: Actor, evaluated: Encounter) -> None:
    writes, signs = let_in(student), let_in(therapist)
    address = reverse("change_plan", args=[evaluated.episode_id])
    html = writes.get(address).content.decode()
    assert "waits for a therapist" in html and "Propose it for a co-signature" in html
    answer = writes.post(address, {**form_of(html, address), "patient_sentence": "We begin gently.", "act": "save"})
    assert answer.status_code == 302 and counts(therapist) == (0, 0)

    def decide(client: Client, act: str, **typed: str) -> str:
        with clinic_scope(therapist.clinic_id, writes=False):
            waiting = PlanProposal.objects.get(status=ProposalStatus.WAITING)
        answer = client.post(reverse("cosign_plan", args=[waiting.pk]), {"act": act, **typed}, follow=True)
        return answer.content.decode()

    assert "Plan of care by Stu Dent" in signs.get(reverse("home")).content.decode()
    assert "Co-sign" not in writes.get(address).content.decode().replace("co-sign", "")
    assert "Say what should be changed" in decide(signs, "hand_back", reason="")
    assert "Handed back" in decide(signs, "hand_back", reason="start with holds")
    html = writes.get(address + "?from=proposal").content.decode()
    assert "start with holds" in html and "We begin gently." in html
    writes.post(address, {**form_of(html, address), "act": "save"})
    assert "A plan waits for a co-signature" in signs.get(address).content.decode()
    assert "Co-signed" in decide(signs, "cosign") and counts(therapist) == (1, 1)
    page = writes.get(reverse("episode_plan", args=[evaluated.episode_id])).content.decode()
    assert "Written by Stu Dent (student), co-signed." in page and "Propose a change" in page
