"""Say what is meant to be needled, how and by whom: what the gate is asked about. Nothing is suggested here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_needle, check_needling_open, check_needling_step
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import (
    PLAN,
    decision_of,
    facts_of,
    find_session,
    gather_needling,
    keep_decision,
    known_needling,
    planned_sites,
)
from enthesis.actions.record_entry import write_entry
from enthesis.care.needling_facts import PlannedSite
from enthesis.records.entries import current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.needling import NEEDLING_ENTRIES, NeedlingEntry, NeedlingPlan, NeedlingSession, NeedlingStatus
from enthesis.records.people import Membership
from enthesis.terms.fault import UnusableInput

MOST_SITES = 20
REFERRALS = ("told", "not_told", "no_referral", "unknown")


@dataclass(frozen=True)
class PlanDetails:
    """What is planned, as typed."""

    sites: tuple[PlannedSite, ...]
    technique: str = ""
    """Id of a technique of the knowledge; empty: not said, which closes the gate."""
    needled_by: uuid.UUID | None = None
    """Who holds the needle; None: who types."""
    in_plan_of_care: bool | None = None
    referral: str = "unknown"


@action("planned needling", Permission.RECORD)
def plan_needling(
    actor: Actor, encounter_id: uuid.UUID, details: PlanDetails, replaces: uuid.UUID | None = None
) -> Done[NeedlingPlan]:
    """Keep the plan. Once needling has begun only sites are added, and only where the gate is open for them too.

    Args:
        replaces: id of the plan that stood on the page; None where there was none.
    Raises:
        Refused: not allowed, no such visit, or it is locked.
        NotInThisState: the visit takes no needling, or the gate is closed for an added site; the sentence says why.
        UnusableInput: a field cannot be.
        Conflict: somebody else changed the plan meanwhile.
    """
    now = timezone.now()
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    _check(details)
    needled_by = details.needled_by or actor.person_id
    if not Membership.objects.filter(person_id=needled_by, clinic_id=actor.clinic_id, ended_at__isnull=True).exists():
        raise NotFound("There is no such person in this clinic.")
    session = ensure_session(encounter)
    check_needling_open(session)
    content: dict[str, Any] = {
        "technique": details.technique,
        "sites": [{"id": site.id, "side": site.side} for site in dict.fromkeys(details.sites)],
        "needled_by_id": needled_by,
        "in_plan_of_care": details.in_plan_of_care,
        "referral": details.referral,
    }
    begun = session.status == NeedlingStatus.BEGUN
    if begun:
        _check_only_adds(encounter, content, details)
    entry = write_needling(actor, encounter, "needling_plan", PLAN, content, replaces)
    if begun:
        record = gather_needling(encounter, now)
        decision = decision_of(record)
        if decision.verdict != "allowed":
            raise NotInThisState("The gate is closed for this: " + " ".join(one.sentence for one in decision.open_reasons))
        keep_decision(session, decision, facts_of(record), "begin", actor.person_id, now)
    return Done(entry, encounter.patient_id, target_of(entry))  # type: ignore[arg-type]


def ensure_session(encounter: Encounter) -> NeedlingSession:
    """The session of a visit, made where there is none; one that was put down as not done is taken up again."""
    session = find_session(encounter.pk, lock=True)
    if session is None:
        session = NeedlingSession(patient_id=encounter.patient_id, encounter=encounter, made_at=timezone.now())
        session.save()
    elif session.status == NeedlingStatus.NOT_DONE:
        check_needling_step(session, NeedlingStatus.PLANNED)
        session.status, session.settled_at, session.not_done_because = NeedlingStatus.PLANNED, None, ""
        session.save(update_fields=["status", "settled_at", "not_done_because"])
    return session


def write_needling(
    actor: Actor, encounter: Encounter, kind: str, key: str, content: Mapping[str, Any], replaces: uuid.UUID | None
) -> NeedlingEntry:
    """Add an entry of the needling; errors as for `record_entry.write_entry`."""
    entry = write_entry(actor, encounter, kind, key, content, replaces, models=NEEDLING_ENTRIES)
    assert isinstance(entry, NeedlingEntry)
    return entry


def _check(details: PlanDetails) -> None:
    known = known_needling()
    if details.technique and details.technique not in {one.id for one in known.techniques}:
        raise UnusableInput("technique", _("this technique is not known"), _("choose one of the list"))
    if details.referral not in REFERRALS:
        raise UnusableInput("referral", _("this is no answer"), _("choose one of the list"))
    if len(details.sites) > MOST_SITES:
        raise UnusableInput("sites", _("these are too many sites for one visit"), _("choose at most 20"))
    for site in details.sites:
        if not site.id.strip() or len(site.id) > 60:
            raise UnusableInput("sites", _("a muscle is not named"), _("choose it, or write its name"))
        card = known.site_by_id.get(site.id)
        if site.side not in ("left", "right") and not (site.side == "" and card is not None and card.midline):
            named = card.name.lower() if card is not None else site.id.replace("_", " ")
            raise UnusableInput("sites", _("the side of %(muscle)s is not said") % {"muscle": named}, _("choose left or right"))


def _check_only_adds(encounter: Encounter, content: Mapping[str, Any], details: PlanDetails) -> None:
    standing: Any = current_entries(NeedlingPlan, encounter.pk).get(PLAN)
    earlier: Sequence[PlannedSite] = planned_sites(standing)
    same = standing is not None and all(
        getattr(standing, name) == content[name] for name in ("technique", "needled_by_id", "in_plan_of_care", "referral")
    )
    if not same or not set(earlier) <= set(details.sites):
        raise NotInThisState("Needling has begun: sites may be added, and nothing else of the plan changed.")
