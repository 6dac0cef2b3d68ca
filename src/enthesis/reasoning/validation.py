"""Score a folder of cases with known diagnoses (DESIGN 3.5). What it measures depends on how the cases were split."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from enthesis.knowledge.pack import UNMODELLED_CAUSE, Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.case import Case, read_case
from enthesis.reasoning.hypotheses import PUBLISHED_CASE_MIX
from enthesis.reasoning.red_flags import raise_red_flags
from enthesis.terms.fault import UnusableInput
from enthesis.terms.state import Urgency

URGENT = (Urgency.SAME_DAY, Urgency.EMERGENCY)
SHORTEST_HELD = 4
"""Abbreviations of fewer letters are never looked for inside a longer name."""
SAME_NAME = 88
"""Similarity (0-100) from which a diagnosis is taken for a known name spelled otherwise."""


@dataclass(frozen=True)
class ScoredCase:
    """How one case came out."""

    file: str
    expected: tuple[str, ...]
    expected_unmapped: tuple[str, ...]
    ranked: tuple[tuple[str, float], ...]
    top1: bool
    top3: bool
    red_flags: tuple[tuple[str, str], ...]
    dangerous: bool
    refer_expected: str
    findings: int
    understood: int
    not_understood: tuple[str, ...]
    warnings: tuple[str, ...]


def case_files(folder: Path) -> list[Path]:
    """Case files of a folder, in name order.

    Raises:
        UnusableInput: no such folder, or no case in it.
    """
    if not folder.is_dir():
        raise UnusableInput(str(folder), "there is no such folder", "name a folder of case files")
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml"), *folder.glob("*.json")])
    if not files:
        raise UnusableInput(str(folder), "it holds no case file", "add .yaml or .json case files")
    return files


def map_diagnosis(pack: Pack, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Source ids for diagnoses written in words, and the names that no source of the pack answers to.

    A name is mapped when it equals a source's name or synonym, or else holds all words of one (the longest such wins), or
    is spelled almost like one.
    """
    known: dict[str, str] = {}
    for source in pack.sources:
        for phrase in (source.name, source.id.replace("_", " "), *source.synonyms):
            known.setdefault(_plain(phrase), source.id)
    found: list[str] = []
    unmapped: list[str] = []
    for name in names:
        hit = _mapped(known, name)
        if hit is None:
            unmapped.append(name)
        elif hit not in found:
            found.append(hit)
    return found, unmapped


def _mapped(known: dict[str, str], name: str) -> str | None:
    outside, _, inside = name.partition("(")
    for text in (name, outside, inside.rstrip(") ")):
        if _plain(text) in known:
            return known[_plain(text)]
    for text in (outside, name):
        words = set(_plain(text).split())
        held = [phrase for phrase in known if len(phrase) > SHORTEST_HELD and set(phrase.split()) <= words]
        if held:
            return known[max(held, key=lambda phrase: (len(phrase.split()), len(phrase), phrase))]
    nearest = process.extractOne(_plain(name), list(known), scorer=fuzz.token_sort_ratio)
    return known[nearest[0]] if nearest[1] >= SAME_NAME else None


def _plain(text: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in text.lower().replace("tumor", "tumour").replace("ae", "e")).split()
    return " ".join(w[:-1] if len(w) > 4 and w.endswith("s") and not w.endswith(("ss", "is")) else w for w in words)


