"""Write docs/atlas.md and its plates: the zones of the referral atlas, how each was read, and what was left out.

.venv/bin/python scripts/write_atlas_page.py
.venv/bin/python scripts/write_atlas_page.py --check       (1 when the page or a plate is not what the pack says)
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from atlas_plates import draw_plate

from enthesis.bodymap.atlas import SHARE_OF_DRAWING, SHARE_OF_PLACE, load_atlas
from enthesis.bodymap.figure import load_figure
from enthesis.bodymap.region import BodySide, load_regions
from enthesis.knowledge.referral import Referral, ReferralZone

DOCS = Path(__file__).parent.parent / "docs"
IMAGES = DOCS / "images"
UPPER = {"head", "face", "neck", "shoulder", "upper_arm", "forearm", "hand", "chest", "upper_back"}
SIDES_SHOWN = ("semimembranosus", "upper_trapezius_1", "l5", "superior_cluneal")
READ = {
    "passage": "the passage itself",
    "abstract": "the abstract",
    "legend": "the legend of the figure",
    "secondary": "a third party's page",
}


def is_upper(zone: ReferralZone) -> bool:
    """Whether a zone lies mainly above the waist."""
    return all(load_regions()[r].coarse in UPPER for r in zone.essential)


def plates(atlas: Referral) -> dict[str, tuple[str, str, list[tuple[ReferralZone, BodySide]]]]:
    """Every plate by the name of its file: its title, what it shows, and its zones with their side."""

    def right(found: list[ReferralZone]) -> list[tuple[ReferralZone, BodySide]]:
        return [(zone, BodySide.RIGHT) for zone in found]

    def of(*kinds: str) -> list[ReferralZone]:
        return [zone for zone in atlas.zones if zone.kind in kinds]

    tints = "Solid: mainly here; dotted: at times. Zones of one side are drawn on the right."
    both = [(atlas.zone_by_id[z], side) for z in SIDES_SHOWN for side in (BodySide.LEFT, BodySide.RIGHT)]
    return {
        "atlas_sides.svg": ("Left and right", "Four zones, each on the left and on the right, mirrored.", both),
        "atlas_muscles_lower.svg": (
            "Muscles of the low back and leg",
            tints,
            right([z for z in of("muscle") if not is_upper(z)]),
        ),
        "atlas_muscles_upper.svg": (
            "Muscles of head, neck, shoulder and chest",
            tints,
            right([z for z in of("muscle") if is_upper(z)]),
        ),
        "atlas_dermatomes.svg": ("Dermatomes", tints, right(of("dermatome"))),
        "atlas_nerves.svg": ("Peripheral nerves", tints, right(of("peripheral_nerve"))),
        "atlas_joints_and_discs.svg": ("Joints and discs", tints, right(of("joint", "disc"))),
    }


def cited(atlas: Referral, keys: tuple[str, ...]) -> str:
    """Sources in a cell."""
    found = [atlas.reference_by_key[key] for key in keys]
    return "; ".join(f"[{r.citation.replace('|', '/')}]({r.url}) ({r.read})" for r in found)


def names(regions: tuple[str, ...]) -> str:
    """Regions in plain words."""
    return "; ".join(load_regions()[r].name for r in regions) or "–"


def kind_section(atlas: Referral, kind_id: str) -> str:
    """One kind: what is contested, then its zones."""
    kind = atlas.kind_by_id[kind_id]
    contested = "\n".join(f"- {point.says} {cited(atlas, point.references)}" for point in kind.contested)
    rows = "\n".join(
        f"| {z.name} | {names(z.essential)} | {names(z.spillover)} | {z.says.replace('|', '/')} | {cited(atlas, z.references)} |"
        for z in atlas.zones
        if z.kind == kind_id
    )
    return (
        f"### {kind.plural}\n\nThese maps show {kind.shows}.\n\n{contested}\n\n"
        f"| structure | mainly | at times | what the sources say | sources (read) |\n|---|---|---|---|---|\n{rows}"
    )


def write_page(atlas: Referral) -> str:
    """The whole page."""
    n_rows = sum(len(z.rows) for z in atlas.zones) + len(atlas.left_out)
    counts = Counter(z.kind for z in atlas.zones)
    how = Counter(r.read for r in atlas.references)
    best = Counter(min(list(READ).index(atlas.reference_by_key[k].read) for k in z.references) for z in atlas.zones)
    table = "\n".join(f"| {k.plural} | {counts[k.id]} | {sum(o.kind == k.id for o in atlas.left_out)} |" for k in atlas.kinds)
    out = "\n".join(f"| {o.row} | {o.because} |" for o in atlas.left_out)
    pictures = "\n\n".join(f"![{title}. {said}](images/{name})" for name, (title, said, _zones) in plates(atlas).items())
    compared = "\n".join(
        f"| {atlas.zone_by_id[c.zone].name} | {c.says} | {cited(atlas, c.references)} |" for c in atlas.comparisons
    )
    sections = "\n\n".join(kind_section(atlas, kind.id) for kind in atlas.kinds)
    readings = ", ".join(f"{how[key]} by {words}" for key, words in READ.items() if how[key])
    third = best[list(READ).index("secondary")]
    return f"""# The referral atlas

<!-- Written by scripts/write_atlas_page.py from src/enthesis/packs/referral; change the pack or the script, not this page. -->

Where the pain or the feeling of a structure is described, on the [body chart](body_chart.md)'s own regions. Pack `referral`
{atlas.version}, tier {atlas.tier}: **no clinician has reviewed it**. In the clinic: *Atlas* in the main menu (`/atlas/`), and
*What refers here?* on the page of a pain drawing (`/encounters/<id>/atlas/`), where the drawing lies beside the zone.

- Choose a structure: its zone on the figure, solid where it mainly is, dotted where it reaches at times; left and right.
- Tap a place, or choose it from the list: the structures that refer there, mainly or at times.
- Beside a drawing: the structures most like it, and what to examine next by the pack in use (our judgement).

## What it may be used for

**No map moves a probability.** {atlas.likelihood_ratio_because.strip()} *Map similarity* is the weighted Jaccard index of the
drawing and the zone: the skin they share by the skin of either, where “at times” counts half and what is drawn outside counts
whole; each place counts by its area, and as drawn from {SHARE_OF_PLACE:.0%} of it on (or when it holds {SHARE_OF_DRAWING:.0%} of
the drawing). A structure of one side is compared with that side of the drawing and the midline. It is 1 for the same places and 0 for none; it does not tell structures apart.

Organs, vessels and bone refer pain too and are not in the atlas.

## What was read

The evidence table has {n_rows} rows. {n_rows - len(atlas.left_out)} of them became {len(atlas.zones)} zones (some rows share the one
zone that their source supports); {len(atlas.left_out)} were left out because no source that could be read names their zone. A zone
holds what its sources say and no more. Of {len(atlas.references)} sources {readings}; {third} zones rest on a third party's page
alone.

| | zones | rows left out |
|---|---|---|
{table}

| left out | because |
|---|---|
{out}

## Where maps were tested

| structure | found | source (read) |
|---|---|---|
{compared}

## Plates

{pictures}

## Zones

{sections}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with docs/ instead of writing")
    options = parser.parse_args()
    atlas, figure = load_atlas(), load_figure("neutral")
    texts = {DOCS / "atlas.md": write_page(atlas)}
    for name, (title, said, zones) in plates(atlas).items():
        texts[IMAGES / name] = draw_plate(figure, zones, title, said)
    for path, text in texts.items():
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            print(f"{path} is not what the pack says; write it again with scripts/write_atlas_page.py", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
