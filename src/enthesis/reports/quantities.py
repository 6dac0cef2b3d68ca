"""Measured quantities in words: the unit stands at the end of the quantity's id, and is shown as the clinic counts."""

from __future__ import annotations

import re

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
    ("_nm", " N m"),
    ("_n", " N"),
    ("_s", " s"),
)
_IMPERIAL = {
    " N": (" lb", 0.2248089431),
    " kg": (" lb", 2.2046226218),
    " cm": (" in", 0.3937007874),
    " km": (" miles", 0.6213711922),
}
"""Unit, and its factor: NIST SP 811 (2008), appendix B.8."""
_ROOT = re.compile(r"\b([lstc]\d)\b", re.IGNORECASE)
_SPELLED = {
    "slr": "SLR", "rom": "range", "visa": "VISA", "lefs": "LEFS", "odi": "ODI", "nprs": "pain", "koos": "KOOS", "nrs": "", "psis": "PSIS",
}  # fmt: skip
SYMMETRIC = (" N", " kg", " N m", " lb", "°", " s", " cm", " in")
"""Units of which two sides are compared as a share."""


def unit_of(quantity: str, units: str = "metric") -> str:
    """The unit as written after a number; empty when the id names none."""
    unit = next((unit for suffix, unit in _UNITS if quantity.endswith(suffix)), "")
    return _IMPERIAL[unit][0] if units == "imperial" and unit in _IMPERIAL else unit


def name_of(quantity: str) -> str:
    """The quantity in words, without its unit."""
    suffix = next((suffix for suffix, _ in _UNITS if quantity.endswith(suffix)), "")
    words = quantity.removesuffix(suffix).replace("_", " ").replace(".", " ").strip()
    spelled = " ".join(_SPELLED.get(word, word) for word in words.split())
    spelled = _ROOT.sub(lambda found: found[1].upper(), spelled)
    return spelled[:1].upper() + spelled[1:]


def in_clinic_units(number: float, quantity: str, units: str) -> float:
    """A number in the unit the clinic counts in."""
    unit = next((unit for suffix, unit in _UNITS if quantity.endswith(suffix)), "")
    return number * _IMPERIAL[unit][1] if units == "imperial" and unit in _IMPERIAL else number


def amount(number: float | None, grade: str, quantity: str, units: str) -> str:
    """A measured amount with its unit, or its grade; empty for neither."""
    if number is None:
        return grade
    shown = in_clinic_units(number, quantity, units)
    text = f"{shown:.0f}" if abs(shown) >= 100 else f"{shown:.1f}".removesuffix(".0")
    return f"{text}{unit_of(quantity, units)}" + (f" ({grade})" if grade else "")
