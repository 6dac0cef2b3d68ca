"""What a drawing suggests, by the table of the pack in use: for the intake and for a chart drawn in the clinic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from enthesis.actions.assessor import get_knowledge
from enthesis.bodymap.drawing import Drawing
from enthesis.bodymap.figure import load_figure
from enthesis.bodymap.mapping import RegionFinding, proposed_findings, read_mapping
from enthesis.bodymap.region import BodySide, place_name
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.regions import known_region

REGION_FINDINGS = "body_regions.csv"


@dataclass(frozen=True)
class DrawnFinding:
    """A finding that a drawing suggests; nobody has confirmed it.

    Attributes:
        side: left, right or both; empty where it was drawn on the midline only.
        said: where it was drawn, in words.
    """

    finding: str
    side: str
    said: str


def find_drawn(drawing: Drawing, region: str) -> tuple[DrawnFinding, ...]:
    """Findings of the region's pack that the drawing suggests, in the order of the pack's table."""
    known = get_knowledge(region).pack.finding_by_id
    return tuple(
        DrawnFinding(p.finding, _side(p.sides), "drawn on: " + ", ".join(place_name(place) for place, _ in p.because))
        for p in proposed_findings(drawing, load_figure(drawing.build), _mapping(known_region(region)))
        if p.finding in known
    )


def _side(sides: tuple[BodySide, ...]) -> str:
    lateral = [side.value for side in (BodySide.LEFT, BodySide.RIGHT) if side in sides]
    return "both" if len(lateral) == 2 else "".join(lateral)


@cache
def _mapping(region: str) -> tuple[RegionFinding, ...]:
    path = find_pack_folder(region) / REGION_FINDINGS
    return read_mapping(path) if path.is_file() else ()
