"""The card in the middle: how the test is done, what its answer would do, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from enthesis.knowledge.pack import EvidenceRow, Finding, Judgement, Pack
from enthesis.reasoning.assessment import Assessment, Assessor
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.next_tests import NextTest
from enthesis.terms.probability import FloatArray, wilson_interval
from enthesis.web.assessor import Knowledge
from enthesis.web.pages import AccuracyRow, Effect, JudgedCell, TestCard
from enthesis.web.parts.examination import NAME_OF_POSITION, stage_of
from enthesis.web.parts.sides import asks_side, side_rows
from enthesis.web.state import BoardState
from enthesis.web.templating import minutes, steps

SHOWN_EFFECTS = 4
SMALLEST_EFFECT = 0.01
"""A source whose probability differs by less than this between the two answers is not listed."""
SHOWN_ROWS = 4
JUDGED_SOURCES = 4
FIGURES = Path(__file__).parent.parent / "static" / "enthesis" / "figures"
_NOT_FULL = {"secondary": "read second-hand", "abstract": "abstract read"}


def build_card(
    knowledge: Knowledge,
    finding: Finding,
    state: BoardState,
    observed: Mapping[str, bool],
    implied: Mapping[str, str],
    patient: Patient,
    answer: Assessment,
    with_effects: bool = True,
) -> TestCard:
    """The card of one finding.

    Assumes: called while the assessor is borrowed.
    """
    assessor, pack = knowledge.assessor, knowledge.pack
    test = next((t for t in answer.next_tests if t.finding.id == finding.id), None)
    effects = _effects(assessor, finding, observed, patient, answer, test) if with_effects else ()
    rows = [row for row in pack.evidence_by_finding.get(finding.id, ()) if row.verified != "memory"]
    rows.sort(key=lambda r: (r.unused_because is not None, r.kind != "accuracy", -((r.n_with or 0) + (r.n_without or 0)), r.id))
    accuracy = tuple(_accuracy_row(row, pack) for row in rows)
    measured = {row.source for row in rows if row.unused_because is None}
    judgement = knowledge.judgement_by_finding.get(finding.id)
    read = next((f.cut_point for f in pack.findings if f.cut_point is not None and f.cut_point.of == finding.id), None)
    rows = side_rows(finding, state, pack, finding.id in knowledge.prompting)
    side, affected = state.sides.get(finding.id, ""), state.patient.get("affected_side", "")
    return TestCard(
        id=finding.id,
        name=finding.name,
        meta=_meta(finding),
        state=state.findings.get(finding.id, ""),
        implied=implied.get(finding.id, ""),
        question=finding.position == "interview",
        steps=tuple(steps(finding.how)),
        positive_when=finding.positive_when,
        figure=f"enthesis/figures/{finding.id}.svg" if finding.id in _figures() else "",
        measure=not finding.informative,
        takes_value=read is not None or not finding.informative or finding.id in state.values or any(row.value for row in rows),
        value=state.values.get(finding.id, ""),
        value_hint=f"in {read.unit}" if read is not None and read.unit else "as measured",
        side=side,
        other_side=side in ("left", "right") and affected in ("left", "right") and side != affected,
        note=state.notes.get(finding.id, ""),
        rows=rows,
        asks_side=asks_side(finding, state) if rows else finding.has_sides,
        provokes_pain=finding.provokes_pain,
        could_change=test is not None and test.could_change_management,
        effects=effects,
        computing=answer.is_draft,
        without=finding.id in observed,
        accuracy=accuracy[:SHOWN_ROWS],
        more_accuracy=accuracy[SHOWN_ROWS:],
        judged=_judged(judgement, measured, effects, answer, pack),
        judged_background=judgement.background_percent if judgement else 0.0,
        judged_worth=judgement.strength if judgement else 0.0,
    )


def _meta(finding: Finding) -> str:
    parts = [NAME_OF_POSITION[stage_of(finding)], minutes(finding.seconds)]
    if finding.neuro_screen:
        parts.append(f"neuro screen, {finding.neuro_screen}")
    return " · ".join(parts)


def _effects(
    assessor: Assessor,
    finding: Finding,
    observed: Mapping[str, bool],
    patient: Patient,
    answer: Assessment,
    test: NextTest | None,
) -> tuple[Effect, ...]:
    """Probability of the sources without this finding and with either answer, those it moves most first."""
    current = {estimate.id: estimate.probability for estimate in answer.sources}
    if answer.is_draft:
        return ()
    if test is not None:
        now, positive, negative = current, test.if_positive, test.if_negative
    elif finding.id in assessor.network.row_of:
        prior = assessor.network.set_prior(answer.setting, patient)
        others = {f: present for f, present in observed.items() if f != finding.id}
        recorded = observed.get(finding.id)
        now = current if recorded is None else _marginals(assessor, prior, others)
        positive = current if recorded is True else _marginals(assessor, prior, {**others, finding.id: True})
        negative = current if recorded is False else _marginals(assessor, prior, {**others, finding.id: False})
    else:
        return ()
    sources = [source.id for source in assessor.pack.sources]
    moved = sorted(sources, key=lambda s: (-abs(positive[s] - negative[s]), s))
    chosen = [s for s in moved[:SHOWN_EFFECTS] if abs(positive[s] - negative[s]) >= SMALLEST_EFFECT]
    chosen.sort(key=lambda s: -now[s])
    return tuple(Effect(assessor.pack.source_by_id[s].name, now[s], positive[s], negative[s]) for s in chosen)


def _marginals(assessor: Assessor, prior: FloatArray, observed: Mapping[str, bool]) -> dict[str, float]:
    network = assessor.network
    found = network.marginals(network.posterior(prior, observed).weight)
    return dict(zip(network.source_ids, found.tolist(), strict=True))


def _judged(
    judgement: Judgement | None, measured: set[str], effects: tuple[Effect, ...], answer: Assessment, pack: Pack
) -> tuple[JudgedCell, ...]:
    """Elicited cells of the sources that matter most now and that nobody measured."""
    if judgement is None:
        return ()
    moved = {effect.name for effect in effects}
    ranked = [s for s in pack.sources if s.id not in measured]
    place = {estimate.id: index for index, estimate in enumerate(answer.sources)}
    ranked.sort(key=lambda s: (s.name not in moved, place.get(s.id, 999)))
    rest = judgement.percent_by_source.get("*", judgement.background_percent)
    return tuple(JudgedCell(s.name, judgement.percent_by_source.get(s.id, rest)) for s in ranked[:JUDGED_SOURCES])


@lru_cache(maxsize=1)
def _figures() -> frozenset[str]:
    return frozenset(path.stem for path in FIGURES.glob("*.svg"))


def _accuracy_row(row: EvidenceRow, pack: Pack) -> AccuracyRow:
    reference = pack.reference_by_key.get(row.reference)
    remarks: list[str] = []
    if row.verified in _NOT_FULL:
        remarks.append(_NOT_FULL[row.verified])
    if row.n_is_elicited:
        remarks.append("n is a judgement")
    if row.kind == "likelihood_ratio" or (row.sensitivity is None and row.likelihood_ratio_positive is not None):
        remarks.extend(_likelihood_ratios(row))
    if row.unused_because:
        remarks.append(f"not used by the model: {row.unused_because}")
    n = sum(part for part in (row.n_with, row.n_without) if part is not None)
    source = pack.source_by_id.get(row.source)
    return AccuracyRow(
        source=source.name if source else row.source.replace("_", " "),
        compared_with=describe_comparator(row.comparator, pack),
        population=row.population,
        sensitivity="" if row.sensitivity is None else f"{row.sensitivity:.2f}",
        sensitivity_interval=_interval(row.sensitivity, row.n_with, row.sensitivity_interval),
        specificity="" if row.specificity is None else f"{row.specificity:.2f}",
        specificity_interval=_interval(row.specificity, row.n_without, row.specificity_interval),
        n=f"{n:g}" if n else "",
        reference=row.reference.replace("_", " ").title() if reference is None else _short_reference(row.reference),
        citation=reference.citation if reference else "",
        doi=(reference.doi or "") if reference else "",
        pmid=(reference.pmid or "") if reference else "",
        link=(reference.url or "") if reference and (reference.url or "").startswith("https://") else "",
        remarks=tuple(remarks),
    )


def _short_reference(key: str) -> str:
    name, _, year = key.rpartition("_")
    return f"{name.replace('_', ' ').title()} {year}" if year[:4].isdigit() else key.replace("_", " ").title()


def _likelihood_ratios(row: EvidenceRow) -> list[str]:
    found: list[str] = []
    if row.likelihood_ratio_positive is not None:
        found.append(f"LR+ {row.likelihood_ratio_positive:g}")
    if row.likelihood_ratio_negative is not None:
        found.append(f"LR− {row.likelihood_ratio_negative:g}")
    return found


def _interval(share: float | None, n: float | None, published: tuple[float, float] | None) -> str:
    if share is None:
        return ""
    if published is not None:
        return f"{published[0]:.2f}–{published[1]:.2f}"
    if not n:
        return ""
    low, high = wilson_interval(share * n, n)
    return f"{low:.2f}–{high:.2f}"


def describe_comparator(text: str, pack: Pack) -> str:
    """Whom a study compared with, in words; empty when with nobody."""
    if text in ("", "none"):
        return ""
    if text == "pain_free":
        return "pain-free people"
    if text == "own_other_side":
        return "the patient's other side"
    kind, _, rest = text.partition(":")
    if kind == "other_in_setting":
        return f"other causes, {pack.settings.get(rest, rest).lower()}"
    weights: list[tuple[float, str]] = []
    for item in rest.split(";"):
        name, _, weight = item.partition("=")
        source = pack.source_by_id.get(name.strip())
        weights.append((float(weight or "1"), source.name if source else name.strip().replace("_", " ")))
    weights.sort(key=lambda pair: (-pair[0], pair[1]))
    named = [name for _, name in weights[:3]]
    more = f" and {len(weights) - 3} more" if len(weights) > 3 else ""
    return f"{', '.join(named)}{more}"
