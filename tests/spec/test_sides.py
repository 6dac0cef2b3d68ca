"""What two sides say: the network is that of the affected side, and opposite results on two sides do not contradict."""

from __future__ import annotations

import datetime

import pytest

from enthesis.knowledge.document import Document
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.case import parse_case
from enthesis.reasoning.interpretation import Interpretation
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.wording import examined
from enthesis.terms.fault import UnusableInput
from enthesis.terms.side import finding_key, opposite, split_finding_key

STATE = {"+": "positive", "-": "negative", "~": "equivocal"}
SIDE = {"L": "left", "R": "right", "B": "both", "": None}


def read(assessor: Assessor, affected: str | None, *lines: str, strict: bool = True) -> Interpretation:
    """Lines are written '+R slump_test' (state, side, finding) or 'R straight_leg_raise=40 deg'."""
    findings: list[dict[str, str | None]] = []
    for line in lines:
        mark, _, rest = line.partition(" ")
        name, _, value = rest.partition("=")
        side = SIDE[mark.lstrip("+-~")]
        findings.append({"name": name, "result": STATE.get(mark[:1], "value"), "side": side, "value": value or None})
    document = Document("case.yaml", {"region": "posterior_hip", "affected_side": affected, "findings": findings}, {})
    return assessor.interpret(parse_case(document), strict=strict)


# affected side | lines | what counts, as '+finding -finding ~finding' | what is kept beside
SIDES = [
    ("right", ["+R slump_test", "-L slump_test"], "+slump_test", "-slump_test"),
    ("right", ["-R slump_test", "+L slump_test"], "-slump_test", "+slump_test"),
    ("right", ["+ slump_test", "-L slump_test"], "+slump_test", "-slump_test"),
    ("right", ["+L slump_test"], "", "+slump_test"),
    ("right", ["+B slump_test"], "+slump_test", ""),
    ("right", ["+B slump_test", "-L slump_test"], "+slump_test", "-slump_test"),
    ("left", ["~L slump_test", "-R slump_test"], "~slump_test", "-slump_test"),
    # Both sides are affected: a finding is there when it is there on one of them, in whatever order it was written.
    ("both", ["-L slump_test", "+R slump_test"], "+slump_test", ""),
    ("both", ["+L slump_test", "-R slump_test"], "+slump_test", ""),
    ("both", ["~L slump_test", "-R slump_test"], "~slump_test", ""),
    ("both", ["-R slump_test", "~L slump_test"], "~slump_test", ""),
    ("both", ["~L slump_test", "+R slump_test"], "+slump_test", ""),
    ("both", ["-L slump_test", "-R slump_test"], "-slump_test", ""),
    # The pack says what a straight leg raise of the other side stands for; it gives way to that finding itself.
    ("right", ["+L straight_leg_raise"], "+crossed_straight_leg_raise", "+straight_leg_raise"),
    (
        "right",
        ["+R straight_leg_raise", "-L straight_leg_raise"],
        "+straight_leg_raise -crossed_straight_leg_raise",
        "-straight_leg_raise",
    ),
    ("right", ["+L straight_leg_raise", "- crossed_straight_leg_raise"], "-crossed_straight_leg_raise", "+straight_leg_raise"),
    ("right", ["- crossed_straight_leg_raise", "+L straight_leg_raise"], "-crossed_straight_leg_raise", "+straight_leg_raise"),
    # A value of the other side says nothing of the affected one; of two affected sides one past the cut-point is enough.
    ("right", ["L straight_leg_raise=40 deg"], "", ""),
    ("both", ["L straight_leg_raise=40 deg", "R straight_leg_raise=80 deg"], "+straight_leg_raise +slr_very_limited", ""),
    ("right", ["R straight_leg_raise=80 deg", "L straight_leg_raise=40 deg"], "-straight_leg_raise -slr_very_limited", ""),
]


@pytest.mark.parametrize(("affected", "lines", "counts", "beside"), SIDES, ids=lambda v: str(v) if isinstance(v, str) else "")
def test_what_counts_is_of_the_affected_side(
    assessor: Assessor, affected: str, lines: list[str], counts: str, beside: str
) -> None:
    found = read(assessor, affected, *lines)
    said = {f"{'+' if present else '-'}{finding}" for finding, present in found.observed.items()}
    assert said | {f"~{finding}" for finding in found.equivocal} == set(counts.split())
    kept = {(finding, state) for line in found.understood for finding, state in line.beside if state != "value"}
    assert kept == {(word[1:], STATE[word[0]]) for word in beside.split()}


def test_opposite_results_on_one_side_still_contradict(assessor: Assessor) -> None:
    for affected in ("right", "both"):
        with pytest.raises(UnusableInput):
            read(assessor, affected, "+R slump_test", "-R slump_test")
        assert read(assessor, affected, "+R slump_test", "-R slump_test", strict=False).equivocal == {"slump_test"}


# side of the entry, result, note of the finding's own entry | the same of the one beside it | the line of the note
LINES = [
    (("", "positive", ""), ("left", "negative", ""), "Slump test: positive on the right, negative on the left"),
    (("", "negative", ""), ("left", "positive", "calf"), "Slump test: negative on the right; positive on the left – calf"),
    (("right", "equivocal", ""), ("left", "negative", ""), "Slump test: equivocal on the right, negative on the left"),
    (("both", "negative", ""), None, "Slump test: negative on both sides"),
]


@pytest.mark.parametrize(("own", "beside", "line"), LINES)
def test_both_sides_stand_in_one_line_of_the_note(
    assessor: Assessor, own: tuple[str, str, str], beside: tuple[str, str, str] | None, line: str
) -> None:
    at = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    entries = [
        Recorded("1", "finding", "slump_test", {"side": side, "result": result, "note": note}, "Thea Berg", at)
        for side, result, note in (own, beside or own)[: 2 if beside else 1]
    ]
    assert examined(assessor.pack.finding_by_id["slump_test"], entries, "right") == line


KEYS = [("slump_test", "slump_test", ""), ("slump_test@left", "slump_test", "left"), ("slump_test@both", "slump_test@both", "")]


@pytest.mark.parametrize(("key", "finding", "side"), KEYS)
def test_a_key_names_its_finding_and_side(key: str, finding: str, side: str) -> None:
    assert split_finding_key(key) == (finding, side)
    assert finding_key(finding, side) == key
    assert opposite(opposite(side)) == side


def test_what_is_on_no_side_is_not_examined_twice(assessor: Assessor) -> None:
    pack = assessor.pack
    sided = {f.id for f in pack.findings if f.has_sides}
    assert {"slump_test", "straight_leg_raise", "ischial_tenderness", "ankle_reflex", "faber"} <= sided
    assert not sided & {
        "sitting_pain",
        "lumbar_flexion_pain",
        "centralisation",
        "crossed_straight_leg_raise",
        "coccyx_tenderness",
    }
