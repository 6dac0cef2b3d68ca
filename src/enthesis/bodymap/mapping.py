"""From a drawing to findings that a clinician may confirm, by a table of regions that a pack brings."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from enthesis.bodymap.drawing import ALTERED_FEELING, PAINFUL, Depth, Drawing, Sensation
from enthesis.bodymap.figure import Figure
from enthesis.bodymap.region import BodySide, Place, get_region, sides_of
from enthesis.bodymap.shares import Masks, drawn_cells, share_of_place
from enthesis.terms.fault import UnusableInput

COLUMNS = ("region", "finding", "sensation", "depth", "sides", "share_of_region", "basis")
SENSATION_GROUPS = {"pain": PAINFUL, "altered_feeling": ALTERED_FEELING, "any": frozenset(Sensation)}
SIDES = ("each", "both")
BASES = ("elicited",)


@dataclass(frozen=True)
class RegionFinding:
    """One row of a pack's table.

    Attributes:
        depth: only areas of this depth count; None: every depth.
        both_sides: the finding is proposed only where both sides are drawn on.
        share_of_region: from this share of the region on, 0 to 1; elicited.
    """

    region: str
    finding: str
    sensations: frozenset[Sensation]
    depth: Depth | None
    both_sides: bool
    share_of_region: float


@dataclass(frozen=True)
class ProposedFinding:
    """A finding that the drawing suggests; nobody has confirmed it.

    Attributes:
        sides: the sides on which it was drawn.
        because: the regions that suggested it, with the share of each.
    """

    finding: str
    sides: tuple[BodySide, ...]
    because: tuple[tuple[Place, float], ...]


def read_mapping(path: Path) -> tuple[RegionFinding, ...]:
    """Read a pack's table of regions and findings, strictly.

    Raises:
        UnusableInput: file and line, what and how to mend it.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise UnusableInput(f"{path}:1", "the columns differ", f"write {','.join(COLUMNS)}")
            rows = [_read_row(row, f"{path}:{reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UnusableInput(str(path), "this file cannot be read", "give a CSV file in UTF-8") from None
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = (row.region, row.finding, row.sensations, row.depth, row.both_sides)
        if key in seen:
            raise UnusableInput(str(path), f"region '{row.region}' and finding '{row.finding}' are there twice", "keep one row")
        seen.add(key)
    return tuple(rows)


def _read_row(row: dict[str, str | None], where: str) -> RegionFinding:
    cells = {name: row.get(name) or "" for name in COLUMNS}
    get_region(cells["region"], where)
    if not cells["finding"]:
        raise UnusableInput(where, "the finding is missing", "name a finding id of the pack")
    if cells["sensation"] not in SENSATION_GROUPS and cells["sensation"] not in tuple(Sensation):
        words = ", ".join((*SENSATION_GROUPS, *Sensation))
        raise UnusableInput(where, f"sensation '{cells['sensation'][:40]}' is not known", f"use {words}")
    for name, words in (("depth", ("any", *Depth)), ("sides", SIDES), ("basis", BASES)):
        if cells[name] not in words:
            raise UnusableInput(where, f"{name} '{cells[name][:40]}' is not known", f"use {', '.join(words)}")
    try:
        share = float(cells["share_of_region"])
    except ValueError:
        share = -1.0
    if not 0 < share <= 1:
        raise UnusableInput(where, "share_of_region is not a share", "write a number above 0 and up to 1")
    group = SENSATION_GROUPS.get(cells["sensation"])
    return RegionFinding(
        cells["region"],
        cells["finding"],
        frozenset({Sensation(cells["sensation"])}) if group is None else group,
        None if cells["depth"] == "any" else Depth(cells["depth"]),
        cells["sides"] == "both",
        share,
    )


def proposed_findings(drawing: Drawing, figure: Figure, mapping: tuple[RegionFinding, ...]) -> tuple[ProposedFinding, ...]:
    """Findings that the drawing suggests, in the order of the table; to be confirmed, never recorded by themselves.

    Assumes: where nothing is drawn, nothing is proposed; an empty region is not an absent finding.
    """
    masks: dict[tuple[frozenset[Sensation], Depth | None], Masks] = {}
    found: dict[str, dict[Place, float]] = {}
    for row in mapping:
        key = row.sensations, row.depth
        if key not in masks:
            areas = [a for a in drawing.areas if a.sensation in row.sensations and row.depth in (None, a.depth)]
            masks[key] = drawn_cells(areas, figure)
        if not masks[key]:
            continue
        places = [Place(row.region, side) for side in sides_of(row.region)]
        shares = {p: share_of_place(masks[key], figure, p) for p in places}
        enough = {p: share for p, share in shares.items() if share >= row.share_of_region}
        if enough and (not row.both_sides or len(enough) == len(places)):
            found.setdefault(row.finding, {}).update(enough)
    return tuple(
        ProposedFinding(finding, tuple(sorted({p.side for p in places})), tuple(sorted(places.items())))
        for finding, places in found.items()
    )
