"""Both sides of a finding on its card: the finding's own entry, and the one recorded of the other side beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from enthesis.knowledge.pack import Finding, Pack
from enthesis.terms.side import LEFT_RIGHT, finding_key, opposite
from enthesis.web.pages import SideRow
from enthesis.web.state import BoardState, SideEntry

RIGHT_FIRST = "right"
"""Which side a finding's own entry is of while nothing is recorded and no one side is affected."""


def beside_of(finding: Finding, state: BoardState) -> str:
    """The side that is recorded beside a finding's own entry; empty where there is none to record."""
    if not state.records_sides or not finding.has_sides:
        return ""
    own, _ = _own_side(finding, state)
    return opposite(own)


def side_rows(finding: Finding, state: BoardState, pack: Pack, prompts: bool) -> tuple[SideRow, ...]:
    """The rows of the card, the finding's own first; none where a record keeps no sides of it.

    Args:
        prompts: a red flag hangs on the finding.
    """
    if not state.records_sides or not finding.has_sides:
        return ()
    affected = state.patient.get("affected_side", "")
    own, sends = _own_side(finding, state)
    also = [side for side in LEFT_RIGHT if side != own and (side == opposite(own) or (finding.id, side) in state.beside)]
    labels = {"left": _("Left"), "right": _("Right"), "both": _("Both sides")}
    rows = [
        SideRow(
            key=finding.id,
            side=sends,
            label=labels.get(own, _("Side not said")),
            about=_about(own, affected),
            state=state.findings.get(finding.id, ""),
            value=state.values.get(finding.id, ""),
            note=state.notes.get(finding.id, ""),
            hint="",
        )
    ]
    for side in also:
        entry = state.beside.get((finding.id, side), SideEntry())
        hint = _hint(finding, entry, pack, prompts) if _is_other(side, affected) else ""
        about = _about(side, affected)
        rows.append(
            SideRow(finding_key(finding.id, side), side, labels[side], about, entry.result, entry.value, entry.note, hint)
        )
    return tuple(rows)


def asks_side(finding: Finding, state: BoardState) -> bool:
    """Whether the card asks which side the finding's own entry is of: only where its row does not say one that is clear."""
    side = state.sides.get(finding.id, "")
    stands = finding.id in state.findings or finding.id in state.values
    affected = state.patient.get("affected_side", "")
    return stands and not (side in ("", affected) if affected in LEFT_RIGHT else side in LEFT_RIGHT)


def _own_side(finding: Finding, state: BoardState) -> tuple[str, str]:
    """(left, right, both or empty: what the own entry is of; what its row sends as the side)."""
    affected, side = state.patient.get("affected_side", ""), state.sides.get(finding.id, "")
    stands = finding.id in state.findings or finding.id in state.values
    if stands and side:
        return side, side
    if affected in LEFT_RIGHT:
        return affected, ""
    if stands:
        return "both" if affected == "both" else "", ""
    held = [s for s in LEFT_RIGHT if (finding.id, s) in state.beside]
    free = opposite(held[0]) if len(held) == 1 else RIGHT_FIRST
    return free, free


def _is_other(side: str, affected: str) -> bool:
    return side == opposite(affected)


def _about(side: str, affected: str) -> str:
    if affected not in LEFT_RIGHT or side not in LEFT_RIGHT:
        return ""
    return _("affected") if side == affected else _("other side")


def _hint(finding: Finding, entry: SideEntry, pack: Pack, prompts: bool) -> str:
    """What the other side's result does, once there is one."""
    if not entry.result:
        return ""
    stands_for = next((f.name for f in pack.findings if f.other_side_of == finding.id), "")
    if stands_for:
        return _("counts as %(name)s") % {"name": stands_for}
    if prompts and entry.result != "negative":
        return _("kept with the record; the red flag on it reads the affected side alone, so judge it yourself")
    return _("kept with the record; moves no probability")
