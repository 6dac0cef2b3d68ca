"""A drawing as PNG, for files that take no SVG: a Word file shows a figure in any reader only as pixels.

The drawing becomes a page of PDF as it does in every other document (WeasyPrint), and PDFium makes the pixels.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from enthesis.reports.pdf import STATIC_ADDRESS, can_make_pdf, render

PIXELS_A_UNIT = 3
"""About 350 to the inch where 760 units go across a page."""
POINTS_A_UNIT = 0.75
LETTERS = "enthesis/fonts/inter-latin-variable.woff2"


def can_make_png() -> bool:
    """Whether WeasyPrint, pango, PDFium and Pillow are there."""
    try:
        import PIL.Image  # noqa: F401
        import pypdfium2  # noqa: F401
    except (ImportError, OSError):
        return False
    return can_make_pdf()


def make_png(svg: str, find_static: Callable[[str], Path | None], pixels_a_unit: int = PIXELS_A_UNIT) -> bytes:
    """The drawing as PNG on white, in greys; the same drawing gives the same bytes.

    Args:
        svg: of our own making, with a viewBox; it asks for no file.
        find_static: gives the place of a static file: the letters.
    Raises:
        PdfUnavailable: WeasyPrint or pango is missing.
    """
    import pypdfium2
    from defusedxml.ElementTree import fromstring

    _, _, width, height = (float(side) for side in fromstring(svg).attrib["viewBox"].split())
    page = (
        f'<style>@font-face {{ font-family: "Inter Variable"; src: url("{STATIC_ADDRESS}{LETTERS}"); font-weight: 100 900 }}'
        f'@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0; font-family: "Inter Variable" }}'
        f"svg {{ display: block; width: {width}px; height: {height}px }}</style>{svg}"
    )
    with pypdfium2.PdfDocument(render(page, find_static)) as document:
        only: Any = document[0]
        made = io.BytesIO()
        only.render(scale=pixels_a_unit / POINTS_A_UNIT, grayscale=True).to_pil().convert("L").save(made, "PNG", optimize=True)
    return made.getvalue()
