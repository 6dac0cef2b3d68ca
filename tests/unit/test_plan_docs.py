"""The reference of the plan names every key of the document and of the needs file, and the thresholds as they are."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from assessed import real_rehabilitation

from enthesis.care import plan_document as document

PAGE = (Path(__file__).parents[2] / "docs" / "plan_of_care.md").read_text(encoding="utf-8")
TYPES = (
    document.PlanDocument,
    document.PlannedSource,
    document.Goal,
    document.PlannedExercise,
    document.PlannedDose,
    document.PlannedIntervention,
    document.LeftOut,
)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_key_is_in_the_reference(kind: type) -> None:
    assert [field.name for field in fields(kind) if f"`{field.name}`" not in PAGE] == []


def test_the_thresholds_are_those_of_the_pack() -> None:
    needs = real_rehabilitation().needs
    assert needs is not None
    for name in ("treated_from", "referred_from", "stops_loading_from"):
        assert f"`{name}` ({getattr(needs, name):.0%})" in PAGE
    days = (needs.refer_review_in_days, needs.start[-1].review_in_days, needs.start[0].review_in_days)
    assert f"In {days[0]} days when somebody else must look first, {days[1]} days in the gentlest phase, {days[2]} later." in PAGE