def score_case(
    assessor: Assessor, case: Case, setting: str = PUBLISHED_CASE_MIX, with_investigations: bool = False
) -> ScoredCase:
    """Rank the sources of one case and compare with its diagnosis.

    Assumes: contradictory lines of a published report count as equivocal.
    Source: DESIGN 3.5.
    """
    network = assessor.network
    read = assessor.interpret(case, strict=False, with_investigations=with_investigations)
    prior = network.set_prior(setting, read.patient)
    weight = network.posterior(prior, read.observed).weight
    probability = network.marginals(weight)
    order = sorted(range(len(network.source_ids)), key=lambda c: (-probability[c], network.source_ids[c]))
    ranked = [(network.source_ids[c], float(probability[c])) for c in order if network.source_ids[c] != UNMODELLED_CAUSE]
    expected, unmapped = map_diagnosis(assessor.pack, case.diagnosis)
    flags = raise_red_flags(assessor.pack, read.observed, read.patient, assessor.any_dangerous(weight), setting)
    counted = [f for f in case.findings if with_investigations or f.kind != "prior investigation"]
    names = [identity for identity, _ in ranked]
    return ScoredCase(
        file=Path(case.name).name,
        expected=tuple(expected),
        expected_unmapped=tuple(unmapped),
        ranked=tuple(ranked),
        top1=names[0] in expected,
        top3=any(name in expected for name in names[:3]),
        red_flags=tuple((f.id, str(f.urgency)) for f in flags),
        dangerous=bool(case.dangerous),
        refer_expected=case.refer_expected or "none",
        findings=len(counted),
        understood=len(counted) - len(read.not_understood),
        not_understood=tuple(w.name for w, _ in read.not_understood),
        warnings=tuple(read.warnings),
    )


def score_folder(
    assessor: Assessor, folder: Path, setting: str = PUBLISHED_CASE_MIX, with_investigations: bool = False
) -> tuple[list[ScoredCase], list[str]]:
    """Score every case of the pack's region in a folder; also what was left out, and why."""
    scored: list[ScoredCase] = []
    left_out: list[str] = []
    for path in case_files(folder):
        case = read_case(path)
        case = dataclasses.replace(case, name=path.name)
        if case.region is not None and case.region != assessor.pack.id:
            left_out.append(f"{path.name}: region {case.region}")
            continue
        if not case.diagnosis:
            left_out.append(f"{path.name}: no diagnosis to compare with")
            continue
        scored.append(score_case(assessor, case, setting, with_investigations))
    return scored, left_out


def summarise(scored: list[ScoredCase]) -> dict[str, Any]:
    """The summary of DESIGN 3.5: shares from 0 to 1, None where there is nothing to share out."""
    urgent = [c for c in scored if c.refer_expected in ("same_day", "emergency")]
    dangerous = [c for c in scored if c.dangerous]
    benign = [c for c in scored if not c.dangerous and c.refer_expected in ("none", "soon")]
    none = [c for c in scored if not c.dangerous and c.refer_expected == "none"]
    return {
        "n": len(scored),
        "top1": _share([c.top1 for c in scored]),
        "top3": _share([c.top3 for c in scored]),
        "dangerous_n": len(dangerous),
        "dangerous_flagged": _share([bool(c.red_flags) for c in dangerous]),
        "urgent_n": len(urgent),
        "urgent_flagged": _share([is_flagged_urgent(c) for c in urgent]),
        "benign_n": len(benign),
        "benign_flagged_urgent": _share([is_flagged_urgent(c) for c in benign]),
        "none_n": len(none),
        "none_flagged_any": _share([bool(c.red_flags) for c in none]),
        "findings": sum(c.findings for c in scored),
        "understood": sum(c.understood for c in scored),
    }


def is_flagged_urgent(case: ScoredCase) -> bool:
    """Whether a red flag of urgency same day or emergency was raised."""
    return any(urgency in URGENT for _, urgency in case.red_flags)


def _share(values: list[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def to_json(scored: list[ScoredCase]) -> dict[str, Any]:
    """The JSON contract of `validate`."""
    return {
        "cases": [
            {
                "file": c.file,
                "expected": list(c.expected),
                "expected_unmapped": list(c.expected_unmapped),
                "ranked": [[identity, probability] for identity, probability in c.ranked],
                "top1": c.top1,
                "top3": c.top3,
                "red_flags": [{"id": identity, "urgency": urgency} for identity, urgency in c.red_flags],
                "dangerous": c.dangerous,
                "refer_expected": c.refer_expected,
                "findings": c.findings,
                "understood": c.understood,
                "not_understood": list(c.not_understood),
            }
            for c in scored
        ],
        "summary": summarise(scored),
    }
