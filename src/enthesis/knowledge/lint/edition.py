"""A pack says which edition it is, how far it has been reviewed, and under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault

TIERS = ("draft", "reviewed", "validated")
_VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check(pack: Pack) -> Iterator[Fault]:
    """Tier is a known word, the licence is named, the version is x.y.z, and the last review has a date.

    Why: every answer shows the tier and version it rests on; a reader must be able to tell a draft from a reviewed pack, and
    to find exactly the edition that gave an answer.
    """
    if pack.tier not in TIERS:
        yield Fault(pack.place_of("tier"), f"the tier is '{pack.tier}'", f"write one of {', '.join(TIERS)}")
    if not pack.licence.strip():
        yield Fault(pack.place_of("licence"), "the licence is empty", "name the licence the pack is given under")
    if not _VERSION.fullmatch(pack.version):
        yield Fault(pack.place_of("version"), f"the version is '{pack.version}'", "write three numbers, such as 0.1.0")
    if not _is_date(pack.last_reviewed):
        what = f"last_reviewed is '{pack.last_reviewed}', which is not a date"
        yield Fault(pack.place_of("last_reviewed"), what, "write year-month-day, such as 2025-01-31")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
