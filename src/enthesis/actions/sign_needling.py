"""Sign the needling of a visit: the gate is asked once more, and nothing that is missing passes; a student's waits for a therapist's."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_needle, check_needling_begun, check_needling_step
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import (
    decision_of,
    digest_of_needling,
    facts_of,
    find_session,
    gather_needling,
    keep_decision,
    known_needling,
    missing_in,
)
from enthesis.actions.plan_needling_checks import ensure_checks
from enthesis.actions.record_entry import write_entry
from enthesis.care.needling_checks import asked_items
from enthesis.records.entries import TextEntry, current_entries
from enthesis.records.episodes import Encounter, EncounterStatus
from enthesis.records.needling import NeedlingSession, NeedlingSignature, NeedlingStatus
from enthesis.records.people import Person, Role
from enthesis.terms.fault import UnusableInput

HANDED_BACK = "handed_back:needling"
"""Key of the text that says what should be changed."""


@action("signed needling", Permission.SIGN)
def sign_needling(actor: Actor, encounter_id: uuid.UUID) -> Done[NeedlingSession]:
    """Put one's name under the needling of a visit and lock it. What is missing is computed here, from the record itself.

    Signed by who held the needle. A student who took it down signs too, and it then waits for a co-signature.

    Raises:
        Refused: not allowed, or no such visit here.
        NotInThisState: it has not begun, is signed, somebody else held the needle, or something is missing; the sentences say what.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    session = check_needling_begun(find_session(encounter.pk, lock=True))
    student = actor.role == Role.STUDENT
    to = NeedlingStatus.AWAITING_COSIGNATURE if student else NeedlingStatus.SIGNED
    check_needling_step(session, to)
    _sign(actor, encounter, session, to, "sign", must_have_needled=not student)
    return Done(session, encounter.patient_id, target_of(session))


@action("co-signed needling", Permission.COSIGN)
def cosign_needling(actor: Actor, encounter_id: uuid.UUID) -> Done[NeedlingSession]:
    """Take responsibility for needling that a student took down.

    Raises:
        Refused: not allowed, or no such visit here.
        NotInThisState: it does not wait for a co-signature, one would co-sign one's own, or something is missing.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    session = _waiting(encounter)
    if NeedlingSignature.objects.filter(session=session, person_id=actor.person_id).exists():
        raise NotInThisState("Somebody else must co-sign what you signed.")
    check_needling_step(session, NeedlingStatus.SIGNED)
    _sign(actor, encounter, session, NeedlingStatus.SIGNED, "cosign", must_have_needled=False)
    return Done(session, encounter.patient_id, target_of(session))


@action("handed back needling", Permission.COSIGN)
def hand_back_needling(actor: Actor, encounter_id: uuid.UUID, reason: str) -> Done[NeedlingSession]:
    """Open needling that waits for a co-signature again, in a visit that is still open; the student's signature stays.

    Raises:
        Refused: not allowed, or no such visit here.
        NotInThisState: it does not wait for a co-signature, or the whole visit does: hand that back.
        UnusableInput: no reason is given.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    session = _waiting(encounter)
    if encounter.status != EncounterStatus.OPEN:
        raise NotInThisState("The whole visit waits for a co-signature: hand that back, and its needling with it.")
    if not reason.strip():
        raise UnusableInput("reason", _("there is no reason"), _("say what should be changed, so that the student knows"))
    reopen_needling(encounter)
    standing = current_entries(TextEntry, encounter.pk).get(HANDED_BACK)
    write_entry(actor, encounter, "text", HANDED_BACK, {"text": reason.strip()[:2000]}, standing.pk if standing else None)
    return Done(session, encounter.patient_id, target_of(session))


def reopen_needling(encounter: Encounter) -> None:
    """Open needling that waits for a co-signature; for the action that hands its visit back."""
    session = find_session(encounter.pk, lock=True)
    if session is not None and session.status == NeedlingStatus.AWAITING_COSIGNATURE:
        check_needling_step(session, NeedlingStatus.BEGUN)
        session.status = NeedlingStatus.BEGUN
        session.save(update_fields=["status"])


def _waiting(encounter: Encounter) -> NeedlingSession:
    session = find_session(encounter.pk, lock=True)
    if session is None or session.status != NeedlingStatus.AWAITING_COSIGNATURE:
        raise NotInThisState("This needling does not wait for a co-signature.")
    return session


def _sign(
    actor: Actor, encounter: Encounter, session: NeedlingSession, to: NeedlingStatus, asked_for: str, must_have_needled: bool
) -> None:
    now: datetime.datetime = timezone.now()
    record = gather_needling(encounter, now)
    if must_have_needled and (record.plan is None or record.plan.needled_by_id != actor.person_id):
        raise NotInThisState("Who held the needle signs; to sign, the plan has to name you.")
    facts, decision = facts_of(record), decision_of(record)
    missing = missing_in(record, decision)
    if missing:
        raise NotInThisState("Before signing the needling: " + " ".join(dict.fromkeys(one.sentence for one in missing)))
    keep_decision(session, decision, facts, asked_for, actor.person_id, now)
    items = asked_items(facts, known_needling())
    assert record.close is not None, "without a count it is not signable"
    session.status, session.settled_at, session.verdict = to, now, decision.verdict
    session.unanswered = sum(facts.screen.answers.get(item.id) not in ("yes", "no") for item in items)
    session.needles_in, session.needles_out = record.close.needles_in, record.close.needles_out
    session.consent = record.consent
    session.save()
    person = Person.objects.get(pk=actor.person_id)
    NeedlingSignature(
        session=session,
        person=person,
        signed_as=f"{person.signature} ({actor.role.label})",
        is_cosignature=asked_for == "cosign",
        signed_at=now,
        content_sha256=digest_of_needling(encounter.pk),
    ).save()
    ensure_checks(session, now)
