"""The component gallery: what exists, light beside dark; for the clinic lead, and for everybody while developing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from enthesis.access.permissions import Permission, check_can
from enthesis.web.pages import EstimateView
from enthesis.web.shell import Shell, build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

COLOURS = (
    *("canvas", "surface", "sunken", "line", "line-strong", "ink", "ink-2", "ink-3", "accent", "accent-hover", "accent-soft"),
    *("accent-line", "danger", "danger-soft", "danger-line", "caution", "caution-soft", "caution-line", "good", "good-soft"),
    *("good-line", "focus", "plate"),
)
SIZES = ("xs", "s", "m", "l", "xl", "2xl", "3xl")
SPACES = ("1", "2", "3", "4", "5", "6", "8", "12")
EXAMPLE = (
    EstimateView("a", "proximal hamstring tendinopathy", 0.81, (0.62, 0.92), 0.3, 0.4),
    EstimateView("b", "lumbar radiculopathy S1", 0.34, (0.18, 0.55), 0.1, 0.6),
)


@dataclass(frozen=True)
class GalleryPage:
    """Every token and component."""

    shell: Shell
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    spaces: tuple[str, ...]
    icons: tuple[str, ...]
    estimates: tuple[EstimateView, ...]


@lru_cache(maxsize=1)
def list_icons() -> tuple[str, ...]:
    """The names of every icon of the sprite."""
    sprite = (settings.PACKAGE / "web" / "templates" / "sprite.html").read_text(encoding="utf-8")
    return tuple(re.findall(r'id="i-([a-z-]+)"', sprite))


@staff_page
def gallery(request: Any) -> HttpResponse:
    """GET: the gallery."""
    if not settings.DEBUG:
        check_can(request.actor.role, Permission.MANAGE_CLINIC)
    page = GalleryPage(build_shell(request, "gallery"), COLOURS, SIZES, SPACES, list_icons(), EXAMPLE)
    return render_page(request, "gallery/gallery.html", page)
