"""What was done in a visit, in one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from enthesis.reports.encounter_record import Recorded

WITHDRAWN = "Withdrawn: recorded by mistake"
"""What an emptied row of a visit says: an entry is never deleted."""
_SIDES = {"left": "left", "right": "right", "both": "both sides"}


def intervention_words(entry: Recorded, names: Mapping[str, str]) -> str:
    """One intervention: name, site, side, dose, pain before and after, response."""
    identity = entry.words("intervention")
    parts = [entry.words("site"), _SIDES.get(entry.words("side"), ""), entry.words("dose")]
    parts.append(_pain(entry.content.get("pain_before_0_10"), entry.content.get("pain_after_0_10")))
    parts.append(entry.words("response"))
    return _joined(names.get(identity, identity.replace("_", " ")), parts)


def exercise_words(entry: Recorded, names: Mapping[str, str]) -> str:
    """One exercise done: name, dose, pain during, remark."""
    identity = entry.words("exercise")
    dose: Any = entry.content.get("dose")
    told: Mapping[str, Any] = dose if isinstance(dose, dict) else {}
    units = {"sets": "", "repetitions": "", "hold_s": " s"}
    amount = " x ".join(f"{told[part]:g}{unit}" for part, unit in units.items() if _is_number(told.get(part)))
    parts = [
        _SIDES.get(entry.words("side"), ""),
        amount,
        f"{told['load_kg']:g} kg" if _is_number(told.get("load_kg")) else "",
    ]
    effort, pain = told.get("effort_rpe_0_10"), entry.content.get("pain_during_0_10")
    parts.append(f"effort {effort:g}/10" if _is_number(effort) else "")
    parts.append(f"pain during {pain:g}/10" if _is_number(pain) else "")
    parts.append(entry.words("note"))
    return _joined(names.get(identity, identity.replace("_", " ")), parts)


def is_withdrawn(entry: Recorded) -> bool:
    """Whether a row of a visit was taken back."""
    return WITHDRAWN in (entry.words("response"), entry.words("note"))


def _joined(name: str, parts: list[str]) -> str:
    said = ", ".join(part for part in parts if part)
    return f"{name}: {said}" if said else name


def _pain(before: object, after: object) -> str:
    if _is_number(before) and _is_number(after):
        return f"pain {before:g}/10 before, {after:g}/10 after"
    if _is_number(before):
        return f"pain {before:g}/10 before"
    return f"pain {after:g}/10 after" if _is_number(after) else ""


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
