"""The app's own files: which they are, the build they make, and the worker and the manifest that name them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import engines
from django.templatetags.static import static
from django.urls import reverse

from enthesis.actions.warning_signs import advice_on_phone

FOLDER = "enthesis/today"
TOKENS = "enthesis/css/tokens.css"
PAGE_TEMPLATE, WORKER_TEMPLATE = "today/shell.html", "today/sw.js"
KEPT_KINDS = (".js", ".css", ".svg", ".png")


def shell_files() -> tuple[str, ...]:
    """Static files of the app, as paths below the static folders."""
    root = Path(settings.PORTAL_STATIC_FOLDER)
    own = sorted(path for path in (root / FOLDER).rglob("*") if path.suffix in KEPT_KINDS)
    return (TOKENS, *(path.relative_to(root).as_posix() for path in own))


def file_path(name: str) -> Path:
    """Where a static file of the app lies."""
    root = settings.STATIC_FOLDER if name == TOKENS else settings.PORTAL_STATIC_FOLDER
    return Path(root) / name


@lru_cache(maxsize=1)
def build_page() -> str:
    """The shell: the same for everybody."""
    modules = [static(name) for name in shell_files() if name.endswith(".js")]
    return _template(PAGE_TEMPLATE).render(modules=modules, advice=json.dumps(advice_on_phone(), ensure_ascii=False))


@lru_cache(maxsize=1)
def build_worker() -> str:
    """The service worker. Its text changes with any file of the app, which is how browsers learn of a new build."""
    files = [reverse("today"), reverse("today_manifest"), *(static(name) for name in shell_files())]
    digest = hashlib.sha256(build_page().encode())
    for name in shell_files():
        digest.update(file_path(name).read_bytes())
    return _template(WORKER_TEMPLATE).render(build=digest.hexdigest()[:12], files=files, page=reverse("today"))


@lru_cache(maxsize=1)
def build_manifest() -> str:
    """What makes the app installable."""
    start = reverse("today")
    icons: list[dict[str, str]] = [
        {"src": static(f"{FOLDER}/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    return json.dumps(
        {
            "id": start,
            "name": "My plan",
            "short_name": "My plan",
            "description": "Today's exercises, the morning check and what to do when something feels wrong.",
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "orientation": "any",
            "lang": "en",
            "background_color": "#eff2f1",
            "theme_color": "#0b5f67",
            "icons": icons,
        }
    )


def _template(name: str) -> Any:
    engine: Any = engines["jinja2"]
    return engine.env.get_template(name)
