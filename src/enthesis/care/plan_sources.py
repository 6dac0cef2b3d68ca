"""Which sources a plan treats, which it sends elsewhere, and which of those stop loading."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.care.plan_document import PlannedSource
from enthesis.knowledge.source_needs import CareNeeds, SourceNeed
from enthesis.reasoning.assessment import Assessment, SourceEstimate
from enthesis.reasoning.red_flags import RaisedFlag
from enthesis.terms.state import Urgency

URGENT = (Urgency.SAME_DAY, Urgency.EMERGENCY)


@dataclass(frozen=True)
class Considered:
    """The sources that matter for the plan, most probable first, and the raised flags."""

    treated: tuple[SourceEstimate, ...]
    referred: tuple[SourceEstimate, ...]
    """Never treated here; each has a line in the referral."""
    stopping: tuple[SourceEstimate, ...]
    """Those of `referred` that stop loading."""
    flags: tuple[RaisedFlag, ...]
    needs: CareNeeds

    @property
    def is_urgent(self) -> bool:
        """Whether a flag asks for the same day or the emergency department."""
        return any(flag.urgency in URGENT for flag in self.flags)

    @property
    def loading_stops(self) -> bool:
        """Whether nothing may be loaded until somebody else has looked."""
        return self.is_urgent or bool(self.stopping)

    @property
    def is_guarded(self) -> bool:
        """Whether loading, if any, stays at its gentlest: a flag is open, or a source that stops loading is not excluded."""
        return bool(self.flags) or any(self.needs.need_by_source[s.id].stops_loading for s in self._with_needs(self.referred))

    def _with_needs(self, sources: tuple[SourceEstimate, ...]) -> tuple[SourceEstimate, ...]:
        return tuple(source for source in sources if source.id in self.needs.need_by_source)

    def need(self, source: SourceEstimate) -> SourceNeed:
        """What a treated source asks for."""
        return self.needs.need_by_source[source.id]

    @property
    def planned(self) -> tuple[PlannedSource, ...]:
        """The treated sources as the plan's document holds them."""
        return tuple(PlannedSource(source.id, source.name, source.probability) for source in self.treated)


def consider(assessment: Assessment, needs: CareNeeds) -> Considered:
    """Sort the assessed sources by what is to be done about them.

    Assumes: the thresholds of `needs.yaml` (judgement). A dangerous source is never treated, whatever the pack's needs say, and
    neither is one the pack says nothing about.
    """
    dangerous = {source.id for source in assessment.pack.sources if source.dangerous}
    treated: list[SourceEstimate] = []
    referred: list[SourceEstimate] = []
    stopping: list[SourceEstimate] = []
    for source in sorted(assessment.sources, key=lambda s: (-s.probability, s.id)):
        need = needs.need_by_source.get(source.id)
        if source.id in dangerous or (need is not None and need.care == "refer"):
            if source.probability < needs.referred_from:
                continue
            referred.append(source)
            if source.probability >= needs.stops_loading_from and (need is None or need.stops_loading):
                stopping.append(source)
        elif need is not None and source.probability >= needs.treated_from:
            treated.append(source)
    return Considered(tuple(treated), tuple(referred), tuple(stopping), assessment.red_flags, needs)


def referral_lines(considered: Considered) -> tuple[str, ...]:
    """Raised flags, the most urgent first, then sources that somebody else must look at first."""
    lines = [
        f"{_urgency(flag)}: {flag.name}. {flag.action}{f' ({flag.citation})' if flag.citation else ''}"
        for flag in considered.flags
    ]
    for source in considered.referred:
        need = considered.needs.need_by_source.get(source.id)
        aim = need.aim if need is not None else "ask for a medical opinion"
        lines.append(f"{capitalised(source.name)} ({source.probability:.0%}): {aim}.")
    return tuple(lines)


def _urgency(flag: RaisedFlag) -> str:
    return capitalised(str(flag.urgency).replace("_", " "))


def capitalised(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def named(sources: tuple[SourceEstimate, ...]) -> str:
    """Names with probabilities, in one phrase."""
    return " and ".join(f"{source.name} ({source.probability:.0%})" for source in sources)
