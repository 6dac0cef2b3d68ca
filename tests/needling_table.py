"""A needling policy table read into facts: what a row does not say is as it should be (an adult, everything on file, nothing found).

A cell of `screen` is blank (all no), `not asked`, or `item=answer` pairs. A cell of `otherwise` holds `word=value` pairs, the words
below. Cells hold several pairs with spaces between; an override's text has underscores for spaces.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from enthesis.care.needling_facts import Consent, Licence, NeedlingFacts, Override, PlannedSite, Screen, Training
from enthesis.knowledge.needling import NeedlingKnowledge

TODAY = date(2026, 11, 23)
POLICY = Path(__file__).parent / "spec" / "needling_policy.csv"


def read_policy() -> list[dict[str, str]]:
    """The rows of the policy table."""
    with POLICY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pairs(cell: str) -> dict[str, str]:
    return dict(cast("tuple[str, str]", tuple(pair.split("=", 1))) for pair in cell.split())


def _number(written: Mapping[str, str], word: str, default: float | None) -> float | None:
    found = written.get(word)
    return default if found is None else None if found == "unknown" else float(found)


def _years_before(years: float) -> date:
    """`9.99` years before today is one day short of ten."""
    whole = round(years)
    return TODAY.replace(year=TODAY.year - whole) + timedelta(days=0 if years == whole else 1)


def facts_of(row: Mapping[str, str], known: NeedlingKnowledge) -> NeedlingFacts:
    """The facts a row describes."""
    said = _pairs(row["otherwise"])
    place = None if row["place"] == "not recorded" else row["place"]
    return NeedlingFacts(
        today=TODAY,
        role=row["role"],
        age_years=None if row["age"] == "unknown" else int(row["age"]),
        jurisdiction=place,
        licence=_licence(said, place),
        training=Training(
            attested={"yes": True, "no": False, "unknown": None}[said.pop("attested", "yes")],
            hours=_number(said, "hours", 300),
            supervised_sessions=cast("Any", _number(said, "sessions", 300)),
        ),
        technique=said.get("technique", "muscle") if said.get("technique") != "unknown" else "",
        screen=_screen(row["screen"], known),
        consent=_consent(said, known),
        sites=_sites(said),
        in_plan_of_care={"yes": True, "no": False, "unknown": None}[said.get("plan", "yes")],
        referral=cast("Any", said.get("referral", "told")),
        overrides=_overrides(said),
    )


def _licence(said: Mapping[str, str], place: str | None) -> Licence | None:
    if said.get("licence") == "none":
        return None
    days = _number(said, "licence_ends_in_days", 200)
    held = _number(said, "licence_held_years", 10)
    return Licence(
        jurisdiction=said.get("licence_of", place or ""),
        expires_on=None if days is None else TODAY + timedelta(days=days),
        unrestricted={"yes": True, "no": False, "unknown": None}[said.get("unrestricted", "yes")],
        held_since=None if held is None else _years_before(held),
    )


def _screen(cell: str, known: NeedlingKnowledge) -> Screen:
    if cell == "not asked":
        return Screen()
    said = _pairs(cell)
    on = TODAY + timedelta(days=int(said.pop("on", "0")))
    answers: dict[str, Any] = {item.id: "no" for item in known.screen}
    for item, answer in said.items():
        assert item in answers, f"no item {item}"
        if answer == "absent":
            del answers[item]
        else:
            answers[item] = answer
    return Screen(on, answers)


def _consent(said: Mapping[str, str], known: NeedlingKnowledge) -> Consent:
    signed = said.get("consent", "patient")
    signed_in = _number(said, "signed_in_days", 0)
    day = TODAY + timedelta(days=signed_in or 0)
    documented = said.get("parent", "none")
    withdrawn = _number(said, "withdrawn_in_days", None)
    copy = said.get("copy", "yes")
    return Consent(
        form_version=said.get("text", known.consent.version),
        signed_on=None if signed == "none" else day,
        signed_by=cast("Any", "" if signed == "none" else signed),
        copy_given_on=TODAY if copy == "yes" else None,
        withdrawn_on=None if withdrawn is None else TODAY + timedelta(days=withdrawn),
        parent_consent_on={"none": None, "documented": TODAY, "tomorrow": TODAY + timedelta(days=1), "unnamed": TODAY}[
            documented
        ],
        parent_name="" if documented in ("none", "unnamed") and signed != "parent" else "A. Parent",
        assent=cast("Any", said.get("assent", "unknown")),
    )


def _sites(said: Mapping[str, str]) -> tuple[PlannedSite, ...]:
    written = said.get("sites", "biceps_femoris:left")
    if written == "none":
        return ()
    pairs = [one.partition(":") for one in written.split("+")]
    return tuple(PlannedSite(name, cast("Any", side)) for name, _, side in pairs)


def _overrides(said: Mapping[str, str]) -> tuple[Override, ...]:
    """`override=rule:reason`, `rule:reason:advice`, several with a plus sign between."""
    found: list[Override] = []
    for one in filter(None, said.get("override", "").split("+")):
        rule, reason, advice = (*one.split(":"), "", "")[:3]
        found.append(Override(rule, reason.replace("_", " "), advice.replace("_", " ")))
    return tuple(found)
