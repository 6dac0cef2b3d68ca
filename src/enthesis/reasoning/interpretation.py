"""From what was written to what was found: words to findings, sides, values, and what could not be understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from enthesis.knowledge.pack import CutPoint, Finding, Pack
from enthesis.reasoning.case import Case, CaseFinding
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.words import Vocabulary
from enthesis.terms.fault import UnusableInput

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Understood:
    """One line of a case and the findings it was taken to mean."""

    written: CaseFinding
    findings: tuple[tuple[str, str], ...]
    """(finding id, state): positive, negative, equivocal or value."""
    beside: tuple[tuple[str, str], ...] = ()
    """The same for findings of the side that is not affected: they are kept, and no source moves by them."""


@dataclass
class Interpretation:
    """What a case says in the pack's terms."""

    patient: Patient
    affected_side: str | None
    observed: dict[str, bool] = field(default_factory=dict[str, bool])
    equivocal: set[str] = field(default_factory=set[str])
    values: dict[str, str] = field(default_factory=dict[str, str])
    understood: list[Understood] = field(default_factory=list[Understood])
    not_understood: list[tuple[CaseFinding, tuple[str, ...]]] = field(default_factory=list[tuple[CaseFinding, tuple[str, ...]]])
    warnings: list[str] = field(default_factory=list[str])

    @property
    def asked(self) -> frozenset[str]:
        """Findings with a clear answer."""
        return frozenset(self.observed)


def interpret(
    case: Case, pack: Pack, vocabulary: Vocabulary, strict: bool = True, with_investigations: bool = True
) -> Interpretation:
    """Read a case in the terms of a pack.

    Args:
        strict: raise on contradictory findings; otherwise they count as equivocal, with a warning.
        with_investigations: also read findings of kind `prior investigation`.
    Raises:
        UnusableInput: two lines say opposite things of one finding on one side.
    """
    side = case.affected_side or _commonest_side(case.findings)
    result = Interpretation(Patient(case.age_years, case.sex if case.sex != "other" else None, case.duration_weeks), side)
    result.warnings.extend(case.warnings)
    sure: dict[str, tuple[CaseFinding, bool]] = {}
    unsure: dict[str, CaseFinding] = {}
    values: dict[str, list[str]] = {}
    for written in case.findings:
        if written.kind == "prior investigation" and not with_investigations:
            continue
        matches = vocabulary.match(written.name, written.kind)
        if not matches:
            result.not_understood.append((written, tuple(vocabulary.nearest(written.name, written.kind))))
            continue
        meant: list[tuple[str, str]] = []
        beside: list[tuple[str, str]] = []
        for match in matches:
            state = _state(written, match.means_present)
            finding = _for_side(pack, match.finding, written, side, result)
            is_other = finding is None or finding.id != match.finding
            if is_other:
                beside.append((match.finding, state))
            if finding is None:
                continue
            meant.append((finding.id, state))
            if written.value is not None and not is_other:
                result.values[finding.id] = written.value
                values.setdefault(finding.id, []).append(written.value)
            if state == "equivocal":
                unsure.setdefault(finding.id, written)
                if result.observed.get(finding.id) is False and _are_of_two_sides(sure[finding.id][0], written):
                    del result.observed[finding.id]
                if finding.id not in result.observed:
                    result.equivocal.add(finding.id)
            elif state == "negative" and finding.id in unsure and _are_of_two_sides(unsure[finding.id], written):
                sure.setdefault(finding.id, (written, match.exact and not is_other))
            elif state in ("positive", "negative"):
                # What follows from the other side gives way to the finding itself, where that is written.
                _record(result, sure, finding, state == "positive", written, match.exact and not is_other, strict)
        result.understood.append(Understood(written, tuple(meant), tuple(beside)))
    _read_values(pack, result, values)
    _read_fields(case, pack, vocabulary, result)
    return result


