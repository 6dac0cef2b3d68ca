"""No dangerous source goes without a red flag."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault


def check(pack: Pack) -> Iterator[Fault]:
    """Each dangerous source is named by a red flag, itself or through its group, or says why none exists.

    Why: probability alone is too slow for what must not be missed; leaving a red flag out must be a decision somebody wrote.
    """
    named = {source for rule in pack.red_flags for source in rule.sources}
    groups = {group for rule in pack.red_flags for group in rule.source_groups}
    for source in pack.sources:
        excused = bool((source.no_red_flag_because or "").strip())
        if source.dangerous and not excused and source.id not in named and source.group not in groups:
            what = f"the dangerous source {source.id} has no red flag"
            mend = f"name it, or its group '{source.group}', in a red flag, or write no_red_flag_because"
            yield Fault(source.where, what, mend)
