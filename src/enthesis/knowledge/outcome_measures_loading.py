"""Read `packs/measures` into typed objects, collecting every fault on the way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from enthesis.knowledge.cited_rows import CitedRows
from enthesis.knowledge.lint.outcomes import OUTCOME_RULES
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.outcome_measures import (
    Change,
    DischargeCriterion,
    Gate,
    Item,
    Licence,
    Measure,
    OutcomeMeasures,
    QualityEvidence,
    Scoring,
)
from enthesis.knowledge.outcome_measures_quality import grade_quality
from enthesis.knowledge.part import Part
from enthesis.knowledge.rehabilitation import Criterion
from enthesis.terms.fault import Fault, FaultyPack

FOLDER = "measures"


@lru_cache(maxsize=1)
def built_in_measures() -> OutcomeMeasures:
    """The measures that ship with Enthesis, read once."""
    return load_outcome_measures(BUILT_IN_PACKS / FOLDER)


def load_outcome_measures(folder: Path) -> OutcomeMeasures:
    """Read, check and return the outcome measures in `folder`.

    Raises:
        FaultyPack: with all faults at once (file, line, what, how to mend).
    """
    found, faults = read_outcome_measures(folder)
    if faults:
        raise FaultyPack(folder.name, faults)
    return found


def read_outcome_measures(folder: Path) -> tuple[OutcomeMeasures, list[Fault]]:
    """Read the outcome measures and return them with all their faults; what cannot be read is left out."""
    reader = _Reader(folder)
    found = reader.read()
    return found, reader.rows.faults + [fault for rule in OUTCOME_RULES for fault in rule(found)]


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.rows = CitedRows(folder)
        self._entries = self.rows.entries

    def read(self) -> OutcomeMeasures:
        measure_file, discharge_file = self.rows.top("measures.yaml"), self.rows.top("discharge.yaml")
        measures = tuple(self._measure(part) for part in self.rows.rows(measure_file, "measures"))
        discharge = tuple(self._discharge(part) for part in self.rows.rows(discharge_file, "discharge"))
        self.rows.done(measure_file, discharge_file)
        return OutcomeMeasures(measures, discharge, self.rows.digest)

    def _discharge(self, part: Part) -> DischargeCriterion:
        comparison = "at_least" if "at_least" in part.value else "at_most"
        criterion = Criterion(
            measure=part.get("measure", str),
            comparison=comparison,
            threshold=part.get(comparison, float),
            over_days=part.get("over_days", int, 0),
            gate=part.get("gate", bool, True),
            support=self._entries.support(part),
        )
        return DischargeCriterion(criterion, part.get("name", str), part.get("told", str, ""))

    def _measure(self, part: Part) -> Measure:
        evidence = tuple(self.rows.made(QualityEvidence, one) for one in self.rows.rows(part, "evidence"))
        quality, because = grade_quality(evidence)
        licence, support, unit = part.part("licence"), self._entries.support(part), part.get("unit", str)
        measure = self.rows.made(
            Measure,
            part,
            may_lack=("ask", "low_means", "high_means", "per_side", "loinc", "plain"),
            scoring=self._scoring(part.part("scoring")) if "scoring" in part.value else None,
            mcid=self._change(part.part("mcid"), unit),
            mdc=self._change(part.part("mdc"), unit),
            quality=quality,
            quality_because=because,
            evidence=evidence,
            licence=self.rows.made(Licence, licence),
            citation=support.citation,
            link=support.link,
        )
        licence.done()
        return measure

    def _change(self, part: Part, unit: str) -> Change:
        if "none" in part.value:
            found = Change(None, unit, "", "", "", "judgement", note=part.get("none", str))
        else:
            support = self._entries.support(part)
            found = Change(
                value=part.get("value", float),
                unit=unit,
                population=part.get("population", str),
                citation=support.citation,
                link=support.link,
                read_as=support.basis,
                level=part.get("level", float, None),
                note=part.get("note", str, ""),
            )
        part.done()
        return found

    def _scoring(self, part: Part) -> Scoring:
        items = tuple(item for group in part.parts("items") for item in self._items(group))
        gates = tuple(self.rows.made(Gate, one) for one in self.rows.rows(part, "gates", []))
        alternatives: list[Any] = part.get("alternatives", list, [])
        found = Scoring(
            items=items,
            combine=part.get("combine", str),
            times=part.get("times", float, 1.0),
            minus=part.get("minus", float, 0.0),
            fewest=part.get("fewest", int),
            alternatives=tuple(tuple(str(name) for name in group) for group in alternatives),
            gates=gates,
            missing_rule=part.get("missing_rule", str),
            support=self._entries.support(part),
        )
        part.done()
        return found

    def _items(self, part: Part) -> Iterator[Item]:
        """`ids`, or `numbered: n` (q1 to qn, or another `prefix`); scores are `allowed`, or whole points `from` and `to`."""
        if "numbered" in part.value:
            prefix = part.get("prefix", str, "q")
            ids = tuple(f"{prefix}{number}" for number in range(1, part.get("numbered", int) + 1))
        else:
            ids = part.words("ids")
        if "allowed" in part.value:
            allowed = part.row_of_numbers("allowed")
        else:
            allowed = tuple(float(point) for point in range(part.get("from", int), part.get("to", int) + 1))
        part.done()
        yield from (Item(one, allowed) for one in ids)
