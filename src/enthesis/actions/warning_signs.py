"""Warning signs of all regions on offer: what a phone may tell, and what its shell keeps for a day without network."""

from __future__ import annotations

from functools import cache
from typing import Any

from enthesis.knowledge.regions import known_region, region_ids
from enthesis.knowledge.warning_signs import WarningSigns
from enthesis.knowledge.warning_signs_loading import load_warning_signs


def get_warning_signs(region: str) -> WarningSigns:
    """The signs of the record's region; one that is empty or not on offer is the first."""
    return load_warning_signs(known_region(region))


@cache
def told_sign_ids() -> tuple[str, ...]:
    """Ids of the signs that a phone offers in any region, each once."""
    signs = (sign for region in region_ids() for sign in load_warning_signs(region).signs if sign.phone is not None)
    return tuple(dict.fromkeys(sign.id for sign in signs))


@cache
def advice_on_phone() -> dict[str, dict[str, Any]]:
    """By region, what the phone offers and says for each sign. Fixed, and the same for everybody, so that it needs no plan."""
    return {
        region: {
            sign.id: {
                "tap": sign.phone.tap,
                "say": sign.phone.say,
                "steps": list(sign.phone.steps),
                "emergency": sign.haste == "emergency",
            }
            for sign in load_warning_signs(region).signs
            if sign.phone is not None
        }
        for region in region_ids()
    }
