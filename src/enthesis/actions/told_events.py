"""What a phone may tell: the form of an event of each kind, and what stands when corrections are counted in.

Pure: the same set of events stands for the same, in whatever order they are given.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.actions.warning_signs import told_sign_ids
from enthesis.records.plans import DailyEventKind
from enthesis.terms.fault import UnusableInput

PHONE = "phone"
PACES = ("walk", "easy", "tempo", "strides", "hills", "sprint")
EXERCISE_ID = re.compile(r"[a-z0-9_]{1,80}")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_GOALS = 20


@dataclass(frozen=True)
class Field:
    """What a field may hold. Exactly one of the kinds is given; a field that is not required may be null or absent."""

    between: tuple[float, float] | None = None
    whole: bool = False
    one_of: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    sign: bool = False
    """A warning sign that the phone offers in one of the regions."""
    required: bool = False


PAIN = Field(between=(0, 10))
YES_OR_NO = Field()
FIELDS: Mapping[str, Mapping[str, Field]] = {
    DailyEventKind.MORNING: {
        "marker_pain_0_10": PAIN,
        "worst_pain_24_h_0_10": PAIN,
        "sitting_min": Field(between=(0, 1440)),
        "sleep_or_illness": YES_OR_NO,
        "settled_by_24_h": YES_OR_NO,
        "test_position_pain_0_10": PAIN,
        "test_position": Field(pattern=EXERCISE_ID),
    },
    DailyEventKind.SESSION: {
        "exercise": Field(pattern=EXERCISE_ID, required=True),
        "sets": Field(between=(0, 100), whole=True),
        "repetitions": Field(between=(0, 1000), whole=True),
        "load_kg": Field(between=(0, 1000)),
        "rpe_0_10": Field(between=(0, 10)),
        "completed_share": Field(between=(0, 1)),
        "pain_during_0_10": PAIN,
        "pain_after_0_10": PAIN,
    },
    DailyEventKind.RUN: {
        "km": Field(between=(0, 500)),
        "minutes": Field(between=(0, 2880)),
        "climb_m": Field(between=(0, 100_000)),
        "pace": Field(one_of=PACES),
        "pain_0_10": PAIN,
    },
    DailyEventKind.SITTING: {"minutes": Field(between=(0, 1440), required=True)},
    DailyEventKind.WARNING: {"what": Field(sign=True, required=True)},
    DailyEventKind.GOAL: {
        "index": Field(between=(0, MOST_GOALS - 1), whole=True, required=True),
        "value": Field(between=(-1_000_000, 1_000_000), required=True),
    },
}
"""Fields of each kind; pain 0 to 10, load in kg, shares from 0 to 1, distances in km, times in minutes."""


@dataclass(frozen=True)
class ToldEvent:
    """One event as it is kept."""

    id: uuid.UUID
    kind: str
    day: datetime.date
    said_at: datetime.datetime
    content: Mapping[str, Any]
    replaces: uuid.UUID | None = None


@dataclass(frozen=True)
class StandingEvent:
    """One event as it stands: with the newest correction in place of what was told first."""

    id: uuid.UUID
    kind: str
    day: datetime.date
    said_at: datetime.datetime
    content: Mapping[str, Any]
    corrected: bool


def read_event(posted: object) -> ToldEvent:
    """An event as a phone sent it.

    Raises:
        UnusableInput: it has not the form of an event; said for the person with the phone.
    """
    if not isinstance(posted, dict):
        raise UnusableInput(PHONE, "an entry is not in the form of an entry", "update the app")
    event_id = read_id(posted.get("id"))
    kind = str(posted.get("kind"))
    if kind not in DailyEventKind.values:
        raise UnusableInput("kind", f"'{kind[:40]}' is no kind of entry", f"use one of {', '.join(DailyEventKind.values)}")
    try:
        day = datetime.date.fromisoformat(str(posted.get("day")))
    except ValueError:
        raise UnusableInput("day", f"'{str(posted.get('day'))[:40]}' is not a day", "write it as 2026-11-23") from None
    said_at = read_moment(posted.get("said_at"))
    content = posted.get("content")
    if not isinstance(content, dict):
        raise UnusableInput("content", "the entry is empty", "fill it in again")
    if kind != DailyEventKind.CORRECTION:
        return ToldEvent(event_id, kind, day, said_at, read_content(kind, content))
    corrected = content.get("content")
    if not isinstance(corrected, dict):
        raise UnusableInput("content", "the correction says nothing", "fill it in again")
    return ToldEvent(event_id, kind, day, said_at, {"content": read_any_content(corrected)}, read_id(content.get("of")))


def read_any_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content that fits one kind at least, or takes the event back ({}): what a correction may say before it is known of what.

    Raises:
        UnusableInput: it fits none; the sentence is that of the kind with most of its fields.
    """
    if takes_back(content):
        return {}
    return read_content(max(FIELDS, key=lambda kind: len(set(FIELDS[kind]) & set(content))), content)


