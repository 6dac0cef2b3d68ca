"""Plain drawings of every view of every build, to look at while drawing; made by the product's own SVG."""

from __future__ import annotations

from pathlib import Path

from enthesis.bodymap.figure import BUILDS, load_figure
from enthesis.bodymap.svg import figure_svg


def write_look(folder: Path) -> None:
    """One file for every view, plain and with the edges of its regions."""
    folder.mkdir(parents=True, exist_ok=True)
    for build in BUILDS:
        figure = load_figure(build)
        for view, drawn in figure.views.items():
            plain = figure_svg(figure, view, ids=f"{build}-{view}")
            edges = "".join(f'<path d="{f.path}" fill="none" stroke="#b04a3a" stroke-width=".6"/>' for f in drawn.facets)
            (folder / f"{build}-{view}.svg").write_text(plain)
            (folder / f"{build}-{view}-regions.svg").write_text(plain.replace("</svg>", f"{edges}</svg>"))
