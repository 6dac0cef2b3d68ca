"""Which cases' rankings move between two versions of a pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.case import read_case
from enthesis.reasoning.validation import ScoredCase, case_files, score_case

MOVED_BY = 0.05
"""A probability that moves by less than this, with the same order of the first three, is not shown."""


@dataclass(frozen=True)
class MovedCase:
    """One case whose answer differs."""

    file: str
    old_first: tuple[tuple[str, float], ...]
    new_first: tuple[tuple[str, float], ...]
    flags_gone: tuple[str, ...]
    flags_new: tuple[str, ...]
    largest_change: float


def compare_packs(old: Pack, new: Pack, folder: Path) -> tuple[list[MovedCase], int]:
    """Cases of `folder` that moved, and how many were compared.

    Assumes: the new pack's setting names are the old's; cases are read as `validate` reads them.
    """
    assessors = [Assessor(pack, n_draws=1) for pack in (old, new)]
    moved: list[MovedCase] = []
    files = case_files(folder)
    for path in files:
        case = read_case(path)
        before, after = (score_case(assessor, case, new.default_setting) for assessor in assessors)
        found = _moved(path.name, before, after)
        if found is not None:
            moved.append(found)
    return moved, len(files)


def _moved(name: str, before: ScoredCase, after: ScoredCase) -> MovedCase | None:
    old, new = dict(before.ranked), dict(after.ranked)
    change = max((abs(new.get(s, 0.0) - old.get(s, 0.0)) for s in {*old, *new}), default=0.0)
    same_order = [s for s, _ in before.ranked[:3]] == [s for s, _ in after.ranked[:3]]
    gone = tuple(sorted({f for f, _ in before.red_flags} - {f for f, _ in after.red_flags}))
    fresh = tuple(sorted({f for f, _ in after.red_flags} - {f for f, _ in before.red_flags}))
    if same_order and change < MOVED_BY and not gone and not fresh:
        return None
    return MovedCase(name, before.ranked[:3], after.ranked[:3], gone, fresh, change)
