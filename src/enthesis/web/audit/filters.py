"""The audit's filter in an address: days, random ids, verb and outcome. A name never stands there."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from enthesis.actions.deed import VERBS
from enthesis.actions.search_audit import AuditFilter
from enthesis.records.audit import Outcome
from enthesis.web.clinic_time import ClinicTime

LARGEST_ID = 2**63 - 1


def read_filter(given: Mapping[str, Any], time: ClinicTime) -> AuditFilter:
    """The filter of an address. What cannot be read is left out: it narrows nothing."""
    since, until = _day(given.get("since")), _day(given.get("until"))
    verb, outcome, before = str(given.get("verb", "")), str(given.get("outcome", "")), str(given.get("before", ""))
    before_id = int(before) if before.isascii() and before.isdigit() and len(before) < 20 else None
    return AuditFilter(
        since=time.bounds(since)[0] if since else None,
        until=time.bounds(until)[1] if until else None,
        person_id=_id(given.get("person")),
        patient_id=_id(given.get("patient")),
        verb=verb if verb in VERBS else "",
        outcome=outcome if outcome in Outcome.values else "",
        before_id=before_id if before_id is not None and before_id <= LARGEST_ID else None,
    )


def write_filter(wanted: AuditFilter, time: ClinicTime, **changed: str) -> str:
    """The same as the query of an address, without the place in the list.

    Args:
        changed: keys to add or replace; an empty text takes one away.
    """
    until = time.local(wanted.until - datetime.timedelta(seconds=1)).date().isoformat() if wanted.until else ""
    texts = {
        "since": time.local(wanted.since).date().isoformat() if wanted.since else "",
        "until": until,
        "person": str(wanted.person_id or ""),
        "patient": str(wanted.patient_id or ""),
        "verb": wanted.verb,
        "outcome": wanted.outcome,
        **changed,
    }
    return urlencode({key: text for key, text in texts.items() if text})


def _day(text: Any) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(str(text or ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _id(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text or ""))
    except ValueError:
        return None
