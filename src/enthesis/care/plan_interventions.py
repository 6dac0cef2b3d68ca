"""Interventions beside exercise that fit the sources and the findings; what speaks against one, and what must be asked first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.care.conflicts import avoided_demands
from enthesis.care.plan_document import LeftOut, PlannedIntervention
from enthesis.care.plan_sources import Considered, named
from enthesis.care.recorded import Recorded
from enthesis.knowledge.rehabilitation import Intervention, Rehabilitation
from enthesis.reasoning.assessment import Assessment, SourceEstimate
from enthesis.reasoning.hypotheses import Patient


@dataclass(frozen=True)
class Fitting:
    """The interventions suggested and those that a contraindication keeps out."""

    interventions: tuple[PlannedIntervention, ...]
    left_out: tuple[LeftOut, ...]


def choose_interventions(
    assessment: Assessment,
    considered: Considered,
    rehabilitation: Rehabilitation,
    recorded: Recorded,
    patient: Patient,
    has_exercises: bool,
) -> Fitting:
    """Interventions whose indication is fulfilled and that nothing recorded speaks against, in the order of the pack, adjuncts last.

    Assumes: an intervention fits when it serves a treated source and one finding of each group it needs is positive. It is left
    out when a finding that stops it is positive, when a source that stops it is probable (a dangerous one from the referral
    threshold, others from the treatment threshold), when it is a demand that a treated source cannot take, or before adult age
    where the pack says so. Stop findings that nobody has assessed, and an unknown age, are listed with it: not asked is not absent. An adjunct never stands on its own.
    """
    names = {finding.id: finding.name for finding in assessment.pack.findings}
    avoided = _avoided_interventions(considered, recorded)
    fitting: list[PlannedIntervention] = []
    left_out: list[LeftOut] = []
    adjuncts: set[str] = set()
    for intervention in rehabilitation.interventions:
        serving = tuple(source for source in considered.treated if source.id in intervention.for_sources)
        if not serving or not all(recorded.any_positive(group) for group in intervention.needs_findings):
            continue
        against = _against(intervention, assessment, considered, recorded, names) or avoided.get(intervention.id)
        against = against or _too_young(intervention, considered, patient)
        if against:
            left_out.append(LeftOut(intervention.id, intervention.name, against))
            continue
        if intervention.adjunct:
            adjuncts.add(intervention.id)
        age_unknown = intervention.id in considered.needs.adults_only and patient.age_years is None
        fitting.append(_plan(intervention, serving, recorded, names, ("age",) if age_unknown else ()))
    fitting.sort(key=lambda planned: planned.id in adjuncts)
    if not has_exercises and all(planned.id in adjuncts for planned in fitting):
        left_out += [
            LeftOut(planned.id, planned.name, "It is an adjunct, and there is nothing it could go with.") for planned in fitting
        ]
        fitting = []
    return Fitting(tuple(fitting), tuple(left_out))


def _avoided_interventions(considered: Considered, recorded: Recorded) -> dict[str, str]:
    found: dict[str, str] = {}
    for identity, sources in avoided_demands(considered, recorded).items():
        demand = considered.needs.demand_by_id[identity]
        for intervention in demand.interventions:
            found.setdefault(intervention, f"It would be {demand.name}, which {named(sources)} cannot take.")
    return found


def _against(
    intervention: Intervention, assessment: Assessment, considered: Considered, recorded: Recorded, names: Mapping[str, str]
) -> str:
    positive = [names.get(finding, finding) for finding in intervention.stopped_by_findings if recorded.is_positive(finding)]
    if positive:
        return f"Recorded: {', '.join(positive)}."
    probable = tuple(
        source
        for source in assessment.sources
        if source.id in intervention.stopped_by_sources and _is_probable(source, considered)
    )
    return f"{named(probable)} would speak against it." if probable else ""


def _too_young(intervention: Intervention, considered: Considered, patient: Patient) -> str:
    needs, age = considered.needs, patient.age_years
    if intervention.id in needs.adults_only and age is not None and age < needs.adult_from_years:
        return f"Not before {needs.adult_from_years:g} years of age."
    return ""


def _is_probable(source: SourceEstimate, considered: Considered) -> bool:
    """Whether a source is probable enough to stop an intervention: sooner when it is one to refer."""
    need = considered.needs.need_by_source.get(source.id)
    refer = need is None or need.care == "refer"
    return source.probability >= (considered.needs.referred_from if refer else considered.needs.treated_from)


def _plan(
    intervention: Intervention,
    serving: tuple[SourceEstimate, ...],
    recorded: Recorded,
    names: Mapping[str, str],
    ask: tuple[str, ...],
) -> PlannedIntervention:
    found = [names.get(f, f) for group in intervention.needs_findings for f in group if recorded.is_positive(f)]
    reason = f"{'Optional, beside loading, for' if intervention.adjunct else 'For'} {named(serving)}" + (
        f"; found: {', '.join(found)}." if found else "."
    )
    return PlannedIntervention(
        id=intervention.id,
        name=intervention.name,
        for_sources=tuple(source.id for source in serving),
        indication=intervention.indication,
        contraindications=intervention.contraindications,
        dose=intervention.dose,
        evidence_grade=intervention.evidence_grade,
        citation="" if intervention.support.basis == "judgement" else intervention.support.citation,
        reason=reason,
        ask_first=(*ask, *(names.get(f, f) for f in intervention.stopped_by_findings if f not in recorded.observed)),
        effect=intervention.effect,
        basis=intervention.support.basis,
        dose_basis=intervention.dose_basis,
    )
