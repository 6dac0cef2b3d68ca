"""Log needles as they go in, and at the end the count and how the patient was."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_needle, check_needling_begun
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import CLOSE, PLAN, find_session, planned_sites
from enthesis.actions.plan_needling import write_needling
from enthesis.actions.plan_needling_checks import ensure_checks
from enthesis.records.entries import current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.needling import NeedlingClose, NeedlingInsertion, NeedlingPlan
from enthesis.terms.fault import UnusableInput

MOST_ROWS = 60


@dataclass(frozen=True)
class InsertionRow:
    """One needle as typed."""

    content: Mapping[str, Any]
    """The fields of `NeedlingInsertion.content_fields`; those left out are not recorded."""
    key: str = ""
    """Of the row it corrects; empty: a new one."""
    replaces: uuid.UUID | None = None
    """Id of the row that stood on the page under this key."""


@action("recorded insertions", Permission.RECORD)
def record_insertions(actor: Actor, encounter_id: uuid.UUID, rows: Sequence[InsertionRow]) -> Done[tuple[NeedlingInsertion, ...]]:
    """Keep needles of a session that has begun; all of them, or none where one does not fit.

    Raises:
        Refused: not allowed, no such visit, or it is locked.
        NotInThisState: it has not begun, is signed, or a field does not fit.
        UnusableInput: a muscle was not planned: the gate was not asked about it.
        Conflict: somebody else changed a row meanwhile.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    session = check_needling_begun(find_session(encounter.pk, lock=True))
    if len(rows) > MOST_ROWS:
        raise NotInThisState(f"More than {MOST_ROWS} needles at once; send them in parts.")
    plan: Any = current_entries(NeedlingPlan, encounter.pk).get(PLAN)
    planned = {(site.id, site.side) for site in planned_sites(plan)}
    count = NeedlingInsertion.objects.filter(encounter=encounter, replaces__isnull=True).count()
    made: list[NeedlingInsertion] = []
    for row in rows:
        site, side = str(row.content.get("site", "")), str(row.content.get("side", ""))
        if not row.content.get("struck_out") and not {(site, side), (site, "")} & planned:
            raise UnusableInput("site", _("the gate was not asked about this muscle and side"), _("add it to the plan first"))
        if not row.key:
            count += 1
        key = row.key or f"insertion_{count}"
        entry = write_needling(actor, encounter, "needling_insertion", key, row.content, row.replaces)
        assert isinstance(entry, NeedlingInsertion)
        made.append(entry)
    ensure_checks(session, timezone.now())
    return Done(tuple(made), encounter.patient_id, target_of(session), f"{len(made)} needles")


@action("counted needles", Permission.RECORD)
def count_needles(
    actor: Actor, encounter_id: uuid.UUID, content: Mapping[str, Any], replaces: uuid.UUID | None = None
) -> Done[NeedlingClose]:
    """Keep the count of needles in and out and the response before the patient leaves. A count that does not balance is kept as it
    is, and keeps the session from being signed.

    Args:
        content: fields of `NeedlingClose.content_fields`; without `ended_at` it is now.
        replaces: id of the row that stood on the page; None where there was none.
    Raises:
        Refused: not allowed, no such visit, or it is locked.
        NotInThisState: it has not begun, is signed, or a field does not fit.
        UnusableInput: the end is before the beginning, or to come.
        Conflict: somebody else counted meanwhile.
    """
    now = timezone.now()
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    session = check_needling_begun(find_session(encounter.pk, lock=True))
    standing = NeedlingClose.objects.filter(pk=replaces, encounter=encounter).first() if replaces else None
    ended_at = content.get("ended_at") or (standing.ended_at if standing is not None else now)
    if not isinstance(ended_at, datetime.datetime) or session.begun_at is None or not session.begun_at <= ended_at <= now:
        raise UnusableInput("ended_at", _("the end lies before the beginning, or is still to come"), _("check the time"))
    entry = write_needling(actor, encounter, "needling_close", CLOSE, {**content, "ended_at": ended_at}, replaces)
    assert isinstance(entry, NeedlingClose)
    ensure_checks(session, now)
    return Done(entry, encounter.patient_id, target_of(entry))
