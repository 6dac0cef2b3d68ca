"""Go on in spite of one rule of the needling gate, with a written reason, where the rule allows that."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_needle, check_needling_open
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import decision_of, gather_needling
from enthesis.actions.plan_needling import ensure_session, write_needling
from enthesis.records.episodes import Encounter
from enthesis.records.needling import NeedlingOverride
from enthesis.terms.fault import UnusableInput


@action("overrode needling rule", Permission.OVERRIDE_GATE)
def override_needling_rule(
    actor: Actor,
    encounter_id: uuid.UUID,
    rule_id: str,
    reason: str,
    medical_advice: str = "",
    replaces: uuid.UUID | None = None,
) -> Done[NeedlingOverride]:
    """Keep the reason for one rule that stands in the way now; it covers no other. An empty reason takes an earlier one back.

    Args:
        rule_id: `rule_id` of a reason the gate gives.
        medical_advice: which physician advised it, and when; needed where the rule asks for it.
        replaces: id of the override that stood on the page; None where there was none.
    Raises:
        Refused: not allowed, no such visit, or it is locked.
        NotInThisState: the rule does not stand in the way, or nothing lifts it.
        UnusableInput: the advice that the rule asks for is missing.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    check_needling_open(ensure_session(encounter))
    said = reason.strip()[:1000]
    if said:
        decision = decision_of(gather_needling(encounter, timezone.now()))
        rule = next((one for one in decision.reasons if one.rule_id == rule_id), None)
        if rule is None:
            raise NotInThisState("This rule does not stand in the way now; open the page again.")
        if not rule.overridable:
            raise NotInThisState(f"No reason lifts this: {rule.sentence}" if rule.open else f"Nothing to lift: {rule.sentence}")
        if rule.weight == "medical_advice" and not medical_advice.strip():
            raise UnusableInput(
                "medical_advice", _("this rule asks for a physician's advice"), _("write who advised it, and when")
            )
    elif replaces is None:
        raise UnusableInput("reason", _("there is no reason"), _("write why it is right to go on"))
    content = {"reason": said, "medical_advice": medical_advice.strip()[:500] if said else ""}
    entry = write_needling(actor, encounter, "needling_override", rule_id[:160], content, replaces)
    assert isinstance(entry, NeedlingOverride)
    return Done(entry, encounter.patient_id, target_of(entry), rule_id)
