"""Build the body charts: one JSON file for every build, and a page of plain drawings to look at.

    python scripts/body_figure/build.py [--look FOLDER]

Needs shapely and numpy (build time only; the built files are committed). Refuses to write when a check fails.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import figure as draft
import regions as surface
import shapely
from builds import BUILDS
from curves import flatten, path, poly_path, tapered
from lines import HOLLOWS, LIGHTS, LINES
from shapely import affinity
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.ops import unary_union
from warping import Build, Interpolation, warps

WIDTH, HEIGHT, MIDLINE, SIDE_PLUMB_LINE = 480, 1010, 240, 210
SIMPLIFY = 0.6
PACKAGE = Path(__file__).parents[2] / "src" / "enthesis" / "bodymap"
LARGEST_FILE = 250_000
with (PACKAGE / "regions.csv").open(newline="") as file:
    POINTS = {row["id"]: row for row in csv.DictReader(file) if row["level"] == "point"}
PLACE = {"front": MIDLINE, "back": MIDLINE, "right": SIDE_PLUMB_LINE, "left": WIDTH - SIDE_PLUMB_LINE}
CORE = {"ischial_tuberosity": (33, 525), "psis_sij": (28, 452), "greater_trochanter": (90, 494), "olecranon": (134, 374)}
"""Regions that must hold their landmark (draft coordinates, back)."""


def _moved(points: list, dx: float) -> list:
    return [(p[0] + dx, *p[1:]) for p in points]


def _mirrored(points: list) -> list:
    return [(-p[0], *p[1:]) for p in points]


def _sides(points: list, view: str, paired: bool) -> list[list]:
    """A line of the right-hand drawing as it shows in a view: mirrored, or both."""
    if view in ("front", "back"):
        return [points, _mirrored(points)] if paired else [points]
    return [_mirrored(points)] if view == "left" else [points]


def _creases(lines: list, view: str, build: Build, warp: Interpolation) -> str:
    data = []
    for points, width, paired in lines:
        shape = tapered(warp(points), 1.7 * width * build.crease)
        data += [path(_moved(s, PLACE[view]), True) for s in _sides(shape, view, paired)]
    return "".join(data)


def _soft(lines: list, view: str, warp: Interpolation) -> str:
    data = []
    for points in lines:
        on_midline = all(p[0] == 0 for p in points)
        data += [path(_moved(s, PLACE[view])) for s in _sides(warp(points), view, not on_midline)]
    return "".join(data)


def _half(view: str) -> list:
    return draft.HALF_FRONT if view == "front" else draft.HALF_BACK


def _shape(part: str, view: str, build: Build, warp: Interpolation) -> dict[str, str]:
    """One closed shape of a view with its inner lines. `part`: front, back, side or arm."""
    ink = None
    if part in ("front", "back"):
        contour = draft.whole(warp(_half(part)))
    else:
        contour = warp(draft.SIDE_BODY if part == "side" else draft.SIDE_ARM)
        if part == "arm":
            ink = contour[2:-1]
        if view == "left":
            contour, ink = _mirrored(contour), ink and _mirrored(ink)
    own = [(p, w, part in ("front", "back")) for p, w in build.own_lines.get(part, [])]
    shown = [line for line in LINES["side_arm" if part == "arm" else part] if line[0][0] not in build.without]
    lines = shown + own
    found = {
        "outline": path(_moved(contour, PLACE[view]), True),
        "creases": _creases(lines, view, build, warp),
        "hollows": _soft(HOLLOWS[part] + build.own_hollows.get(part, []), view, warp),
        "lights": _soft(LIGHTS[part] + build.own_lights.get(part, []), view, warp),
    }
    return found | ({"ink": path(_moved(ink, PLACE[view]))} if ink else {})


def _areas(build: Build, warp: dict[str, Interpolation]) -> dict[str, Polygon]:
    """The outlines that regions tile: half of the front and back, the body and the arm of the side view."""
    arm = Polygon(flatten(warp["arm"](draft.SIDE_ARM), True))
    return {
        "front": Polygon(flatten(warp["front"](draft.HALF_FRONT))),
        "back": Polygon(flatten(warp["back"](draft.HALF_BACK))),
        "side": Polygon(flatten(warp["side"](draft.SIDE_BODY), True)).difference(arm),
        "arm": arm,
    }


def _tiles(build: Build, warp: dict[str, Interpolation]) -> dict[str, dict[str, Polygon]]:
    """Simplified region polygons of each part: still tiling, with far fewer vertices."""
    tiles = {}
    for part, area in _areas(build, warp).items():
        try:
            found = surface.regions(part, area, warp[part])
        except ValueError as error:
            raise SystemExit(f"{build.name}: {error}") from None
        shapes = shapely.coverage_simplify(list(found.values()), SIMPLIFY)
        tiles[part] = dict(zip(found, shapes, strict=True))
        total, join = sum(s.area for s in shapes), unary_union(shapes)
        gap = area.difference(join.buffer(1e-9)).area / area.area
        if abs(total / area.area - 1) > 0.01 or gap > 0.01:
            raise SystemExit(f"{build.name} {part}: the regions do not tile the outline ({total / area.area:.3%})")
    for region, mark in CORE.items():
        if not tiles["back"][region].contains(Point(warp["back"]([mark])[0])):
            raise SystemExit(f"{build.name}: landmark outside {region}")
    return tiles


def _rings(shape: Polygon | MultiPolygon) -> list[list]:
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return [list(r.coords)[:-1] for p in parts for r in (p.exterior, *p.interiors)]


def _facets(view: str, tiles: dict[str, dict[str, Polygon]]) -> list[dict[str, str]]:
    found = []
    for part in (view,) if view in ("front", "back") else ("side", "arm"):
        for region, shape in tiles[part].items():
            flipped = affinity.scale(shape, -1, 1, origin=(0, 0))
            if view in ("front", "back"):
                a, b = ("right", "left") if view == "back" else ("left", "right")
                pairs = [(a, shape), (b, flipped)]
                if POINTS[region]["paired"] == "no":
                    pairs = [("midline", unary_union([shape, flipped]))]
            else:
                side = "midline" if POINTS[region]["paired"] == "no" else view
                pairs = [(side, flipped if view == "left" else shape)]
            for side, polygon in pairs:
                data = poly_path([_moved(ring, PLACE[view]) for ring in _rings(polygon)])
                found.append({"region": region, "side": side, "path": data})
    return found


def _landmarks(warp: dict[str, Interpolation]) -> dict[str, dict[str, list[float]]]:
    marks = {"front": surface.FRONT_LANDMARKS, "back": surface.BACK_LANDMARKS, "side": surface.SIDE_LANDMARKS}
    out = {}
    for view, points in marks.items():
        place = PLACE["right" if view == "side" else view]
        moved = zip(points, warp[view](list(points.values())), strict=True)
        out[view] = {name: [round(p[0] + place, 1), round(p[1], 1)] for name, p in moved}
    return out


def built(build: Build) -> dict:
    """Everything one build's file holds."""
    warp = warps(build)
    tiles = _tiles(build, warp)
    views = {}
    for view in ("front", "back", "left", "right"):
        parts = (view,) if view in ("front", "back") else ("side", "arm")
        views[view] = {"shapes": [_shape(p, view, build, warp[p]) for p in parts], "facets": _facets(view, tiles)}
    return {
        "build": build.name,
        "title": build.title,
        "view_box": [0, 0, WIDTH, HEIGHT],
        "views": views,
        "landmarks": _landmarks(warp),
    }


