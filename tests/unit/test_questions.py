"""A pack's questions to patients are read strictly: file and line, what is wrong, how to mend it, all faults together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from enthesis.knowledge.lint.questions import QUESTION_RULES
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questions import FILE, load_questionnaire, read_questionnaire
from enthesis.terms.fault import FaultyPack, UnusableInput

SLIPS = [
    # rule              | in place of                                    | written                              | said
    ("form", "{id: rowing, kind: choice,", "{id: running, kind: choice,", "stands twice"),
    ("form", "{id: rowing, kind: choice,", "{id: Rowing, kind: choice,", "not snake_case"),
    ("form", "id: complaint, kind: words", "id: complaint, kind: poem", "the kind 'poem'"),
    ("form", "    layout: rows", "    layout: circle", "the layout 'circle'"),
    ("form", "kind: scale, label: Now, measure: pain_now_nrs_0_10", "kind: scale, label: Now", "without a measure"),
    ("form", "id: posterior_hip", "id: elbow", "the questions are for 'elbow'"),
    ("asked_links", "finding: rowing_pain", "finding: rowing_pian", "'rowing_pian', which does not exist"),
    ("asked_links", "same: {eased_by_sitting: negative}", "same: {eased_by_sitting: maybe}", "states 'maybe'"),
    ("unknown_answers", '- {id: unsure, label: Not sure}', '- {id: unsure, label: Not sure, means: negative}', "neither yes nor no"),
    ("unknown_answers", "no_help: {eased_by_heat_or_massage: negative}", "not_had: {eased_by_heat_or_massage: negative}", "neither yes"),
    ("red_flags_asked", "answers: sure, finding: fever}", "answers: sure}", "'fever' is not asked"),
    ("red_flags_asked", '    - {id: unsure, label: Not sure}\n', "", "without a way to say 'not sure'"),
    ("urgent_sentences", "red_flag: fever", "red_flag: fevre", "the red flag 'fevre'"),
    ("urgent_sentences", "any: [cold_or_pale_leg]", "any: [ankle_reflex]", "which no answer states"),
    ("urgent_sentences", "    urgency: same_day", "    urgency: soon", "an urgency that is not told"),
    ("urgent_sentences", "  same_day: Please", "  some_day: Please", "no sentence for same_day"),
    ("reading", "answers: effect, finding: rowing_pain", "answers: efect, finding: rowing_pain", "no answers 'efect'"),
    ("reading", "{id: lifting, label:", "{id: lifting, lable:", "'lable' is not a known key"),
    ("reading", 'findings: {"no": {not_eased_by_rest: positive}}', 'findings: {nay: {not_eased_by_rest: positive}}', "'nay'"),
    ("reading", "  - id: goals\n", "  - id: goals\n    colour: red\n", "'colour' is not a known key"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "posterior_hip"
    made.mkdir()
    shutil.copy(BUILT_IN_PACKS / "posterior_hip" / FILE, made / FILE)
    return made


def test_the_shipped_questions_are_without_fault(posterior_hip: Pack) -> None:
    assert load_questionnaire(BUILT_IN_PACKS / "posterior_hip", posterior_hip).pages


@pytest.mark.parametrize(("rule", "before", "after", "said"), SLIPS, ids=[f"{s[0]}-{s[3]}" for s in SLIPS])
def test_a_slip_is_reported_with_its_line(
    folder: Path, posterior_hip: Pack, rule: str, before: str, after: str, said: str
) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    assert before in text
    (folder / FILE).write_text(text.replace(before, after, 1), encoding="utf-8")

    _, faults = read_questionnaire(folder, posterior_hip)
    found = [fault for fault in faults if said in fault.what]
    assert found, f"not reported; the faults were {faults}"
    assert all(fault.where.startswith(f"posterior_hip/{FILE}, line ") and fault.mend for fault in found)
    with pytest.raises(FaultyPack):
        load_questionnaire(folder, posterior_hip)


def test_every_rule_is_tried_and_says_why() -> None:
    assert {rule.__module__.rpartition(".")[2] for rule in QUESTION_RULES} <= {slip[0] for slip in SLIPS}
    for rule in QUESTION_RULES:
        assert "Why:" in (rule.__doc__ or ""), rule.__module__


def test_a_pack_without_questions_says_so(tmp_path: Path, posterior_hip: Pack) -> None:
    with pytest.raises((UnusableInput, FaultyPack), match="cannot be read"):
        load_questionnaire(tmp_path, posterior_hip)
