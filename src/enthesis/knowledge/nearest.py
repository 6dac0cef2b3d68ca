"""Say how to mend an id that leads nowhere: with the nearest one that exists."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def mend_unknown(written: str, known: Iterable[str], kind: str) -> str:
    """What to write instead of an id that does not exist.

    Args:
        known: the ids that do exist.
        kind: what such an id names, for instance "source".
    """
    near = get_close_matches(written, list(known), n=1)
    return f"write the id of a {kind}, perhaps {near[0]}" if near else f"write the id of a {kind} of this pack"
