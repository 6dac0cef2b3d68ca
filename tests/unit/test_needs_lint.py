"""Each fault a needs file can have is found; the file that ships has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from assessed import real_pack, real_rehabilitation

from enthesis.knowledge.document import read_text
from enthesis.knowledge.lint.treatment import needs as needs_rule
from enthesis.knowledge.lint.treatment import needs_of_sources
from enthesis.knowledge.part import Part
from enthesis.knowledge.source_needs import CareNeeds, Conditional, StartLimit
from enthesis.knowledge.source_needs_loading import build_needs
from enthesis.terms.fault import Fault

Change = Callable[[CareNeeds], CareNeeds]


def _first(key: str, **changed: Any) -> Change:
    """Change the first entry of a list."""

    def change(needs: CareNeeds) -> CareNeeds:
        entries = getattr(needs, key)
        return replace(needs, **{key: (replace(entries[0], **changed), *entries[1:])})

    return change


def _need_of(source: str, **changed: Any) -> Change:
    def change(needs: CareNeeds) -> CareNeeds:
        return replace(needs, needs=tuple(replace(n, **changed) if n.source == source else n for n in needs.needs))

    return change


def _without(source: str) -> Change:
    return lambda needs: replace(needs, needs=tuple(n for n in needs.needs if n.source != source))


def _lines(by_phase: Mapping[str, tuple[str, ...]]) -> Change:
    return _first("lines", exercises_by_phase=MappingProxyType(dict(by_phase)))


ALWAYS = (Conditional("hip_extension", ()),)
BROKEN: list[tuple[str, Change, str]] = [
    ("unknown exercise of a demand", _first("demands", exercises=("ham_bridge_s1",)), "the exercise 'ham_bridge_s1'"),
    ("unknown intervention", _first("demands", interventions=("tickling",)), "the intervention 'tickling'"),
    ("unknown adults' treatment", lambda needs: replace(needs, adults_only=("laser",)), "the intervention 'laser'"),
    ("unknown phase", _lines({"isometrics": ()}), "the phase 'isometrics'"),
    ("unknown exercise of a line", _lines({"isometric": ("ham_none",)}), "the exercise 'ham_none'"),
    ("exercise in the wrong phase", _lines({"isometric": ("ham_rdl_sl",)}), "wants ham_rdl_sl in isometric"),
    ("unknown line", _first("needs", lines=(Conditional("hips", ()),)), "the line of work 'hips'"),
    ("unknown demand", _first("needs", avoids=(Conditional("stretch", ()),)), "the demand 'stretch'"),
    ("treated without lines", _first("needs", lines=()), "has the care 'treat' and 0 lines"),
    ("referred with lines", _first("needs", care="refer"), "has the care 'refer' and 4 lines"),
    ("no start", lambda needs: replace(needs, start=()), "no start rule"),
    ("unknown start phase", _first("start", phase="begin"), "the phase 'begin'"),
    ("unknown measure", _first("start", limits=(StartLimit("mood", "at_most", 3, False),)), "the measure 'mood'"),
    ("no gentlest phase", lambda needs: replace(needs, start=needs.start[:1]), "the last start rule asks for something"),
    ("unknown source", _first("needs", source="proximal_hamstring"), "the source 'proximal_hamstring'"),
    ("source twice", lambda needs: replace(needs, needs=(*needs.needs, needs.needs[0])), "has two needs"),
    ("source without a need", _without("snapping_hip"), "snapping_hip has no need"),
    ("dangerous and treated", _need_of("malignant_tumour", care="treat", lines=ALWAYS), "malignant_tumour is dangerous"),
    ("doctor first and treated", _need_of("osteoid_osteoma", care="treat", lines=ALWAYS), "osteoid_osteoma asks for a doctor"),
    ("unknown finding of a line", _first("needs", lines=(Conditional("trunk", ("sit_pain",)),)), "the finding 'sit_pain'"),
    ("unknown runner finding", lambda needs: replace(needs, runner_findings=("jogs",)), "the finding 'jogs'"),
    ("unknown irritable finding", _first("start", none_of=("pain_at_night",)), "the finding 'pain_at_night'"),
]  # fmt: skip


def _faults(change: Change | None = None) -> list[Fault]:
    care = real_rehabilitation()
    assert care.needs is not None
    changed = replace(care, needs=change(care.needs)) if change is not None else care
    return [*needs_rule.check(changed), *needs_of_sources.check(changed, real_pack())]


def test_the_needs_that_ship_have_no_fault() -> None:
    assert _faults() == []


@pytest.mark.parametrize(("name", "change", "what"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_need_is_found(name: str, change: Change, what: str) -> None:
    found = _faults(change)
    assert any(what in f"{fault.what}" for fault in found), found
    assert all(fault.where and fault.mend for fault in found)


def test_a_pack_without_needs_has_no_fault_of_needs() -> None:
    care = replace(real_rehabilitation(), needs=None)
    assert [*needs_rule.check(care), *needs_of_sources.check(care, real_pack())] == []


GOOD = """\
thresholds: {treated_from: 0.25, referred_from: 0.1, stops_loading_from: 0.15, most_exercises: 4,
  exercises_for_one_source: 3, refer_review_in_days: 2, adult_from_years: 18}
runner_findings: [running_pain]
start:
  - {phase: low, limits: [{measure: marker_pain_0_10, at_most: 3}], none_of: [night_pain], review_in_days: 14}
  - {phase: gentle, review_in_days: 7}
demands:
  - {id: deep, name: depth, deeper_than_deg: 80, compression_above: low, resolution: less}
lines:
  - {id: hip, name: loads the hip, exercises: {gentle: [bridge]}}
needs:
  - {source: tendon, aim: load it, lines: [hip, {id: hip, when: [running_pain]}], avoids: [deep]}
  - {source: tumour, care: refer, aim: ask, stops_loading: true}
"""


def _read(text: str) -> tuple[CareNeeds, list[Fault]]:
    faults: list[Fault] = []
    document = read_text(text.encode(), "needs.yaml")
    top = Part(lambda *fault: faults.append(Fault(*fault)), document, document.value, ())
    return build_needs(top, faults), faults


def test_a_needs_file_is_read() -> None:
    needs, faults = _read(GOOD)
    assert faults == []
    assert needs.need_by_source["tendon"].lines[1] == Conditional("hip", ("running_pain",))
    assert needs.need_by_source["tumour"].stops_loading
    assert needs.start[0].limits == (StartLimit("marker_pain_0_10", "at_most", 3.0, False),)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("treated_from: 0.25", "treated_from: 25", "'treated_from' is 25"),
        ("at_most: 3", "below: 3", "needs one number"),
        ("at_most: 3", "at_most: 3, at_least: 1", "needs one number"),
        ("compression_above: low", "compression_above: lots", "'compression_above' is 'lots'"),
        ("care: refer", "care: ignore", "the care is 'ignore'"),
        ("avoids: [deep]", "avoids: [3]", "neither an id nor a map"),
        ("when: [running_pain]", "if: [running_pain]", "is not understood"),
        ("aim: ask", "goal: ask", "'aim' is missing"),
        ("aim: ask", "aim: ask, colour: red", "'colour' is not a known key"),
    ],
)
def test_a_slip_of_the_pen_is_found(old: str, new: str, what: str) -> None:
    assert old in GOOD
    _needs, faults = _read(GOOD.replace(old, new))
    assert any(what in fault.what for fault in faults), faults
