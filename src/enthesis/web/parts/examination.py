"""The list on the left: findings by stage of the examination, the search and filters over it, and the neurological screen."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from enthesis.knowledge.pack import Finding, Pack
from enthesis.terms.side import LEFT_RIGHT
from enthesis.web.pages import FindingGroup, FindingRow, NeuroPart, RecordedList
from enthesis.web.parts.sides import beside_of
from enthesis.web.state import BoardState

STAGES = (
    ("history", "History", "note"),
    ("symptoms", "Symptoms", "user"),
    ("aggravating", "Aggravating", "up"),
    ("easing", "Easing", "down"),
    ("treatment", "Earlier treatment", "undo"),
    ("investigations", "Earlier investigations", "info"),
    ("standing", "Standing", "stand"),
    ("walking", "Walking", "walk"),
    ("sitting", "Sitting", "sit"),
    ("supine", "Supine", "supine"),
    ("side_lying", "Side lying", "side"),
    ("prone", "Prone", "prone"),
    ("measures", "Measures and remarks", "note"),
)
"""(id, name, icon) of each stage, in the order of an examination."""
_BY_KIND = {
    "symptom": "symptoms",
    "aggravating factor": "aggravating",
    "easing factor": "easing",
    "response to prior treatment": "treatment",
    "prior investigation": "investigations",
}
ICON_OF_POSITION = {"interview": "user"} | {stage: icon for stage, _, icon in STAGES}
NAME_OF_POSITION = {"interview": "Ask"} | {stage: name for stage, name, _ in STAGES}


def stage_of(finding: Finding) -> str:
    """Where in the examination a finding is recorded."""
    if not finding.informative:
        return "measures"
    if finding.position != "interview":
        return finding.position
    return _BY_KIND.get(finding.kind, "history")


@dataclass(frozen=True)
class Filter:
    """Which rows of the list are shown."""

    show: str
    matched: Mapping[str, str] | None
    """Finding id to the word that matched, for a search; None without one."""
    not_asked: Set[str]

    def holds(self, finding: Finding, state: BoardState) -> bool:
        """Whether the row of a finding is shown."""
        if self.matched is not None:
            return finding.id in self.matched
        if self.show == "recorded":
            return finding.id in state.findings or finding.id in state.values or finding.id in {f for f, _ in state.beside}
        if self.show == "red_flags":
            return finding.id in self.not_asked
        if self.show == "neuro":
            return finding.neuro_screen is not None
        return True


def build_groups(
    pack: Pack, state: BoardState, implied: Mapping[str, str], prompting: Set[str], chosen: Filter, card: str
) -> tuple[FindingGroup, ...]:
    """All findings in the order of an examination; groups without any are left out."""
    by_stage: dict[str, list[FindingRow]] = {stage: [] for stage, _, _ in STAGES}
    card_stage = stage_of(pack.finding_by_id[card])
    for finding in pack.findings:
        by_stage[stage_of(finding)].append(
            FindingRow(
                id=finding.id,
                name=finding.name,
                state=state.findings.get(finding.id, ""),
                implied=implied.get(finding.id, ""),
                neuro=finding.neuro_screen or "",
                prompts=finding.id in prompting,
                measure=not finding.informative,
                value=state.values.get(finding.id, ""),
                side=state.sides.get(finding.id, ""),
                note=state.notes.get(finding.id, ""),
                hidden=not chosen.holds(finding, state),
                matched=(chosen.matched or {}).get(finding.id, ""),
                beside=beside_of(finding, state),
                other=_other_side(finding, state),
            )
        )
    filtered = chosen.matched is not None or chosen.show != "all"
    groups: list[FindingGroup] = []
    for stage, name, icon in STAGES:
        rows = by_stage[stage]
        if not rows:
            continue
        recorded = tuple(row for row in rows if row.state or row.implied or row.value or row.other)
        shown = any(not row.hidden for row in rows)
        groups.append(
            FindingGroup(
                id=stage,
                name=name,
                icon=icon,
                rows=tuple(rows),
                n_recorded=len(recorded),
                open=(filtered and shown) or (not filtered and stage == card_stage),
                hidden=not shown,
                recorded=recorded,
            )
        )
    return tuple(groups)


def _other_side(finding: Finding, state: BoardState) -> str:
    """What is recorded beside a finding's own entry: 'left negative, 80 deg'."""
    said = [
        ", ".join(text for text in (f"{side} {entry.result}".strip(), entry.value, entry.note) if text)
        for side in LEFT_RIGHT
        if (entry := state.beside.get((finding.id, side))) is not None
    ]
    return " · ".join(said)


def build_neuro(pack: Pack, state: BoardState) -> tuple[NeuroPart, ...]:
    """The parts of the neurological screen, in the pack's order; a part is done when every finding of it has an answer."""
    result: list[NeuroPart] = []
    for name, findings in pack.neuro_parts.items():
        open_ones = [f for f in findings if f not in state.findings]
        result.append(NeuroPart(name, len(findings) - len(open_ones), len(findings), (open_ones or findings)[0]))
    return tuple(result)


def build_recorded(groups: tuple[FindingGroup, ...]) -> tuple[RecordedList, ...]:
    """What was recorded, by stage, for print."""
    return tuple(RecordedList(group.name, group.recorded) for group in groups if group.recorded)
