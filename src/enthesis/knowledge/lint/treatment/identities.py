"""Every id of the treatment knowledge is readable, and means one thing."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.lint.ids import each_once
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.terms.fault import Fault


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Every id is snake_case and stands once in its kind.

    Why: plans, logs and figures point at ids for years; of two exercises under one id, one would be dosed as the other.
    """
    for kind, entries in (
        ("exercise", care.exercises),
        ("phase", care.phases),
        ("run level", care.run_levels),
        ("programme", care.programmes),
        ("intervention", care.interventions),
    ):
        yield from each_once(kind, ((entry.id, entry.where) for entry in entries))
