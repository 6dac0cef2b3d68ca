"""Ask the gate and begin; or put the needling of a visit down as not done."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_needle, check_needling_not_begun, check_needling_step
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import decision_of, facts_of, find_session, gather_needling, keep_decision
from enthesis.records.episodes import Encounter
from enthesis.records.needling import NeedlingSession, NeedlingStatus
from enthesis.terms.fault import UnusableInput


@action("began needling", Permission.RECORD)
def start_needling(actor: Actor, encounter_id: uuid.UUID) -> Done[NeedlingSession]:
    """Begin, where the gate is open by the record as it stands at this moment; what it said is kept with every reason.

    Raises:
        Refused: not allowed, no such visit, or it is locked.
        NotInThisState: nothing is planned, it has begun, or the gate is closed; the sentences say why.
    """
    now = timezone.now()
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    session = find_session(encounter.pk, lock=True)
    if session is None:
        raise NotInThisState("No needling is planned in this visit.")
    check_needling_not_begun(session)
    record = gather_needling(encounter, now)
    decision = decision_of(record)
    if decision.verdict != "allowed" or record.consent is None:
        raise NotInThisState("The gate is closed. " + " ".join(reason.sentence for reason in decision.open_reasons))
    check_needling_step(session, NeedlingStatus.BEGUN)
    keep_decision(session, decision, facts_of(record), "begin", actor.person_id, now)
    session.status, session.begun_at, session.consent = NeedlingStatus.BEGUN, now, record.consent
    session.save(update_fields=["status", "begun_at", "consent"])
    return Done(session, encounter.patient_id, target_of(session))


@action("put needling down as not done", Permission.RECORD)
def leave_needling(actor: Actor, encounter_id: uuid.UUID, because: str) -> Done[NeedlingSession]:
    """Nobody was needled in this visit. What was asked stays; planning again takes it up again.

    Raises:
        Refused: not allowed, no such visit, or it is locked.
        NotInThisState: it has begun, and what was done is signed.
        UnusableInput: no reason is given.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    session = find_session(encounter.pk, lock=True)
    if session is None:
        raise NotInThisState("No needling is planned in this visit.")
    if not because.strip():
        raise UnusableInput("because", _("there is no reason"), _("say in a few words why nobody was needled"))
    check_needling_step(session, NeedlingStatus.NOT_DONE)
    session.status, session.settled_at, session.not_done_because = NeedlingStatus.NOT_DONE, timezone.now(), because.strip()[:500]
    session.save(update_fields=["status", "settled_at", "not_done_because"])
    return Done(session, encounter.patient_id, target_of(session))
