"""The pack that a command on one case file works with: the one that was named, the file's region, or the best fit."""

from __future__ import annotations

from pathlib import Path

from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.regions import region_ids
from enthesis.reasoning.case import Case
from enthesis.reasoning.region_choice import choose_by_findings


def choose_folder(case: Case, pack_name: str | None) -> tuple[Path, list[str]]:
    """The folder of the pack, and what should be said about the choice.

    Args:
        pack_name: id or folder of a pack, where one was named.
    Raises:
        UnusableInput: there is no such pack, or the case names no region and no pack understands any of its findings.
    """
    named = pack_name or case.region
    if named is not None:
        return find_pack_folder(named), []
    chosen, said = choose_by_findings(case, (load_pack(find_pack_folder(region)) for region in region_ids()))
    return find_pack_folder(chosen.id), [said]
