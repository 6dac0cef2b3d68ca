"""What the form of a visit says, as entries. What cannot be read is said in a sentence, and the rest is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from enthesis.actions.record_entries import Change
from enthesis.actions.record_treatment import Treatment, changes_of
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.records.entries import EntrySide
from enthesis.reports.care_words import WITHDRAWN
from enthesis.terms.fault import UnusableInput
from enthesis.web.assessor import get_knowledge
from enthesis.web.plans.numbers import read_number, read_whole
from enthesis.web.treatment.record import VisitRecord, read_held

BETTER = ("better", "the same", "worse")
ADHERENCE = ("all of it", "most of it", "some of it", "none of it")
REACTION = ("no reaction", "sore, gone within 24 h", "sore beyond 24 h")
ASKED: Mapping[str, tuple[str, ...]] = {"better_or_worse": BETTER, "adherence": ADHERENCE, "reaction_to_last_visit": REACTION}
MEASURES = {"pain_now": "pain_now_nrs_0_10", "pain_worst": "pain_worst_week_nrs_0_10"}
STATES = ("positive", "negative", "equivocal")
MOST_ROWS = 40
PLAN_KEY = "plan"
LONGEST = {"site": 200, "dose": 200, "response": 500, "note": 500}


@dataclass
class Posted:
    """The visit as typed, and sentences about what could not be read."""

    treatment: Treatment
    plan_text: str | None
    faults: list[str] = field(default_factory=list[str])


def read_visit(post: Mapping[str, str], record: VisitRecord) -> Posted:
    """Read the form. A field the form did not show says nothing."""
    faults: list[str] = []

    def tried(read: Callable[[], Any]) -> Any:
        try:
            return read()
        except UnusableInput as fault:
            faults.append(str(fault))
            return None

    interval = {key: _one_of(post[f"t.{key}"], words) for key, words in ASKED.items() if f"t.{key}" in post} | {
        key: post[f"t.{key}"][:2000] for key in ("medication", "other") if f"t.{key}" in post
    }
    measures = _measures(post, record, tried)
    interventions = [tried(lambda n=n: _intervention(post, n, record)) for n in range(_rows(post, "i"))]
    exercises = [tried(lambda n=n: _exercise(post, n, record)) for n in range(_rows(post, "x"))]
    treatment = Treatment(interval, _findings(post, record), measures, interventions, exercises)
    return Posted(treatment, post.get("t.plan"), faults)


def changes_to_make(posted: Posted, post: Mapping[str, str], record: VisitRecord) -> list[Change]:
    """The entries that say something new against the record."""
    held = read_held(post.get("held", ""))
    rows = posted.treatment
    # A row that could not be read leaves its entry as it is; its place is kept, since the key of a row is its place.
    made = changes_of(
        Treatment(
            rows.interval,
            rows.findings,
            rows.measures,
            [row or {} for row in rows.interventions],
            [row or {} for row in rows.exercises],
        ),
        held,
    )
    unread = {f"intervention_{n}" for n, row in enumerate(rows.interventions) if row is None}
    unread |= {f"exercise_{n}" for n, row in enumerate(rows.exercises) if row is None}
    if posted.plan_text is not None:
        made.append(Change("text", PLAN_KEY, {"text": posted.plan_text.strip()[:10_000]}, held.get(("text", PLAN_KEY))))
    return [change for change in made if change.key not in unread and change.content and _is_new(change, record)]


def _is_new(change: Change, record: VisitRecord) -> bool:
    standing = record.entries[change.kind].get(change.key)
    if standing is None:
        return any(value not in ("", None, {}) for value in change.content.values())
    return any(standing.content[name] != value for name, value in change.content.items())


def _one_of(text: str, words: tuple[str, ...]) -> str:
    return text if text in words else ""


def _rows(post: Mapping[str, str], letter: str) -> int:
    """How many rows the form has, by its highest number."""
    numbers = [name[1:].partition(".")[0] for name in post if name[:1] == letter and "." in name]
    return min(MOST_ROWS, 1 + max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 4), default=-1))


def _findings(post: Mapping[str, str], record: VisitRecord) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    known = get_knowledge(record.episode.region).pack.finding_by_id
    for finding in (f.id for f in record.retests):
        if f"f.{finding}" not in post or finding not in known:
            continue
        state = _one_of(post[f"f.{finding}"], STATES)
        standing = record.entries["finding"].get(finding)
        note = post.get(f"f.{finding}.note", "").strip()[: LONGEST["note"]]
        if not state and standing is None:
            continue
        first = record.before.get(finding)
        side = standing.side if standing is not None else first[-1][1].side if first else ""
        result = state or "not_assessed"
        found[finding] = {"finding": finding, "result": result, "side": side, "note": note if state else ""}
    return found


def _measures(post: Mapping[str, str], record: VisitRecord, tried: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    labels = {"pain_now": _("Pain now"), "pain_worst": _("Worst pain of the week")}
    found: dict[str, dict[str, Any]] = {}
    for name, quantity in MEASURES.items():
        if name not in post:
            continue
        n_faults = object()
        number = tried(lambda name=name: _pain(post[name], labels[name])) if post[name].strip() else n_faults
        if number is None:
            continue
        key = f"{quantity}:"
        value = None if number is n_faults else number
        if value is not None or key in record.entries["measure"]:
            found[key] = {"quantity": quantity, "number": value}
    return found


def _pain(text: str, where: str) -> float | None:
    number = read_number(text, where)
    if number is not None and not 0 <= number <= 10:
        raise UnusableInput(where, _("%(n)s lies outside 0 to 10") % {"n": f"{number:g}"}, _("0 is none, 10 the worst there is"))
    return number


def _effort(text: str, where: str) -> float | None:
    number = read_number(text, where)
    if number is not None and number > 10:
        raise UnusableInput(where, _("%(n)s lies outside 0 to 10") % {"n": f"{number:g}"}, _("0 is nothing, 10 all one has"))
    return number


def _intervention(post: Mapping[str, str], number: int, record: VisitRecord) -> dict[str, Any]:
    """One row; {} for one that says nothing."""
    name = f"i{number}."
    chosen = post.get(f"{name}intervention", "")
    standing = record.entries["intervention"].get(f"intervention_{number}")
    if not any(key.startswith(name) for key in post):
        return {}
    known = {i.id: i.name for i in get_rehabilitation(record.episode.region).interventions}
    if chosen not in known:
        if standing is None:
            return {}
        empty = {"site": "", "side": "", "dose": "", "pain_before_0_10": None, "pain_after_0_10": None}
        return {"intervention": standing.intervention, **empty, "response": WITHDRAWN}
    side = post.get(f"{name}side", "")
    words = {part: post.get(f"{name}{part}", "").strip()[: LONGEST[part]] for part in ("site", "dose", "response")}
    return {
        "intervention": chosen,
        "side": side if side in EntrySide.values else "",
        **words,
        "pain_before_0_10": _pain(post.get(f"{name}before", ""), f"{known[chosen]}, {_('pain before')}"),
        "pain_after_0_10": _pain(post.get(f"{name}after", ""), f"{known[chosen]}, {_('pain after')}"),
    }


def _exercise(post: Mapping[str, str], number: int, record: VisitRecord) -> dict[str, Any]:
    """One row; {} for one that says nothing."""
    name = f"x{number}."
    chosen = post.get(f"{name}exercise", "")
    standing = record.entries["exercise_done"].get(f"exercise_{number}")
    if not any(key.startswith(name) for key in post):
        return {}
    library = get_rehabilitation(record.episode.region).exercise_by_id
    if chosen not in library:
        if standing is None:
            return {}
        return {"exercise": standing.exercise, "side": "", "dose": {}, "pain_during_0_10": None, "note": WITHDRAWN}
    where = library[chosen].name
    dose = {
        "sets": read_whole(post.get(f"{name}sets", ""), f"{where}, {_('sets')}"),
        "repetitions": read_whole(post.get(f"{name}repetitions", ""), f"{where}, {_('repetitions')}"),
        "hold_s": read_whole(post.get(f"{name}hold_s", ""), f"{where}, {_('hold')}"),
        "load_kg": read_number(post.get(f"{name}load_kg", ""), f"{where}, {_('load')}"),
        "effort_rpe_0_10": _effort(post.get(f"{name}effort", ""), f"{where}, {_('effort')}"),
    }
    return {
        "exercise": chosen,
        "dose": {part: value for part, value in dose.items() if value is not None},
        "pain_during_0_10": _pain(post.get(f"{name}pain", ""), f"{where}, {_('pain')}"),
        "note": post.get(f"{name}note", "").strip()[: LONGEST["note"]],
    }
