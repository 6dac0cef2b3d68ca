"""A clinic's own programme held to the rules of the pack's, as tables: what is refused, and what is only said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from enthesis.actions.assessor import get_knowledge
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.dosing import start_dose
from enthesis.care.own_programme import (
    OwnExercise,
    OwnProgramme,
    as_programme,
    find_faults,
    find_remarks,
    own_from,
    own_to_json,
    read_own_programme,
    with_own_doses,
    with_programmes,
)
from enthesis.care.plan_programme import NOT_ASSESSED, suggest_programme
from enthesis.care.recorded import Recorded
from enthesis.knowledge.regions import default_region
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.red_flags import raise_red_flags
from enthesis.terms.fault import UnusableInput

TENDON = "proximal_hamstring_tendinopathy"
HOLD, CURL, HINGE, NORDIC, SLIDER = "ham_iso_bridge_dl", "ham_prone_curl", "ham_rdl_dl", "ham_nordic", "ham_slider_curl_ecc"


@pytest.fixture(scope="module")
def care() -> Rehabilitation:
    return get_rehabilitation(default_region())


def own(
    phases: dict[str, list[str]], sources: tuple[str, ...] = (TENDON,), purpose: str = "rehabilitation", **dose: Any
) -> OwnProgramme:
    """A programme at the library's start doses; what is in `dose` takes the place of the first exercise's."""
    library = get_rehabilitation(default_region()).exercise_by_id
    filled = {
        phase: tuple(OwnExercise(e, start_dose(library[e]) if e in library else start_dose(library[HOLD])) for e in exercises)
        for phase, exercises in phases.items()
    }
    if dose:
        phase = next(iter(filled))
        first = filled[phase][0]
        filled[phase] = (replace(first, dose=replace(first.dose, **dose)), *filled[phase][1:])
    return OwnProgramme("Ours", purpose, sources, filled)  # type: ignore[arg-type]


HOLDS = {"isometric": [HOLD]}
LOW = {"isotonic_low_flexion": [CURL]}
DEEP = {"isotonic_to_90": [HINGE]}
REFUSED = [
    # (what, programme, part of the sentence; None: nothing is refused)
    ("one phase", own(HOLDS), None),
    ("phases that lead into each other", own({**HOLDS, **LOW, **DEEP}), None),
    ("a gap between two phases", own({**HOLDS, **DEEP}), "no phase of this programme leads to"),
    ("spring left out, as is usual", own({**DEEP, "maintain": [HINGE]}), None),
    ("no exercise at all", own({}), "no exercise is chosen"),
    ("an empty phase counts as none", own({"isometric": []}), "no exercise is chosen"),
    ("not in the library", own({"isometric": ["ham_unheard_of"]}), "is not in the library"),
    ("in a phase it does not belong to", own({"isometric": [NORDIC]}), "does not belong to this phase"),
    ("a phase the pack does not have", own({"warm_up": [HOLD]}), "is no phase of the pack"),
    ("an overlay is no phase", own({"flare": [HOLD]}), "is no phase of the pack"),
    ("twice in one phase", own({"isometric": [HOLD, HOLD]}), "stands twice"),
    ("the most sets of the library", own(HOLDS, sets=5), None),
    ("one set more", own(HOLDS, sets=6), "above the library's range of 4 to 5"),
    ("the longest hold of the library", own(HOLDS, hold_s=45), None),
    ("a second longer", own(HOLDS, hold_s=46), "above the library's range of 30 to 45"),
    ("more often than the library", own(HOLDS, sessions_per_week=15), "sessions a week are above"),
    ("repetitions for a hold without any", own(HOLDS, repetitions=8), "do not apply"),
    ("a hold without seconds", own(HOLDS, hold_s=None), "the seconds are missing"),
    ("slow work without repetitions", own(LOW, repetitions=None), "the repetitions are missing"),
    ("deeper than the exercise goes", own(LOW, hip_flexion_deg=150), "deeper than the exercise goes"),
    ("rehabilitation for nobody", own(HOLDS, ()), "names none"),
    ("prevention of a source", own(HOLDS, (TENDON,), "prevention"), None),
    ("training for no source", own(HOLDS, (), "training"), None),
    ("a source that asks for a doctor", own(HOLDS, ("infection",)), ""),
    ("a source nobody knows", own(HOLDS, ("sore_knee",)), "no source of the pack"),
]


@pytest.mark.parametrize(("what", "programme", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(what: str, programme: OwnProgramme, said: str | None, care: Rehabilitation) -> None:
    faults = [str(fault) for fault in find_faults(programme, care, get_knowledge(default_region()).pack)]
    assert (faults == []) if said is None else any(said in fault for fault in faults), faults


def test_every_dangerous_source_is_refused(care: Rehabilitation) -> None:
    for source in get_knowledge(default_region()).pack.sources:
        need = care.needs.need_by_source.get(source.id) if care.needs else None
        if source.dangerous or need is None or need.care == "refer":
            faults = find_faults(own(HOLDS, (source.id,)), care, get_knowledge(default_region()).pack)
            assert any("asks for a doctor first" in fault.what for fault in faults), source.id


SAID = [
    ("the gentlest phase is empty", own(LOW), "nothing for"),
    (
        "five exercises",
        own({"isotonic_to_90": [HINGE, NORDIC, "ham_hip_thrust", "ham_step_up", "ham_lunge_walk"]}),
        "begins with the first 4",
    ),
    ("fewer sets than the library", own(HOLDS, sets=1), "below the library's range of 4 to 5"),
    ("what a source cannot take", own(DEEP, ("lumbar_radiculopathy_s1",)), "cannot take"),
]


@pytest.mark.parametrize(("what", "programme", "said"), SAID, ids=[row[0] for row in SAID])
def test_said_and_not_refused(what: str, programme: OwnProgramme, said: str, care: Rehabilitation) -> None:
    assert any(said in remark for remark in find_remarks(programme, care, get_knowledge(default_region()).pack))
    assert find_faults(programme, care, get_knowledge(default_region()).pack) == ()


def test_every_published_programme_passes_the_same_rules(care: Rehabilitation) -> None:
    """Gaps aside: a published programme may describe some phases only, and what it does not describe is not filled in."""
    for programme in care.programmes:
        begun = own_from(programme, care)
        faults = [
            fault for fault in find_faults(begun, care, get_knowledge(default_region()).pack) if "leads to" not in fault.what
        ]
        assert faults == [], programme.id
        assert read_own_programme(own_to_json(begun)) == begun


TWICE = {"phases": [{"phase": "isometric", "exercises": []}] * 2}


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"name": " "},
        {"name": "x" * 121},
        {"purpose": "fun"},
        {"phases": [{"phase": "isometric"}]},
        {"more": 1},
        TWICE,
    ],
)
def test_another_form_is_refused_in_a_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(UnusableInput, match="programme"):
        read_own_programme({**own_to_json(own(HOLDS)), **change})


# --- prevention and training, with nobody examined ---

ALONE = [
    # (what the patient's answers raise and say, overlay, number of exercises, what is asked first)
    ("nothing is known", {}, {}, "", 2, True),
    ("no red flag, little pain", {"fever": False}, {"worst_pain_0_10": 3.0}, "", 2, False),
    ("pain above the ceiling", {}, {"worst_pain_0_10": 4.0}, "hold", 2, False),
    ("numb saddle and bladder", {"saddle_numbness": True, "bladder_bowel_change": True}, {}, "refer", 0, True),
]


@pytest.mark.parametrize(("what", "observed", "measures", "overlay", "n", "asks_pain"), ALONE, ids=[row[0] for row in ALONE])
def test_a_programme_without_an_assessment(
    what: str, observed: dict[str, bool], measures: dict[str, float], overlay: str, n: int, asks_pain: bool, care: Rehabilitation
) -> None:
    pack = get_knowledge(default_region()).pack
    programme = own({"isometric": [HOLD, "cor_birddog"]}, (), "prevention", sets=4)
    known = with_programmes(care, [as_programme(programme, "own_1")])
    flags = tuple(raise_red_flags(pack, observed, Patient(), 0.0, pack.default_setting))
    document = suggest_programme(known, "own_1", Recorded(observed, measures), (), "", None, pack, flags)
    document = with_own_doses(document, programme)
    assert (document.overlay, len(document.exercises)) == (overlay, n)
    assert NOT_ASSESSED in document.phase_because and document.sources == ()
    assert ("pain now, 0 to 10" in document.ask_first) == asks_pain
    asked = {pack.finding_by_id[f].name for f in pack.red_flag_questions if f not in observed}
    assert asked <= set(document.ask_first), "what nobody asked is asked first"
    assert bool(document.refer) == (overlay == "refer")
