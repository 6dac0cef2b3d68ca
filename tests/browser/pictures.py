"""Pictures of the pages for the documentation: `make pictures` asks for them; without it nothing is written."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = os.environ.get("ENTHESIS_DOCS_SCREENSHOTS", "")
COLOURS = 256
MOST_BYTES = 250_000


def picture(page: Page, name: str) -> None:
    """Write what the screen shows to `<name>.png`; in few colours only where all of them would make a large file."""
    if not FOLDER:
        return
    page.evaluate("document.fonts.ready")
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    file = Path(FOLDER) / f"{name}.png"
    shot.save(file, optimize=True)
    if file.stat().st_size >= MOST_BYTES:
        shot.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)
