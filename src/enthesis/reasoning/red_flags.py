"""Red flags: rules over findings, apart from probability. Absence of a finding never clears anything."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.knowledge.pack import Pack, Term
from enthesis.reasoning.hypotheses import Patient, applicable_bands
from enthesis.reasoning.network import Observed
from enthesis.terms.state import URGENCY_ORDER, Urgency


@dataclass(frozen=True)
class RaisedFlag:
    """A rule that holds, and the findings that made it hold."""

    id: str
    name: str
    urgency: Urgency
    because: tuple[str, ...]
    source_groups: tuple[str, ...]
    action: str
    citation: str


def raise_red_flags(
    pack: Pack, observed: Observed, patient: Patient, dangerous_probability: float, setting: str
) -> list[RaisedFlag]:
    """Rules of the pack that hold, most urgent first.

    Args:
        dangerous_probability: P(any dangerous source among the causes), for the floor that raises `soon`.
        setting: whose threshold holds.
    Assumes: only what is recorded counts; equivocal findings do not satisfy a rule (they prompt instead).
    Source: rules and their citations stand in the pack; the floor is DESIGN 5.
    """
    bands = set(applicable_bands(pack.bands, patient))
    raised: list[RaisedFlag] = []
    for rule in pack.red_flags:
        if rule.onset_bands and not bands.intersection(rule.onset_bands):
            continue
        because: list[str] = []
        for term in rule.terms:
            met = [f for f in term.findings if _holds(term, f, observed)]
            if len(met) < term.count:
                break
            because.extend(f for f in met if f not in because)
        else:
            raised.append(
                RaisedFlag(
                    rule.id, rule.name, Urgency(rule.urgency), tuple(because), rule.source_groups, rule.action, rule.citation
                )
            )
    threshold = pack.dangerous_threshold.get(setting, pack.dangerous_threshold["default"])
    if dangerous_probability >= threshold:
        dangerous = sorted({s.group for s in pack.sources if s.dangerous})
        raised.append(
            RaisedFlag(
                "dangerous_source_probable",
                "A dangerous source is not unlikely",
                Urgency.SOON,
                (),
                tuple(dangerous),
                "Medical review and imaging should be considered before loading.",
                "elicited threshold of this pack",
            )
        )
    raised.sort(key=lambda flag: (-URGENCY_ORDER.index(flag.urgency), flag.id))
    return raised


def red_flags_not_assessed(pack: Pack, asked: frozenset[str]) -> list[str]:
    """Red-flag questions of the pack that were not asked, or whose answer was equivocal, most urgent first."""
    return [finding for finding in pack.red_flag_questions if finding not in asked]


def _holds(term: Term, finding: str, observed: Observed) -> bool:
    return observed.get(finding) is (term.state == "positive")
