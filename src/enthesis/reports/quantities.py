"""Measured quantities in words: names from the pack's tables of the room, units from the end of the quantity's id."""

from __future__ import annotations

import re

from enthesis.reasoning.examination import Examination, Movement, Row, load_examination
from enthesis.terms.fault import UnusableInput

_UNITS = (
    ("_nrs_0_10", "/10"),
    ("_0_10", "/10"),
    ("_0_80", "/80"),
    ("_0_100", "/100"),
    ("_percent", "%"),
    ("_weeks", " weeks"),
    ("_days", " days"),
    ("_min", " min"),
    ("_deg", "°"),
    ("_km", " km"),
    ("_cm", " cm"),
    ("_mm", " mm"),
    ("_kg", " kg"),
    ("_n", " N"),
    ("_s", " s"),
)
_IMPERIAL = {
    " N": (" lb", 0.2248089431),
    " kg": (" lb", 2.2046226218),
    " cm": (" in", 0.3937007874),
    " km": (" miles", 0.6213711922),
}
"""Unit, and its factor: NIST SP 811 (2008), appendix B.8; pounds of force for newtons."""
_ROOT = re.compile(r"\b([lstc]\d)\b", re.IGNORECASE)
_SPELLED = {"slr": "SLR", "rom": "range", "visa": "VISA", "lefs": "LEFS", "odi": "ODI", "koos": "KOOS"}
REPEATED = "repeated_"
"""Before the id of a movement in its quantity; after it `_during` or `_after`."""


def examination_of(pack_id: str) -> Examination | None:
    """The pack's tables of the room; None for a pack that has none."""
    try:
        return load_examination(pack_id)
    except UnusableInput:
        return None


def row_of(quantity: str, examination: Examination | None) -> Row | None:
    """The row of the room's tables that a quantity is measured under; None when it is measured nowhere there."""
    return examination.row(quantity) if examination is not None else None


def movement_of(quantity: str, examination: Examination | None) -> tuple[Movement, str] | None:
    """The repeated movement of a quantity, and whether it tells the effect during or after; None for another quantity."""
    name, _, when = quantity.removeprefix(REPEATED).rpartition("_")
    if examination is None or not quantity.startswith(REPEATED) or when not in ("during", "after"):
        return None
    return next(((move, when) for move in examination.movements if move.id == name), None)


def name_of(quantity: str, examination: Examination | None = None) -> str:
    """The quantity in words, without its unit."""
    row = row_of(quantity, examination)
    if row is not None:
        kind = {"reflexes": " reflex", "myotomes": " strength", "dermatomes": " light touch", "strength": " strength"}.get(
            row.group, ""
        )
        return f"{row.name}{kind if row.group != 'strength' or ',' not in row.name else ''}"
    suffix = next((suffix for suffix, _ in _UNITS if quantity.endswith(suffix)), "")
    words = quantity.removesuffix(suffix).replace("_", " ").replace(".", " ").strip()
    spelled = " ".join(_SPELLED.get(word, word) for word in words.split())
    spelled = _ROOT.sub(lambda found: found[1].upper(), spelled)
    return spelled[:1].upper() + spelled[1:]


def unit_of(quantity: str, units: str = "metric") -> str:
    """The unit as written after a number; empty when the id names none."""
    unit = next((unit for suffix, unit in _UNITS if quantity.endswith(suffix)), "")
    return _IMPERIAL[unit][0] if units == "imperial" and unit in _IMPERIAL else unit


def in_clinic_units(number: float, quantity: str, units: str) -> float:
    """A number in the unit the clinic counts in."""
    unit = next((unit for suffix, unit in _UNITS if quantity.endswith(suffix)), "")
    return number * _IMPERIAL[unit][1] if units == "imperial" and unit in _IMPERIAL else number


def amount(number: float | None, grade: str, quantity: str, units: str) -> str:
    """A measured amount with its unit, or its grade; empty for neither."""
    if number is None:
        return grade.replace("_", " ")
    shown = in_clinic_units(number, quantity, units)
    text = f"{shown:.0f}" if abs(shown) >= 100 else f"{shown:.1f}".removesuffix(".0")
    return f"{text}{unit_of(quantity, units)}" + (f" ({grade.replace('_', ' ')})" if grade else "")
