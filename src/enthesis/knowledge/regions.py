"""The regions of the body that the product offers: one pack each, named and ordered in packs/regions.yaml."""

from __future__ import annotations

from functools import cache
from typing import cast

from enthesis.knowledge.document import read_document
from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs
from enthesis.terms.fault import UnusableInput

FILE = "regions.yaml"


@cache
def region_ids() -> tuple[str, ...]:
    """Ids of the packs on offer, in the order they are offered; never empty.

    Raises:
        UnusableInput: the list names no pack, or one that is not there.
    """
    value = read_document(BUILT_IN_PACKS / FILE, FILE).value
    named = tuple(str(name) for name in cast("dict[str, list[str]]", value)["regions"])
    missing = [name for name in named if name not in list_packs(BUILT_IN_PACKS)]
    if missing or not named:
        raise UnusableInput(
            FILE, f"it names packs that are not there: {', '.join(missing) or 'none at all'}", "name packs of this folder"
        )
    return named


def default_region() -> str:
    """The region that is taken where nobody has chosen one."""
    return region_ids()[0]


def known_region(name: str | None) -> str:
    """The region of this name; the default where no pack is called so.

    A record keeps the pack it was written with after its region is no longer offered: another region's findings would mean
    nothing in it.
    """
    return name if name in region_ids() or name in _shipped() else default_region()


@cache
def _shipped() -> frozenset[str]:
    return frozenset(list_packs(BUILT_IN_PACKS))
