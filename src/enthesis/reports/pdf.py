"""HTML to PDF/UA by WeasyPrint, where it is installed and finds pango; nothing is asked from a network."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOW_TO_ENABLE = (
    "PDF files are not enabled on this installation: install the extra with `pip install 'enthesis[pdf]'` and the system library "
    "pango (Debian: `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`). Printing from the browser works without it."
)
STATIC_ADDRESS = "https://static.invalid/"
"""Before the path of one of our files inside the HTML that becomes a PDF; no such host exists, and none is ever asked."""


class PdfUnavailable(Exception):
    """WeasyPrint or pango is missing; the sentence says how to enable it."""


def can_make_pdf() -> bool:
    """Whether PDF files can be made here."""
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


def make_pdf(html: str, find_static: Callable[[str], Path | None]) -> bytes:
    """A tagged PDF (PDF/UA-1) of an HTML document.

    Args:
        html: its files are addressed under STATIC_ADDRESS; every other address is refused.
        find_static: gives the place of a static file, or None when there is none.
    Raises:
        PdfUnavailable: WeasyPrint or pango is missing.
    """
    return render(html, find_static, pdf_variant="pdf/ua-1")


def render(html: str, find_static: Callable[[str], Path | None], **options: str) -> bytes:
    """A PDF with options of WeasyPrint's own; arguments and errors as for `make_pdf`."""
    weasyprint = _weasyprint()
    document = weasyprint.HTML(string=html, base_url=STATIC_ADDRESS, url_fetcher=_fetcher(find_static))
    made: bytes = document.write_pdf(**options)
    return made


def _fetcher(find_static: Callable[[str], Path | None]) -> Any:
    """A fetcher that reads our static files and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = find_static(url.removeprefix(STATIC_ADDRESS)) if url.startswith(STATIC_ADDRESS) else None
            if path is None:
                raise ValueError("only files of this installation are used in documents")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticFiles()


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError):
        raise PdfUnavailable(HOW_TO_ENABLE) from None
    return weasyprint