def _record(
    result: Interpretation,
    sure: dict[str, tuple[CaseFinding, bool]],
    finding: Finding,
    present: bool,
    written: CaseFinding,
    exact: bool,
    strict: bool,
) -> None:
    if not finding.informative:
        return
    if finding.id in result.equivocal and finding.id in sure:
        return
    earlier = sure.get(finding.id)
    if earlier is not None and result.observed.get(finding.id) is not present:
        first, first_exact = earlier
        if _are_of_two_sides(first, written):
            # Both sides are affected, and the finding is there on one of them.
            result.observed[finding.id] = True
            sure[finding.id] = (written, exact) if present else earlier
            return
        if exact and not first_exact:
            sure[finding.id] = (written, exact)
            result.observed[finding.id] = present
            return
        if first_exact and not exact:
            return
        if strict and exact:
            raise UnusableInput(
                written.where,
                f"'{written.name}' contradicts '{first.name}' ({first.where.rpartition(', ')[2]}): both are about '{finding.name}' on one side",
                "keep one, mark it equivocal, or give the sides",
            )
        result.warnings.append(
            f"{written.where}: '{written.name}' and '{first.name}' say opposite things of '{finding.name}', so it counts as equivocal"
        )
        result.observed.pop(finding.id, None)
        result.equivocal.add(finding.id)
        return
    sure.setdefault(finding.id, (written, exact))
    result.equivocal.discard(finding.id)
    result.observed[finding.id] = present


def _are_of_two_sides(first: CaseFinding, second: CaseFinding) -> bool:
    """Whether two lines are about different sides, each said; then they say nothing against each other."""
    return {first.side, second.side} == {"left", "right"}


def _state(written: CaseFinding, means_present: bool) -> str:
    if written.result in ("equivocal", "value"):
        return written.result
    return "positive" if (written.result == "positive") == means_present else "negative"


def _for_side(pack: Pack, finding_id: str, written: CaseFinding, affected: str | None, result: Interpretation) -> Finding | None:
    finding = pack.finding_by_id[finding_id]
    if written.side is None or affected in (None, "both") or written.side in (affected, "both"):
        return finding
    for other in pack.findings:
        if other.other_side_of == finding_id:
            return other
    if finding.kind in ("history", "response to prior treatment"):
        return finding
    result.warnings.append(f"{written.where}: '{written.name}' was found on the other side ({written.side}) and moves nothing")
    return None


def _commonest_side(findings: tuple[CaseFinding, ...]) -> str | None:
    counts = {side: sum(1 for f in findings if f.side == side and f.result == "positive") for side in ("left", "right")}
    if counts["left"] == counts["right"]:
        return "both" if counts["left"] else None
    return max(counts, key=lambda side: counts[side])


def first_number(text: str) -> float | None:
    """The first number in a value such as '20 deg', '19/50' or '7/10'; None when there is none."""
    found = _NUMBER.search(text)
    return float(found.group().replace(",", ".")) if found else None


def _read_values(pack: Pack, result: Interpretation, values: Mapping[str, list[str]]) -> None:
    """Findings that follow from values; with two affected sides it is enough that one of them is past the cut-point."""
    for finding in pack.findings:
        cut = finding.cut_point
        if cut is None or finding.id in result.observed:
            continue
        held = [_is_past(cut, value) for value in values.get(cut.of, ())]
        known = [past for past in held if past is not None]
        if known:
            result.observed[finding.id] = any(known)
            result.equivocal.discard(finding.id)


def _is_past(cut: CutPoint, value: str) -> bool | None:
    """Whether a value is past a cut-point; None when it is no number in its unit."""
    number = first_number(value)
    if number is None or (cut.unit and not _unit_fits(value, cut.unit)):
        return None
    below = cut.present_at_or_below is not None and number <= cut.present_at_or_below
    above = cut.present_at_or_above is not None and number >= cut.present_at_or_above
    return below or above


def _unit_fits(text: str, unit: str) -> bool:
    letters = re.sub(r"[^a-z°/%]", "", text.lower())
    if unit == "deg":
        return letters == "" or "deg" in letters or "°" in letters
    if unit == "/10":
        return "/10" in text.replace(" ", "") or _NUMBER.sub("", text).strip() == ""
    return True


def _read_fields(case: Case, pack: Pack, vocabulary: Vocabulary, result: Interpretation) -> None:
    """Onset and sport of the case file are findings too, unless the findings already say so."""
    stated: Mapping[str, bool] = pack.onset_findings.get(case.onset or "", {})
    for finding, present in stated.items():
        if finding not in result.observed and finding not in result.equivocal:
            result.observed[finding] = present
    if case.sport:
        for match in vocabulary.match(case.sport, "history"):
            finding = pack.finding_by_id[match.finding]
            if finding.mechanism == pack.sport_mechanism and match.means_present and finding.id not in result.observed:
                result.observed[finding.id] = True
