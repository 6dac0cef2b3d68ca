"""What changed between two meetings: findings that were tested again, and quantities that were measured again."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.knowledge.pack import Finding
from enthesis.reports.computed import difference
from enthesis.reports.encounter_record import EarlierEncounter, EncounterRecord, Recorded
from enthesis.reports.note import Trace
from enthesis.reports.quantities import amount, examination_of, in_clinic_units, name_of, unit_of
from enthesis.reports.wording import SIDES, state_words

COMPARED = ("positive", "negative", "equivocal")


@dataclass(frozen=True)
class TestedAgain:
    """A finding of this meeting beside how it was found last."""

    finding: Finding
    now: Recorded
    before: Recorded
    at: EarlierEncounter

    @property
    def changed(self) -> bool:
        """Whether it is found otherwise than last time."""
        return self.now.words("result") != self.before.words("result")

    @property
    def was(self) -> str:
        """How it was found last, in words."""
        return found_words(self.finding, self.before)

    @property
    def found(self) -> str:
        """How it is found now, in words."""
        return found_words(self.finding, self.now)


@dataclass(frozen=True)
class MeasuredAgain:
    """A quantity of this meeting beside what it was last, in the clinic's units."""

    name: str
    side: str
    now: Recorded
    before: Recorded
    at: EarlierEncounter
    was: str
    found: str
    by: str
    """Now less before, with sign and unit; empty where one of them is a grade."""
    rule: Trace | None


def found_words(finding: Finding, entry: Recorded) -> str:
    """State, value and remark of a finding."""
    parts = (state_words(finding, entry.words("result")), entry.words("value"), entry.words("note"))
    return ", ".join(part for part in parts if part)


def last_entry(record: EncounterRecord, kind: str, *fields: tuple[str, str]) -> tuple[EarlierEncounter, Recorded] | None:
    """The newest earlier entry of a kind whose fields say the same; None where there is none.

    Args:
        fields: (name, words) that must agree; an empty side is the affected side.
    """
    for earlier in reversed(record.earlier):
        for entry in reversed(earlier.entries):
            if entry.kind == kind and all(_field(record, entry, name) == said for name, said in fields):
                return earlier, entry
    return None


def _field(record: EncounterRecord, entry: Recorded, name: str) -> str:
    said = entry.words(name)
    return said or record.episode.affected_side if name == "side" and entry.kind == "finding" else said


def tested_again(record: EncounterRecord) -> tuple[TestedAgain, ...]:
    """Findings of this meeting that were found before, in the order they were recorded."""
    pairs: list[TestedAgain] = []
    for entry in record.of_kind("finding"):
        finding = record.pack.finding_by_id.get(entry.words("finding"))
        if finding is None or entry.words("result") not in COMPARED:
            continue
        found = last_entry(record, "finding", ("finding", finding.id), ("side", _field(record, entry, "side")))
        if found is not None and found[1].words("result") in COMPARED:
            pairs.append(TestedAgain(finding, entry, found[1], found[0]))
    return tuple(pairs)


def not_tested_again(record: EncounterRecord) -> tuple[tuple[Finding, Recorded, EarlierEncounter], ...]:
    """What was last found positive on examination and was not looked at in this meeting, in the pack's order."""
    today = {entry.words("finding") for entry in record.of_kind("finding") if entry.words("result") != "not_assessed"}
    newest: dict[str, tuple[Recorded, EarlierEncounter]] = {}
    for earlier in record.earlier:
        for entry in earlier.entries:
            if entry.kind == "finding" and entry.words("result") in COMPARED:
                newest[entry.words("finding")] = (entry, earlier)
    return tuple(
        (finding, *newest[finding.id])
        for finding in record.pack.findings
        if finding.id in newest
        and finding.id not in today
        and finding.position != "interview"
        and newest[finding.id][0].words("result") == "positive"
    )


def measured_again(record: EncounterRecord) -> tuple[MeasuredAgain, ...]:
    """Quantities of this meeting that were measured before, in the order they were recorded."""
    examination, units = examination_of(record.pack.id), record.clinic.units
    pairs: list[MeasuredAgain] = []
    for entry in record.of_kind("measure"):
        quantity = entry.words("quantity")
        found = last_entry(record, "measure", ("quantity", quantity), ("side", entry.words("side")))
        if found is None:
            continue
        at, before = found
        now_number, was_number = entry.content.get("number"), before.content.get("number")
        by, rule = "", None
        if isinstance(now_number, (int, float)) and isinstance(was_number, (int, float)):
            by, rule = _difference(now_number, was_number, quantity, units)
        pairs.append(
            MeasuredAgain(
                name=name_of(quantity, examination),
                side=SIDES.get(entry.words("side"), ""),
                now=entry,
                before=before,
                at=at,
                was=amount(was_number, before.words("grade"), quantity, units),
                found=amount(now_number, entry.words("grade"), quantity, units),
                by=by,
                rule=rule,
            )
        )
    return tuple(pairs)


def _difference(now: float, was: float, quantity: str, units: str) -> tuple[str, Trace]:
    """Now less before as both are written: whole numbers from 100 on, and no "of 10" behind a difference."""
    shown = [in_clinic_units(number, quantity, units) for number in (now, was)]
    later, earlier = (round(number) if abs(number) >= 100 else number for number in shown)
    by, rule = difference(later, earlier)
    unit = unit_of(quantity, units)
    return (by if unit.startswith("/") else f"{by}{unit}"), rule
