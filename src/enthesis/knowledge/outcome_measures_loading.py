"""Read `packs/measures` into typed objects, collecting every fault on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from enthesis.knowledge.document import read_document
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
from enthesis.knowledge.rehabilitation import Criterion, Support
from enthesis.knowledge.rehabilitation_entries import Entries
from enthesis.knowledge.rehabilitation_loading import READINGS
from enthesis.terms.fault import Fault, FaultyPack, UnusableInput

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
    return found, reader.faults + [fault for rule in OUTCOME_RULES for fault in rule(found)]


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []
        self._digest = hashlib.sha256()
        self._place_by_key: dict[str, str] = {}
        self._entries = Entries(self._fault, {}, {})

    def _fault(self, where: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where, what, mend))

    def _parts(self, name: str, key: str) -> Iterator[Part]:
        path = self._folder / name
        try:
            document = read_document(path, f"{self._folder.name}/{name}")
        except UnusableInput as error:
            self.faults.append(error.fault)
            return
        self._digest.update(name.encode())
        self._digest.update(path.read_bytes())
        top = Part(self._fault, document, document.value, ())
        for part in top.parts(key):
            yield part
            part.done()
        top.done()

    def read(self) -> OutcomeMeasures:
        self._entries = Entries(self._fault, self._references(), {})
        measures = tuple(self._measure(part) for part in self._parts("measures.yaml", "measures"))
        discharge = tuple(self._discharge(part) for part in self._parts("discharge.yaml", "discharge"))
        if not self.faults:
            for key in self._place_by_key.keys() - self._entries.used:
                self._fault(self._place_by_key[key], f"nothing names '{key}'", "name it where it is meant, or take it out")
        return OutcomeMeasures(measures, discharge, self._digest.hexdigest())

    def _references(self) -> Mapping[str, Support]:
        found: dict[str, Support] = {}
        for part in self._parts("references.yaml", "references"):
            key, basis = part.get("key", str), part.get("basis", str)
            if basis not in READINGS:
                self._fault(part.where, f"the basis of {key} is '{basis}'", f"write how it was read: {', '.join(READINGS)}")
            if key in found:
                self._fault(part.where, f"the reference '{key}' stands twice", "rename or remove one of the two")
            self._place_by_key[key] = part.where
            found[key] = Support(part.get("citation", str), part.get("link", str), cast("Any", basis))
        return MappingProxyType(found)

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
        low = part.get("low", float)
        evidence = tuple(self._evidence(one) for one in part.parts("evidence"))
        quality, because = grade_quality(evidence)
        licence = part.part("licence")
        support = self._entries.support(part)
        unit = part.get("unit", str)
        measure = Measure(
            id=part.get("id", str),
            name=part.get("name", str),
            short=part.get("short", str),
            construct=part.get("construct", str),
            how=part.get("how", str),
            ask=part.get("ask", str, ""),
            low_means=part.get("low_means", str, ""),
            high_means=part.get("high_means", str, ""),
            entry=part.get("entry", str),
            low=low,
            high=part.get("high", float, None),
            step=part.get("step", float),
            unit=unit,
            better=part.get("better", str),
            per_side=part.get("per_side", bool, False),
            n_items=part.get("n_items", int, None),
            scoring=self._scoring(part.part("scoring")) if "scoring" in part.value else None,
            mcid=self._change(part.part("mcid"), unit),
            mdc=self._change(part.part("mdc"), unit),
            quality=quality,
            quality_because=because,
            evidence=evidence,
            licence=Licence(licence.get("state", str), licence.get("sentence", str)),
            citation=support.citation,
            link=support.link,
            loinc=part.get("loinc", str, ""),
            plain=part.get("plain", str, ""),
            where=part.where,
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

    def _evidence(self, part: Part) -> QualityEvidence:
        found = QualityEvidence(
            property=part.get("property", str),
            finding=part.get("finding", str),
            speaks_for=part.get("speaks_for", bool),
            n=part.get("n", int, None),
            target_population=part.get("target_population", bool),
            support=self._entries.support(part),
        )
        part.done()
        return found

    def _scoring(self, part: Part) -> Scoring:
        items = tuple(item for group in part.parts("items") for item in self._items(group))
        gates = tuple(self._gate(one) for one in part.parts("gates", []))
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

    def _gate(self, part: Part) -> Gate:
        found = Gate(part.get("item", str), part.get("answer", float), part.get("score", float))
        part.done()
        return found
