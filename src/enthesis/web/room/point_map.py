"""Points on the body figure that are graded by a tap: windows of its views side by side, each with both sides of the patient."""

from __future__ import annotations

from enthesis.bodymap.figure import WIDTH, View, load_figure
from enthesis.reasoning.examination import Group
from enthesis.web.room.pages import GradeRow, MapPoint, MapWindow, PointMap

WIDE, GAP = 250.0, 18.0
"""Width of the whole picture and the space between two windows; its marks are drawn at this scale whatever the body is."""
BUILD = "neutral"


def build_point_map(group: Group, rows: tuple[GradeRow, ...]) -> PointMap | None:
    """The map of a table of grades; None where the pack places nothing on the figure.

    Args:
        rows: those of the group, in its order.
    """
    if not group.windows:
        return None
    body = load_figure(BUILD)
    scale = (WIDE - GAP * (len(group.windows) - 1)) / sum(width for _, _, width, _ in group.windows.values())
    windows: list[MapWindow] = []
    points: list[MapPoint] = []
    x = 0.0
    for view, (left, top, width, height) in group.windows.items():
        outlines = tuple(shape.outline for shape in body.views[View(view)].shapes)
        box = f"{left:g} {top:g} {width:g} {height:g}"
        windows.append(
            MapWindow(round(x, 1), round(width * scale, 1), round(height * scale, 1), box, outlines, view == View.FRONT)
        )
        for row, graded in zip(group.rows, rows, strict=True):
            if row.view == view and row.at is not None:
                y = round((row.at[1] - top) * scale, 1)
                for cell, at in ((graded.right, row.at[0]), (graded.left, WIDTH - row.at[0])):
                    points.append(MapPoint(cell, round(x + (at - left) * scale, 1), y))
        x += width * scale + GAP
    return PointMap(WIDE, max(window.height for window in windows), tuple(windows), tuple(points))
