"""Which region a case file is about: the one it names, else the one whose pack understands most of its findings."""

from __future__ import annotations

from collections.abc import Iterable

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.case import Case
from enthesis.reasoning.interpretation import interpret
from enthesis.reasoning.words import vocabulary_of
from enthesis.terms.fault import UnusableInput


def choose_by_findings(case: Case, packs: Iterable[Pack]) -> tuple[Pack, str]:
    """The pack that understands most lines of a case that names no region, and the sentence that says so.

    Args:
        packs: in the order they are offered; of two that understand as many the earlier is taken.
    Raises:
        UnusableInput: no pack understands any line.
    Assumes: a line that a pack understands speaks for its region, whatever the finding; nothing weighs one line more.
    """
    offered = list(packs)
    understood = [n_understood(case, pack) for pack in offered]
    most = max(understood)
    names = ", ".join(pack.id for pack in offered)
    if most == 0:
        raise UnusableInput(
            case.name,
            "the case names no region, and none of its findings is known to a pack",
            f"add 'region:' and one of {names}, or use --pack",
        )
    chosen = offered[understood.index(most)]
    lines = len(case.findings)
    said = f"the case names no region; {chosen.id} was taken, which understands {most} of its {lines} findings"
    others = [f"{pack.id} {n}" for pack, n in zip(offered, understood, strict=True) if pack is not chosen]
    return chosen, f"{said} ({', '.join(others)})" if others else said


def n_understood(case: Case, pack: Pack) -> int:
    """Lines of the case that the pack has findings for."""
    read = interpret(case, pack, vocabulary_of(pack), strict=False, with_investigations=True)
    return len(case.findings) - len(read.not_understood)
