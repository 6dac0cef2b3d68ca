"""Whom a specificity was measured against, and so which cells of the model it informs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.knowledge.pack import Pack


@dataclass(frozen=True)
class Comparator:
    """Where the false positives of a study belong.

    `background` is true when people without the complaint were examined; otherwise `weights` spreads the counts over
    sources (they sum to 1).
    """

    background: bool
    weights: Mapping[str, float]


def parse_comparator(text: str, source: str, pack: Pack) -> Comparator | None:
    """Read the comparator of an evidence row; None when the study had none.

    Args:
        text: `none`, `pain_free`, `own_other_side`, `other_in_setting:<setting>`, or `mix:source=weight;source=weight`.
        source: the row's own source, left out of `other_in_setting`.
    Raises:
        ValueError: any other text, an unknown source or setting, or weights that are not finite and above 0.
    Source: project decision 0003.
    """
    if text in ("", "none"):
        return None
    if text in ("pain_free", "own_other_side"):
        return Comparator(True, {})
    kind, _, rest = text.partition(":")
    if kind == "other_in_setting" and rest in pack.settings:
        raw = {p.source: p.setting_weights[rest] for p in pack.profiles if p.source != source}
    elif kind == "mix" and rest:
        raw = {}
        for item in rest.split(";"):
            name, _, weight = item.partition("=")
            if name.strip() not in pack.source_by_id:
                raise ValueError(f"'{name.strip()}' is not a source of this pack")
            raw[name.strip()] = _weight(weight)
    else:
        raise ValueError(f"'{text}' is not a comparator")
    if not raw or not all(0 < weight < math.inf for weight in raw.values()):
        raise ValueError("its weights must be numbers above 0")
    total = sum(raw.values())
    return Comparator(False, {name: weight / total for name, weight in raw.items()})


def _weight(text: str) -> float:
    try:
        return float(text or "1")
    except ValueError:
        raise ValueError(f"the weight '{text.strip()}' is not a number") from None
