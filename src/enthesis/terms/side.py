"""Sides of the body, and the key of a finding that is recorded on both: `slump_test`, and `slump_test@left` beside it."""

from __future__ import annotations

LEFT_RIGHT = ("left", "right")
_MARK = "@"


def opposite(side: str) -> str:
    """The other side of left or right; empty for both, for none and for anything else."""
    return {"left": "right", "right": "left"}.get(side, "")


def finding_key(finding: str, side: str = "") -> str:
    """Key of a finding's entry: its id for the affected side, with the side for an entry beside that one."""
    return f"{finding}{_MARK}{side}" if side in LEFT_RIGHT else finding


def split_finding_key(key: str) -> tuple[str, str]:
    """(finding id, side) of a key; the side is empty for the finding's own entry, and for a key that names no side."""
    finding, _, side = key.rpartition(_MARK)
    return (finding, side) if finding and side in LEFT_RIGHT else (key, "")