def _check_regions(documents: list[dict]) -> None:
    for document in documents:
        drawn = {f["region"] for view in document["views"].values() for f in view["facets"]}
        if drawn != set(POINTS):
            raise SystemExit(f"{document['build']}: regions.csv and the drawing differ: {sorted(drawn ^ set(POINTS))}")


def _regions_json() -> str:
    """The table of regions as the browser reads it: {id: [level, name, parent, coarse, paired]}, in the order of the table."""
    with (PACKAGE / "regions.csv").open(newline="") as file:
        rows = {r["id"]: [r["level"], r["name"], r["parent"], r["coarse"], r["paired"] == "yes"] for r in csv.DictReader(file)}
    return json.dumps(rows, separators=(",", ":")) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--look", type=Path, help="also write a page of the plain drawings into this folder")
    chosen = parser.parse_args()
    documents = [built(build) for build in BUILDS]
    _check_regions(documents)
    for document in documents:
        text = json.dumps(document, separators=(",", ":")) + "\n"
        if len(text) > LARGEST_FILE:
            raise SystemExit(f"{document['build']}: {len(text)} bytes are too many")
        target = PACKAGE / "figures" / f"{document['build']}.json"
        target.write_text(text)
        facets = sum(len(v["facets"]) for v in document["views"].values())
        print(f"{target.name}: {len(text)} bytes, {facets} facets")
    (PACKAGE / "figures" / "regions.json").write_text(_regions_json())
    if chosen.look:
        from look import write_look

        write_look(chosen.look)


if __name__ == "__main__":
    main()
