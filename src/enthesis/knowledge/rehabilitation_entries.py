"""The entries of a pack's care files, each made into the typed object of `rehabilitation.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, cast

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.part import Part, RecordFault
from enthesis.knowledge.rehabilitation import (
    Criterion,
    DailyWords,
    DoseRange,
    Exercise,
    Intervention,
    Phase,
    Programme,
    RuleNumbers,
    RunLevel,
    Support,
)

JUDGEMENT = "judgement"
_NUMBER_NAMES = tuple(field.name for field in fields(RuleNumbers) if field.name != "support_by_name")
_SHARES = ("smallest_completed_share", "run_cap_share")
"""Rule numbers that are shares; all others are whole numbers."""


class Entries:
    """Builds entries; what they refer to inside the care folder (references, stop rules, rule numbers) is looked up here."""

    def __init__(self, fault: RecordFault, supports: Mapping[str, Support], stop_rules: Mapping[str, str]) -> None:
        self._fault = fault
        self._supports = supports
        self._stop_rules = stop_rules
        self.used: set[str] = set()
        """Keys of references and stop rules that an entry names."""
        self.numbers = self.blank_numbers()

    @staticmethod
    def blank_numbers() -> RuleNumbers:
        """Numbers that stand in while a file cannot be read; never returned without a fault."""
        return RuleNumbers(**cast("Any", dict.fromkeys(_NUMBER_NAMES, 0)))

    def support(self, part: Part, key: str = "support") -> Support:
        """What stands under `support`: the key of a reference, `judgement`, or {judgement: why}."""
        written = part.get(key, (str, dict))
        if isinstance(written, dict):
            reasons = cast("dict[Any, Any]", written)
            why = reasons.get(JUDGEMENT)
            if not isinstance(why, str) or len(reasons) != 1:
                self._fault(part.where, f"'{key}' is a map but not {{judgement: why}}", "write {judgement: why}, or a reference")
            return Support(f"Clinical judgement: {why}", "", JUDGEMENT)
        if written == JUDGEMENT:
            return Support("Clinical judgement", "", JUDGEMENT)
        self.used.add(str(written))
        if written not in self._supports:
            what = f"'{key}' names the reference '{written}', which does not exist"
            self._fault(part.where, what, mend_unknown(str(written), [*self._supports, JUDGEMENT], "reference"))
        return self._supports.get(str(written), Support(str(written), "", JUDGEMENT))

    def _span(self, part: Part, key: str, default: Any = ...) -> tuple[int, int] | None:
        """A whole number, or a list of the smallest and the largest."""
        written = part.get(key, (int, list), default)
        if written is None:
            return None
        if isinstance(written, int):
            return (written, written)
        numbers = part.row_of_numbers(key)
        if len(numbers) != 2 or any(number != int(number) for number in numbers):
            self._fault(part.where, f"'{key}' is neither a whole number nor two of them", "write 3, or [3, 4]")
            return (0, 0)
        return (int(numbers[0]), int(numbers[1]))

    def _whole_span(self, part: Part, key: str) -> tuple[int, int]:
        return self._span(part, key) or (0, 0)

    def _tempo(self, part: Part) -> tuple[int, int, int] | None:
        if part.get("tempo_s", list, None) is None:
            return None
        numbers = part.row_of_numbers("tempo_s")
        if len(numbers) != 3:
            self._fault(part.where, "'tempo_s' is not three numbers", "write seconds [down, held, up]")
            return (0, 0, 0)
        return (int(numbers[0]), int(numbers[1]), int(numbers[2]))

    def exercise(self, part: Part) -> Exercise:
        """A drill, of `exercises/`."""
        dose = part.part("dose")
        dose_range = DoseRange(
            sets=self._whole_span(dose, "sets"),
            repetitions=self._span(dose, "repetitions", None),
            hold_s=self._span(dose, "hold_s", None),
            tempo_s=self._tempo(dose),
            rest_s=self._whole_span(dose, "rest_s"),
            effort_rpe_0_10=self._span(dose, "effort_rpe_0_10", None),
            sessions_per_week=self._whole_span(dose, "sessions_per_week"),
            each_side=dose.get("each_side", bool),
            loaded=dose.get("loaded", bool),
            distance_m=self._span(dose, "distance_m", None),
        )
        dose_support = self.support(dose)
        dose.done()
        return Exercise(
            id=part.get("id", str),
            name=part.get("name", str),
            synonyms=part.words("synonyms", []),
            region=part.get("region", str),
            target_muscles=part.words("target_muscles"),
            contraction=part.get("contraction", str),
            phases=part.words("phases"),
            position=part.get("position", str),
            equipment=part.words("equipment", []),
            hip_flexion_deg=self._span(part, "hip_flexion_deg", 0) or (0, 0),
            tendon_load=part.get("tendon_load", str),
            compression=part.get("compression", str),
            dose=dose_range,
            dose_support=dose_support,
            progression_of=part.words("progression_of", []),
            setup=part.get("setup", str),
            cues=part.words("cues"),
            stop_rule=self._stop_rule(part),
            remark=part.get("remark", str, ""),
            support=self.support(part),
            where=part.where,
            entry=part.get("entry", bool, False),
            top=part.get("top", bool, False),
        )

    def _stop_rule(self, part: Part) -> str:
        named = part.words("stop_rules")
        self.used.update(named)
        for name in named:
            if name not in self._stop_rules:
                what = f"'stop_rules' names '{name}', which does not exist"
                self._fault(part.where, what, mend_unknown(name, self._stop_rules, "stop rule"))
        return " ".join(self._stop_rules[name] for name in named if name in self._stop_rules)

    def phase(self, part: Part) -> Phase:
        """A stage or an overlay, of `phases.yaml`."""
        return Phase(
            id=part.get("id", str),
            name=part.get("name", str),
            kind=part.get("kind", str),
            goal=part.get("goal", str),
            plain_words=part.get("plain_words", str),
            test_position=part.get("test_position", str, ""),
            next=part.words("next", []),
            enter_when=tuple(self._criterion(each) for each in part.parts("enter_when", [])),
            leave_when=tuple(self._criterion(each) for each in part.parts("leave_when", [])),
            variables=cast("Any", part.words("variables", [])),
            support=self.support(part),
            where=part.where,
        )

    def _criterion(self, part: Part) -> Criterion:
        """One line of a door. Its number may be the name of a rule number, which then brings its own support."""
        measure = part.get("measure", str)
        comparison = "at_least" if "at_least" in part.value else "at_most"
        written = part.get(comparison, (int, float, str))
        if isinstance(written, str):
            if written not in _NUMBER_NAMES:
                what = f"'{comparison}' names the rule number '{written}', which does not exist"
                self._fault(part.where, what, mend_unknown(written, _NUMBER_NAMES, "rule number"))
            support = self.numbers.support_by_name.get(written, Support("Clinical judgement", "", JUDGEMENT))
            threshold = float(getattr(self.numbers, written, 0.0))
        else:
            support, threshold = self.support(part), float(written)
        found = Criterion(
            measure=measure,
            comparison=comparison,
            threshold=threshold,
            over_days=part.get("over_days", int, 0),
            gate=part.get("gate", bool, True),
            support=support,
        )
        part.done()
        return found

    def run_level(self, part: Part) -> RunLevel:
        """One rung, of `running.yaml`."""
        return RunLevel(
            id=part.get("id", str),
            name=part.get("name", str),
            walk_min=part.get("walk_min", float),
            run_min=part.get("run_min", float),
            repeats=part.get("repeats", int),
            pace=part.get("pace", str),
            needs_phase=part.get("needs_phase", str),
            support=self.support(part),
            where=part.where,
            distance_km=part.get("distance_km", float, None),
        )

    def programme(self, part: Part) -> Programme:
        """A programme, of `programmes.yaml`."""
        written = part.part("exercises_by_phase")
        by_phase = {str(phase): written.words(str(phase)) for phase in list(written.value)}
        return Programme(
            id=part.get("id", str),
            name=part.get("name", str),
            purpose=part.get("purpose", str),
            for_sources=part.words("for_sources", []),
            exercises_by_phase=MappingProxyType(by_phase),
            summary=part.get("summary", str),
            pain_rule=part.get("pain_rule", str),
            duration=part.get("duration", str),
            support=self.support(part),
            where=part.where,
        )

    def intervention(self, part: Part) -> Intervention:
        """Something done or advised beside exercise, of `interventions.yaml`."""
        groups: list[tuple[str, ...]] = []
        for group in part.parts("needs_findings", []):
            groups.append(group.words("any"))
            group.done()
        return Intervention(
            id=part.get("id", str),
            name=part.get("name", str),
            kind=part.get("kind", str),
            for_sources=part.words("for_sources", []),
            needs_findings=tuple(groups),
            indication=part.get("indication", str),
            contraindications=part.words("contraindications", []),
            stopped_by_sources=part.words("stopped_by_sources", []),
            stopped_by_findings=part.words("stopped_by_findings", []),
            dose=part.get("dose", str),
            evidence_grade=part.get("evidence_grade", str),
            effect=part.get("effect", str, ""),
            adjunct=part.get("adjunct", bool, False),
            support=self.support(part),
            where=part.where,
            dose_basis=part.get("dose_basis", str, JUDGEMENT),
            informs=part.get("informs", str, ""),
        )


def build_numbers(entries: Entries, top: Part) -> RuleNumbers:
    """The thresholds of the rules, of `progression.yaml`."""
    written = top.part("numbers")
    values: dict[str, Any] = {}
    supports: dict[str, Support] = {}
    for name in _NUMBER_NAMES:
        part = written.part(name)
        values[name] = part.get("value", float if name in _SHARES else int)
        supports[name] = entries.support(part)
        part.done()
    written.done()
    return RuleNumbers(**values, support_by_name=MappingProxyType(supports))


def build_daily(top: Part) -> DailyWords:
    """What the daily check asks and says in this region, of `progression.yaml`."""
    flare, measures = top.part("flare_dose"), top.part("measures_from")
    found = DailyWords(
        flare_patient=flare.get("patient", str),
        flare_clinician=flare.get("clinician", str),
        asks=top.words("asks"),
        measures_from=MappingProxyType({str(name): measures.words(str(name)) for name in list(measures.value)}),
    )
    flare.done()
    measures.done()
    return found
