"""Draw the figures of exercises: a contact sheet for the docs, or one exercise to look at.

python scripts/draw_figure_sheet.py                       # docs/images/figures/*.png, needs Chromium
python scripts/draw_figure_sheet.py --look ham_nordic -o /tmp/look.png [--mirrored]
python scripts/draw_figure_sheet.py --lint [ham_nordic]   # what a pose breaks: floor, joints, contacts
"""

from __future__ import annotations

import argparse
import base64
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from enthesis.care.figures.figure import Figure
from enthesis.care.figures.lint import faults_of
from enthesis.care.figures.pose_files import load_figures
from enthesis.care.figures.svg import draw_still, draw_strip

FOLDER = Path(__file__).parent.parent / "docs" / "images"
CHROMIUM = "/usr/bin/chromium-headless-shell"
PER_SHEET = 21
COLOURS = 128
"""A drawing in flat colours needs no more, and the sheets stay small."""


def picture(svg: str) -> str:
    """An image element with the drawing inside."""
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def shoot(html: str, path: Path, width: int, height: int | None = None) -> None:
    """Photograph a page."""
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height or 800})
        page.set_content(html)
        page.wait_for_function("[...document.images].every(i => i.complete)")
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(path), full_page=height is None)
        browser.close()


def sheet(figures: list[Figure], columns: int = 4) -> str:
    """A page of panels with their ids."""
    cells = "".join(
        f"<figure>{picture(draw_still(f, f.exercise, palette='screen'))}<figcaption>{f.exercise}</figcaption></figure>"
        for f in figures
    )
    style = (
        f"body{{margin:12px;font:13px sans-serif;display:grid;grid-template-columns:repeat({columns},1fr);gap:10px;background:#fff}}"
        "figure{margin:0}img{width:100%;display:block}figcaption{text-align:center;color:#333;padding:3px}"
    )
    return f"<!doctype html><style>{style}</style>{cells}"


def look(figure: Figure, frames: int, mirrored: bool) -> str:
    """The panels, the paper version and a strip of one exercise."""
    strip = draw_strip(figure, figure.exercise, frames, mirrored=mirrored)
    pair = draw_still(figure, figure.exercise, mirrored=mirrored, palette="screen")
    paper = draw_still(figure, figure.exercise, mirrored=mirrored)
    style = "body{margin:8px;background:#fff}img{display:block;width:100%;margin-bottom:8px}"
    return f"<!doctype html><style>{style}</style>{picture(pair)}{picture(paper)}{picture(strip)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--look", nargs="+", metavar="EXERCISE")
    parser.add_argument("--lint", nargs="*", metavar="EXERCISE")
    parser.add_argument("--sheet", nargs="+", metavar="EXERCISE", help="one sheet of these, to -o")
    parser.add_argument("-o", "--out", type=Path, default=Path("figure.png"))
    parser.add_argument("--frames", type=int, default=6)
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--mirrored", action="store_true")
    asked = parser.parse_args()
    figures = load_figures()
    if asked.lint is not None:
        found = [fault for name in asked.lint or sorted(figures) for fault in faults_of(figures[name])]
        print("\n".join(found) or "no faults")
        return 1 if found else 0
    if asked.look:
        shoot("".join(look(figures[name], asked.frames, asked.mirrored) for name in asked.look), asked.out, 1400)
    elif asked.sheet:
        names = [name for name in figures if any(name.startswith(start) for start in asked.sheet)]
        shoot(sheet([figures[name] for name in names], asked.columns), asked.out, 420 * asked.columns)
    else:
        for old in FOLDER.glob("exercises_*.png"):
            old.unlink()
        every = sorted(figures.values(), key=lambda figure: figure.exercise)
        for number in range(0, len(every), PER_SHEET):
            path = FOLDER / f"exercises_{number // PER_SHEET + 1}.png"
            shoot(sheet(every[number : number + PER_SHEET], 3), path, 1120)
            Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
