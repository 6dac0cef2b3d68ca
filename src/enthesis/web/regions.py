"""The regions of the board that differ from what the browser holds, for an answer without the rest of the page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from enthesis.web.pages import BoardPage
from enthesis.web.state import BoardState
from enthesis.web.templating import get_template, page_fields

REGIONS = (
    *("bar", "notices", "problems", "flags", "neuro", "card", "sources", "rest", "next", "reasons"),
    *("memory", "undo", "kept", "pinned", "summary"),
)
"""Each is a template in `parts/`, or has its own path below that of the templates (`room/flags`)."""


def changed_regions(
    known_text: str, page: BoardPage, regions: Sequence[str], put_back: bool, state: BoardState
) -> dict[str, Any]:
    """Regions whose text differs from what the browser holds, by their digests.

    Args:
        known_text: JSON of {region: digest} as the browser sent it.
        regions: names of the regions, in the order they are swapped.
        put_back: also send the whole state, so that every control shows it (after undo).
    """
    try:
        known = json.loads(known_text or "{}")
    except (ValueError, RecursionError):
        known = {}
    known = known if isinstance(known, dict) else {}
    changed: dict[str, list[str]] = {}
    fields = page_fields(page)
    for name in regions:
        path = f"{name}.html" if "/" in name else f"parts/{name}.html"
        _add_changed(changed, known, name.rpartition("/")[2], get_template(path).render(fields))
    for group in page.groups:
        _add_changed(changed, known, f"group-{group.id}", get_template("parts/group_head.html").render(group=group))
    first = page.sources.first[0]
    return {
        "regions": changed,
        "implied": page.implied,
        "marks": {row.id: row.mark for group in page.groups for row in group.rows if row.mark},
        "state": state.flat() if put_back else None,
        "card": page.card.id,
        "first": {"id": first.id, "name": first.name, "probability": round(first.probability * 100)},
        "n_flags": len(page.flags.raised),
    }


def _add_changed(changed: dict[str, list[str]], known: dict[str, object], name: str, text: str) -> None:
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    if known.get(name) != digest:
        changed[name] = [digest, text]
