"""Changes as a browser sends them: held to the pack and to plain values before they come near the record."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Mapping
from typing import Any

from enthesis.actions.encounter_facts import LEFT_OUT, EncounterFacts, EntryFacts
from enthesis.actions.record_entries import Change, Clash
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.examination import Examination, Row, load_examination
from enthesis.records.entries import ENTRY_MODELS
from enthesis.terms.side import LEFT_RIGHT, finding_key, split_finding_key
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.room.build import DIAGNOSIS_KEY
from enthesis.web.room.pages import Clashed
from enthesis.web.room.record import measure_key, quantity_of_movement, strength_unit

KINDS = ("finding", "measure", "text", "red_flag", "diagnosis")
LONGEST_TEXT = 10_000
PROBABLE_DANGER = "dangerous_source_probable"
"""Id of the flag that the reasoning raises by probability and not by a rule (`reasoning.red_flags`)."""
LARGEST_HELD_CHARACTERS = 2_000_000
_WITHDRAWN = {"result": "not_assessed", "value": "", "side": "", "note": ""}


class DoesNotFit(ValueError):
    """One sentence about a change that cannot be recorded."""


def fit(
    pack: Pack,
    kind: str,
    key: str,
    content: Mapping[str, Any],
    replaces: uuid.UUID | None = None,
    entry_id: uuid.UUID | None = None,
) -> Change:
    """A change that fits the record.

    Raises:
        DoesNotFit: it has no such kind, an unknown finding, or a value that is no text or number.
    """
    if kind not in KINDS:
        raise DoesNotFit(f"'{kind[:20]}' cannot be recorded here; use one of {', '.join(KINDS)}")
    fields = ENTRY_MODELS[kind].content_fields
    for name, value in content.items():
        if name not in fields:
            raise DoesNotFit(f"an entry of kind {kind} has no field '{name[:40]}'")
        _check_value(kind, name, value)
    _check_text("key", key)
    if kind == "finding":
        _check_finding(pack, key, content)
    if kind == "red_flag" and key not in {rule.id for rule in pack.red_flags} | {PROBABLE_DANGER}:
        raise DoesNotFit("there is no such red flag in this pack")
    if kind == "measure":
        _check_measure(load_examination(pack.id), key, content)
    if kind == "diagnosis" and key != DIAGNOSIS_KEY:
        raise DoesNotFit(f"the key of a diagnosis is '{DIAGNOSIS_KEY}'")
    return Change(kind, key, dict(content), replaces, entry_id)


def _check_value(kind: str, name: str, value: Any) -> None:
    if name == "number":
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_plain(value)):
            raise DoesNotFit("'number' is no number")
    elif name == "sources":
        if not isinstance(value, list) or not all(isinstance(s, str) for s in value):
            raise DoesNotFit("'sources' is a list of ids")
    elif name == "shown":
        raise DoesNotFit("what was shown is filled in by the server")
    elif not isinstance(value, str):
        raise DoesNotFit(f"'{name}' is text")
    else:
        _check_text(name, value)


def _check_finding(pack: Pack, key: str, content: Mapping[str, Any]) -> None:
    """A finding of the pack under its id, or under its id and a side where it is examined on one."""
    finding, side = split_finding_key(key)
    if content.get("finding") != finding or finding not in pack.finding_by_id:
        raise DoesNotFit("the finding is not known to this pack, or its key is not its id")
    if side and not pack.finding_by_id[finding].has_sides:
        raise DoesNotFit(f"'{finding}' is not examined on a side")
    if side and content.get("side") != side:
        raise DoesNotFit(f"the key '{key}' is for what is recorded of the {side} side")


def _check_measure(examination: Examination, key: str, content: Mapping[str, Any]) -> None:
    """A measure is a row or a movement of the examination, with a grade it has or a number in its range."""
    quantity, side = str(content.get("quantity", "")), str(content.get("side", ""))
    row = examination.row(quantity)
    effects = {
        quantity_of_movement(movement.id, when): allowed
        for movement in examination.movements
        for when, allowed in (("during", examination.during), ("after", examination.after))
    }
    if row is None and quantity not in effects:
        raise DoesNotFit(f"'{quantity[:60]}' is no quantity of this examination")
    if key != measure_key(quantity, side) or side not in (("left", "right") if row else ("",)):
        raise DoesNotFit(
            f"the key of '{quantity}' is its quantity and side, for instance '{measure_key(quantity, 'left' if row else '')}'"
        )
    number, grade = content.get("number"), str(content.get("grade", ""))
    if row is not None and row.most and grade:
        raise DoesNotFit(f"'{quantity}' is a number and has no grade")
    if number is not None and (row is None or not 0 <= number <= row.most):
        raise DoesNotFit(
            f"'{quantity}' is a number from 0 to {row.most:g}" if row and row.most else f"'{quantity}' has no number"
        )
    grades = effects[quantity] if row is None else examination.groups[row.group].grades
    if grade and grade not in grades:
        raise DoesNotFit(f"'{grade[:20]}' is no grade of '{quantity}'; use one of {', '.join(grades)}")


def _is_plain(number: float) -> bool:
    try:
        return math.isfinite(float(number)) and abs(number) < 1e9
    except OverflowError:
        return False


def _check_text(name: str, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise DoesNotFit(f"'{name}' has more than {LONGEST_TEXT} characters")
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise DoesNotFit(f"'{name}' holds a character that cannot be stored")


def read_held(text: str) -> dict[str, tuple[uuid.UUID, dict[str, Any]]]:
    """What the page held of each entry, from its hidden field; what cannot be read is left out."""
    if len(text) > LARGEST_HELD_CHARACTERS:
        return {}
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    held: dict[str, tuple[uuid.UUID, dict[str, Any]]] = {}
    for key, entry in found.items() if isinstance(found, dict) else ():
        try:
            held[str(key)] = uuid.UUID(entry["id"]), dict(entry["content"])
        except (TypeError, KeyError, ValueError, AttributeError):
            continue
    return held


def changes_of_form(
    post: Mapping[str, str], facts: EncounterFacts, pack: Pack, examination: Examination
) -> tuple[list[Change], list[str]]:
    """What a whole form changes against what its page held; and sentences about what could not be read."""
    held = read_held(post.get("held", ""))
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    faults: list[str] = []
    for finding in pack.findings:
        for key in (finding.id, *(finding_key(finding.id, side) for side in LEFT_RIGHT if finding.has_sides)):
            changed = _finding(key, post, held)
            if changed is not None:
                wanted["finding", key] = changed
    for key in ("onset", "duration_weeks", "plan", *(LEFT_OUT + f.neuro_screen for f in pack.findings if f.neuro_screen)):
        typed = post.get(f"t.{key}")
        before = held.get(f"text:{key}")
        if typed is not None and typed.strip() != (str(before[1].get("text", "")) if before else ""):
            wanted["text", key] = {"text": typed.strip()[:LONGEST_TEXT]}
    _read_measures(post, facts, examination, held, wanted, faults)
    _read_decisions(post, pack, wanted)
    changes: list[Change] = []
    for (kind, key), content in wanted.items():
        before = held.get(f"{kind}:{key}")
        try:
            changes.append(fit(pack, kind, key, content, before[0] if before else None))
        except DoesNotFit as fault:
            faults.append(f"{key}: {fault}.")
    return changes, faults


def _finding(key: str, post: Mapping[str, str], held: Mapping[str, tuple[uuid.UUID, dict[str, Any]]]) -> dict[str, Any] | None:
    """The content a form asks for under a key; None when nothing about the finding there has changed."""
    finding, side = split_finding_key(key)
    entry = held.get(f"finding:{key}")
    before = {"finding": finding, **_WITHDRAWN, "side": side, **(entry[1] if entry else {})}
    # What was taken back leaves no side behind.
    after = {**before, "side": side if before["result"] == "not_assessed" else before["side"]}
    result = post.get(f"f.{key}")
    if post.get("card_of") == key and post.get("card_state", "") != post.get("card_was", ""):
        result = post.get("card_state", "")
    if result is not None and not (result == "" and before["result"] == "value"):
        after["result"] = result or "not_assessed"
    for prefix, name, longest in (("v", "value", 120), ("s", "side", 8), ("n", "note", 500)):
        typed = post.get(f"{prefix}.{key}")
        if typed is not None and not (prefix == "s" and side):
            after[name] = " ".join(typed.split())[:longest]
    if after["result"] == "not_assessed" and after["value"]:
        after["result"] = "value"
    if after["result"] == "value" and not after["value"]:
        after["result"] = "not_assessed"
    if after["result"] == before["result"] == "not_assessed" and after["note"] == before["note"]:
        return None  # a side alone says nothing
    return after if after != before else None


def _read_measures(
    post: Mapping[str, str],
    facts: EncounterFacts,
    examination: Examination,
    held: Mapping[str, tuple[uuid.UUID, dict[str, Any]]],
    wanted: dict[tuple[str, str], dict[str, Any]],
    faults: list[str],
) -> None:
    fields: list[tuple[str, str, Row | None]] = [
        (row.id, side, row) for group in examination.groups.values() for row in group.rows for side in ("right", "left")
    ]
    fields += [(quantity_of_movement(m.id, when), "", None) for m in examination.movements for when in ("during", "after")]
    for quantity, side, row in fields:
        typed = post.get(f"m.{quantity}.{side}")
        if typed is None:
            continue
        entry = held.get(f"measure:{measure_key(quantity, side)}")
        before: dict[str, Any] = entry[1] if entry else {}
        content = {
            "quantity": quantity,
            "side": side,
            "number": None,
            "grade": "",
            "position": row.position if row else "",
            "note": "",
        }
        if row is not None and row.most:
            _, per_unit = strength_unit(facts.units) if row.group == "strength" else ("", 1.0)
            content["number"] = _read_number(typed, row, side, per_unit, faults, before.get("number"))
            was, now = before.get("number"), content["number"]
            if (was is None and now is None) or (was is not None and now is not None and abs(was - now) < 0.06 * per_unit):
                continue
        else:
            content["grade"] = typed.strip()[:40]
            if content["grade"] == str(before.get("grade", "")):
                continue
        wanted["measure", measure_key(quantity, side)] = content


def _read_number(typed: str, row: Row, side: str, per_unit: float, faults: list[str], before: Any) -> float | None:
    if not typed.strip():
        return None
    try:
        found = float(typed.replace(",", ".")) * per_unit
    except ValueError:
        found = math.nan
    if not 0 <= found <= row.most:
        faults.append(
            f"{row.name} {side}: '{typed[:20]}' is not a number from 0 to {row.most / per_unit:g}; it was not recorded."
        )
        return before if isinstance(before, (int, float)) else None
    return round(found, 3)


def _read_decisions(post: Mapping[str, str], pack: Pack, wanted: dict[tuple[str, str], dict[str, Any]]) -> None:
    flag = post.get("flag", "")
    if flag:
        wanted["red_flag", flag[:160]] = {"action": post.get(f"rf.{flag}", ""), "reason": post.get(f"rr.{flag}", "")[:500]}
    finding, _, state = post.get("confirm", "").partition("|")
    if finding:
        wanted["finding", finding[:80]] = {"finding": finding[:80], **_WITHDRAWN, "result": state[:14]}
    if post.get("action") == "diagnosis":
        sources = [source for source in pack.source_by_id if post.get(f"dx.source.{source}")]
        wanted["diagnosis", DIAGNOSIS_KEY] = {
            "agrees": post.get("dx.agrees", "")[:8],
            "sources": sources,
            "reason": post.get("dx.reason", "")[:1000],
        }


def what_it_says(kind: str, content: Mapping[str, Any]) -> str:
    """The content of an entry in a few words, for choosing between two."""
    if kind == "finding":
        said = [str(content.get(name, "")) for name in ("result", "side", "value", "note")]
        return ", ".join(text.replace("_", " ") for text in said if text and text != "value")
    if kind == "measure":
        number = content.get("number")
        return str(content.get("grade") or ("" if number is None else f"{number:g}")) or "empty"
    if kind == "red_flag":
        return " ".join(str(content.get(name, "")).replace("_", " ") for name in ("action", "reason")).strip()
    if kind == "diagnosis":
        return f"{content.get('agrees', '')} {content.get('reason', '')}".strip()
    return str(content.get("text", "")) or "empty"


def what_it_is(kind: str, key: str, pack: Pack) -> str:
    """What an entry is about, in words: 'slump test', 'slump test, left'."""
    finding, side = split_finding_key(key)
    if kind == "finding" and finding in pack.finding_by_id:
        return f"{pack.finding_by_id[finding].name}, {side}" if side else pack.finding_by_id[finding].name
    return key.replace("_", " ").strip(":")


def clashed(clash: Clash, standing: EntryFacts | None, pack: Pack, time: ClinicTime) -> Clashed:
    """A clash in words."""
    change = clash.change
    return Clashed(
        what=what_it_is(change.kind, change.key, pack),
        yours=what_it_says(change.kind, change.content),
        theirs=what_it_says(change.kind, standing.content) if standing else "",
        who=standing.who if standing else "",
        at=time.time(standing.at) if standing else "",
    )