def takes_back(content: Mapping[str, Any]) -> bool:
    """Whether nothing is said in it: the patient takes the event back."""
    return all(value is None or value == "" for value in content.values())


def read_content(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of an event of one kind, with its empty fields left out.

    Raises:
        UnusableInput: a field is unknown, missing or out of its range.
    """
    fields = FIELDS[kind]
    unknown = sorted(str(name)[:40] for name in set(content) - set(fields))
    if unknown:
        raise UnusableInput(unknown[0], f"an entry of kind {kind} has no such field", f"it has {', '.join(fields)}")
    read = {name: read_value(name, field, content.get(name)) for name, field in fields.items()}
    return {name: value for name, value in read.items() if value is not None}


def read_value(name: str, field: Field, value: Any) -> Any:
    """One value, or None where it is missing.

    Raises:
        UnusableInput: it does not fit the field.
    """
    if value is None:
        if field.required:
            raise UnusableInput(name, "it is missing", "fill it in")
        return None
    if field.between is not None:
        low, high = field.between
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise UnusableInput(name, "it is not a number", f"give a number from {low:g} to {high:g}")
        if not low <= value <= high or (field.whole and value != int(value)):
            kind = "whole number" if field.whole else "number"
            raise UnusableInput(name, "the number does not fit", f"give a {kind} from {low:g} to {high:g}")
        return int(value) if field.whole else value
    if allowed := told_sign_ids() if field.sign else field.one_of:
        if value not in allowed:
            raise UnusableInput(name, f"'{str(value)[:40]}' does not fit", f"use one of {', '.join(allowed)}")
    elif field.pattern is not None:
        if not isinstance(value, str) or not field.pattern.fullmatch(value):
            raise UnusableInput(name, f"'{str(value)[:40]}' does not fit", "choose it from the list")
    elif not isinstance(value, bool):
        raise UnusableInput(name, "it is neither yes nor no", "answer yes or no, or leave it out")
    return value


def read_id(value: object) -> uuid.UUID:
    """An id made on the phone.

    Raises:
        UnusableInput: it is none.
    """
    if isinstance(value, str) and ID.fullmatch(value):
        return uuid.UUID(value)
    raise UnusableInput("id", "it is not an id", "update the app")


def read_moment(value: object) -> datetime.datetime:
    """A moment with its time zone.

    Raises:
        UnusableInput: it is none.
    """
    try:
        moment = datetime.datetime.fromisoformat(str(value))
        return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    except (ValueError, OverflowError):
        raise UnusableInput("said_at", f"'{str(value)[:40]}' is not a moment", "update the app") from None


def standing_events(events: Iterable[ToldEvent]) -> tuple[StandingEvent, ...]:
    """What stands: each event with its newest correction that fits, in order of day, moment and id; not what was taken back.

    A correction may name the event or an earlier correction of it. One whose event is not there is left out, until it is.
    """
    by_id = {event.id: event for event in events}
    newest: dict[uuid.UUID, tuple[datetime.datetime, str, Mapping[str, Any]]] = {}
    for event in by_id.values():
        root = first_told(event, by_id)
        if event.replaces is None or root is None:
            continue
        content = event.content["content"]
        try:
            content = content and read_content(root.kind, content)
        except UnusableInput:
            continue
        rank = (event.said_at, str(event.id), content)
        if root.id not in newest or rank[:2] > newest[root.id][:2]:
            newest[root.id] = rank
    told = (event for event in by_id.values() if event.replaces is None and (event.id not in newest or newest[event.id][2]))
    return tuple(
        StandingEvent(
            *(event.id, event.kind, event.day, event.said_at),
            content=newest[event.id][2] if event.id in newest else event.content,
            corrected=event.id in newest,
        )
        for event in sorted(told, key=lambda event: (event.day, event.said_at, str(event.id)))
    )


def first_told(event: ToldEvent, by_id: Mapping[uuid.UUID, ToldEvent]) -> ToldEvent | None:
    """The event that a correction corrects in the end; None where it is not there, or corrections go round in a circle."""
    seen: set[uuid.UUID] = set()
    at: ToldEvent | None = event
    while at is not None and at.replaces is not None:
        if at.id in seen:
            return None
        seen.add(at.id)
        at = by_id.get(at.replaces)
    return at
