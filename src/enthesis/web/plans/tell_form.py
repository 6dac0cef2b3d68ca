"""A day as it is typed at the clinic for somebody without a phone: fields in, events of the phone's own form out."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from enthesis.actions.told_events import PACES, read_content
from enthesis.records.plans import DailyEventKind
from enthesis.terms.fault import UnusableInput
from enthesis.web.plans.numbers import read_number, read_whole

KM_PER_MI = 1.609344
MOST_SESSIONS = 40
SESSION_NUMBERS = ("sets", "repetitions", "load_kg", "effort", "during", "after")
SHARES = ("", "1", "0.75", "0.5", "0.25", "0")
LABELS = {
    "marker_pain_0_10": lazy("Pain in the morning test"),
    "worst_pain_24_h_0_10": lazy("Worst pain in 24 hours"),
    "sitting_min": lazy("Sitting to the first pain"),
    "sets": lazy("sets"),
    "repetitions": lazy("repetitions"),
    "load_kg": lazy("load"),
    "rpe_0_10": lazy("effort"),
    "pain_during_0_10": lazy("pain during"),
    "pain_after_0_10": lazy("pain after"),
    "km": lazy("Distance"),
    "minutes": lazy("Minutes"),
    "pain_0_10": lazy("Worst pain in the run"),
}
"""What the form calls the fields of an event."""
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


def read_events(post: Mapping[str, str], imperial: bool) -> list[dict[str, Any]]:
    """What the form says, as a phone would tell it; parts that say nothing are left out.

    Args:
        imperial: the distance is typed in miles.
    Raises:
        UnusableInput: a number or the day cannot be read. Ranges are the phone's own and are checked where it is kept.
    """
    day = read_typed_day(post.get("day", ""))
    form_id = _form_id(post.get("form_id", ""))
    found: list[tuple[str, str, dict[str, Any]]] = []
    if morning := _morning(post):
        found.append(("morning", DailyEventKind.MORNING, morning))
    shown = [number for number in range(MOST_SESSIONS) if f"s{number}.exercise" in post]
    found += [(f"session {n}", DailyEventKind.SESSION, session) for n in shown if (session := _session(post, n))]
    if run := _run(post, imperial):
        found.append(("run", DailyEventKind.RUN, run))
    if (minutes := read_number(post.get("t.minutes", ""), _("Sitting over the day"))) is not None:
        found.append(("sitting", DailyEventKind.SITTING, {"minutes": minutes}))
    if post.get("w.what"):
        found.append(("warning", DailyEventKind.WARNING, {"what": post["w.what"]}))
    for name, kind, content in found:
        _check(post, name, kind, content)
    # The day stands in the id as well: the same form with another day is another telling, the same one sent twice is not.
    said_at = timezone.now().isoformat()
    return [
        {
            "id": str(uuid.uuid5(form_id, f"{day} {name}")),
            "kind": str(kind),
            "day": day.isoformat(),
            "said_at": said_at,
            "content": content,
        }
        for name, kind, content in found
    ]


def _check(post: Mapping[str, str], name: str, kind: str, content: Mapping[str, Any]) -> None:
    """Hold it to the phone's rules here already, so that what does not fit is named as the form names it."""
    try:
        read_content(kind, content)
    except UnusableInput as fault:
        title = post.get(f"s{name.removeprefix('session ')}.name", "") if kind == DailyEventKind.SESSION else ""
        label = str(LABELS.get(fault.fault.where, fault.fault.where))
        raise UnusableInput(", ".join(part for part in (title, label) if part), fault.fault.what, fault.fault.mend) from None


def read_typed_day(text: str) -> datetime.date:
    """The day that it is about.

    Raises:
        UnusableInput: it is none.
    """
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise UnusableInput(_("Day"), _("“%(text)s” is not a day") % {"text": text[:20]}, _("write it as 2026-11-23")) from None


def _form_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise UnusableInput(_("the form"), _("it is not from this page"), _("open the page again")) from None


def _morning(post: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "marker_pain_0_10": read_number(post.get("m.marker", ""), _("Pain in the morning test")),
        "worst_pain_24_h_0_10": read_number(post.get("m.worst", ""), _("Worst pain in 24 hours")),
        "sitting_min": read_number(post.get("m.sitting", ""), _("Sitting to the first pain")),
        "settled_by_24_h": YES_NO.get(post.get("m.settled", "")),
        "sleep_or_illness": YES_NO.get(post.get("m.illness", "")),
    }
    return {name: value for name, value in said.items() if value is not None}


def _session(post: Mapping[str, str], number: int) -> dict[str, Any]:
    """One exercise; {} where it was neither ticked nor anything is typed about it."""
    name = f"s{number}."
    title = post.get(f"{name}name", "")[:120]
    share = post.get(f"{name}share", "")
    said: dict[str, Any] = {
        "sets": read_whole(post.get(f"{name}sets", ""), f"{title}, {_('sets')}"),
        "repetitions": read_whole(post.get(f"{name}repetitions", ""), f"{title}, {_('repetitions')}"),
        "load_kg": read_number(post.get(f"{name}load_kg", ""), f"{title}, {_('load')}"),
        "rpe_0_10": read_number(post.get(f"{name}effort", ""), f"{title}, {_('effort')}"),
        "pain_during_0_10": read_number(post.get(f"{name}during", ""), f"{title}, {_('pain during')}"),
        "pain_after_0_10": read_number(post.get(f"{name}after", ""), f"{title}, {_('pain after')}"),
        "completed_share": float(share) if share in SHARES and share else None,
    }
    said = {part: value for part, value in said.items() if value is not None}
    if not said and not post.get(f"{name}done"):
        return {}
    return {"exercise": post[f"{name}exercise"], **said}


def _run(post: Mapping[str, str], imperial: bool) -> dict[str, Any]:
    distance = read_number(post.get("r.distance", ""), _("Distance"))
    pace = post.get("r.pace", "")
    said: dict[str, Any] = {
        "km": None if distance is None else round(distance * (KM_PER_MI if imperial else 1.0), 3),
        "minutes": read_number(post.get("r.minutes", ""), _("Minutes of the run")),
        "pain_0_10": read_number(post.get("r.pain", ""), _("Worst pain in the run")),
        "pace": pace if pace in PACES else None,
    }
    return {name: value for name, value in said.items() if value is not None}
