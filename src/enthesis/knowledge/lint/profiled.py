"""Every source has its frequency by setting, and only sources have one."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault


def check(pack: Pack) -> Iterator[Fault]:
    """There is one profile for each source, and none for anything else.

    Why: a source without a profile has no pretest probability; a second profile would silently replace the first.
    """
    first: dict[str, str] = {}
    for profile in pack.profiles:
        if profile.source not in pack.source_by_id:
            what = f"the profile is about '{profile.source}', which is not a source"
            yield Fault(profile.where, what, mend_unknown(profile.source, pack.source_by_id, "source"))
        if profile.source in first:
            what = f"{profile.source} has a second profile (first in {first[profile.source]})"
            yield Fault(profile.where, what, "keep one of the two")
        first.setdefault(profile.source, profile.where)
    for source in pack.sources:
        if source.id not in first:
            yield Fault(source.where, f"the source {source.id} has no profile", "add its row to profiles.csv")
