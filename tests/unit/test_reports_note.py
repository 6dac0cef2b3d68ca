"""Entries in, sentences out: how a note words what was recorded. The table doubles as the manual of its wording."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import pytest
from encounter_table import NOON, entries_of, make_record
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reports.encounter_record import ClinicDetails, PatientDetails, Recorded
from enthesis.reports.evaluation_note import compose_note
from enthesis.reports.note import Note, digest_of, freeze, thaw

WORDING = [
    ("text onset insidious\ntext duration_weeks 26", "history.onset", "Insidious onset; present for 26 weeks."),
    (
        'finding training_load_increase positive note="25 to 40 km"',
        "history.history.positive",
        "Background: recent increase or change in training (25 to 40 km).",
    ),
    (
        "finding sitting_pain positive\nfinding driving_pain positive\nfinding stairs_pain positive",
        "history.worse.positive",
        "It hurts with sitting and driving; on stairs or slopes.",
    ),
    (
        "finding standing_pain negative\nfinding lying_pain negative",
        "history.worse.negative",
        "It does not hurt with standing and lying down.",
    ),
    ("finding eased_by_rest positive\nfinding eased_by_sitting positive", "history.eased.positive", "Eased by sitting and rest."),
    ("finding failed_rest negative", "history.care", "Earlier care: improved with rest from sport."),
    ("finding low_back_pain equivocal", "history.symptoms.equivocal", "Unclear: low back pain."),
    (
        "finding saddle_numbness negative",
        "red_flags.asked.negative",
        "Asked, and answered no: numbness in the saddle area. A no does not exclude.",
    ),
    ("finding puranen_orava positive", "special_tests.puranen_orava", "Puranen-Orava test: positive on the right."),
    (
        'finding puranen_orava positive side=left note="pulls"',
        "special_tests.puranen_orava",
        "Puranen-Orava test: positive on the left – pulls.",
    ),
    (
        "finding faber negative\nfinding thigh_thrust negative",
        "special_tests.negative_tests",
        "Negative on the right: FABER (Patrick) test; thigh thrust test.",
    ),
    (
        "finding ischial_tenderness positive",
        "palpation.ischial_tenderness",
        "Ischial tuberosity tenderness: present on the right.",
    ),
    ("finding muscle_wasting negative", "observation.negative_signs", "Not found: muscle wasting."),
    ("finding slump_test positive", "neuro.slump", "Slump: positive on the right."),
    ("text left_out:Slump no time", "neuro.slump", "Slump: not assessed, because: no time."),
    ("", "neuro.slump", "Slump: not assessed, no reason recorded."),
    (
        "measure myotome_l3 5 side=left\nmeasure myotome_l3 5 side=right\nmeasure myotome_s1 4 side=right\nmeasure myotome_s1 5 side=left",
        "neuro.myotomes",
        "Myotomes: L3: 5 on both sides; S1 right 4, left 5.",
    ),
    (
        "measure knee_flexion_strength_90_n 180 side=right\nmeasure knee_flexion_strength_90_n 225 side=left",
        "measure.knee_flexion_strength_90_n.prone",
        "Knee flexion, knee at 90°, prone: right 180 N, left 225 N, affected side 80% of the other.",
    ),
    (
        "measure repeated_flexion_standing_during peripheralises\nmeasure repeated_flexion_standing_after worse",
        "repeated.flexion_standing",
        "Flexion in standing: peripheralises during, worse after.",
    ),
    (
        "measure pain_now_nrs_0_10 3\nmeasure pain_worst_week_nrs_0_10 7",
        "history.pain_scores",
        "Pain now 3/10, worst in the last week 7/10.",
    ),
    ("finding slump_test not_assessed", "unknown.withdrawn", "Withdrawn, and so not assessed: slump test."),
    ("text plan Rest from sprints", "plan.1", "Rest from sprints."),
    (
        'diagnosis differ sources=ischial_bursitis reason="Sits on it all day."',
        "clinician.own",
        "Differs from the first source: ischial bursitis.",
    ),
]


@pytest.mark.parametrize(("table", "sentence", "wording"), WORDING, ids=[f"{row[1]}-{n}" for n, row in enumerate(WORDING)])
def test_wording(posterior_hip: Pack, table: str, sentence: str, wording: str) -> None:
    found = {s.id: s.text for s in compose_note(make_record(posterior_hip, table)).sentences}
    assert found[sentence] == wording


def test_units_and_dates_are_the_clinics(posterior_hip: Pack) -> None:
    clinic = ClinicDetails("Harbour", units="imperial", country="US", paper="letter")
    table = "measure knee_flexion_strength_90_n 180 side=right"
    note = compose_note(make_record(posterior_hip, table, clinic=clinic))
    assert "right 40.5 lb" in {s.id: s.text for s in note.sentences}["measure.knee_flexion_strength_90_n.prone"]
    assert ("Date", "September 21, 2026") in note.facts
    assert note.language == "en-US"


def test_a_raised_flag_says_what_was_done_or_that_nothing_is_recorded(posterior_hip: Pack, assessor: Assessor) -> None:
    findings = "finding cancer_history positive\nfinding ischial_pain positive\n"
    bare = {s.id: s for s in compose_note(make_record(posterior_hip, findings, assessor)).sentences}
    assert bare["red_flags.cancer_history"].text.endswith("No action is recorded yet.")
    done = findings + 'red_flag cancer_history discussed reason="physician phoned"'
    said = {s.id: s for s in compose_note(make_record(posterior_hip, done, assessor)).sentences}
    assert said["red_flags.cancer_history"].text.endswith("Discussed with a physician: physician phoned.")
    assert {t.kind for t in said["red_flags.cancer_history"].sources} == {"finding", "red_flag", "reasoning"}


def test_the_differential_is_named_draft_with_intervals_and_elicited_shares(posterior_hip: Pack, assessor: Assessor) -> None:
    note = compose_note(make_record(posterior_hip, "finding ischial_pain positive\nfinding puranen_orava positive", assessor))
    section = next(s for s in note.sections if s.id == "assessment")
    assert "draft, not clinically reviewed" in note.pack_line
    assert section.estimates[-1].id == "unmodelled_cause"
    assert all(e.low <= e.probability <= e.high or e.low <= e.high for e in section.estimates)
    assert "95% interval" in section.sentences[0].text


def states_of(pack: Pack) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Some findings of the pack in some state."""
    ids = [finding.id for finding in pack.findings]
    state = st.sampled_from(["positive", "negative", "equivocal", "value", "not_assessed"])
    return st.lists(st.tuples(st.sampled_from(ids), state), unique_by=lambda pair: pair[0], max_size=25)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_entry_stands_behind_a_sentence_and_every_sentence_on_something(posterior_hip: Pack, data: st.DataObject) -> None:
    drawn = data.draw(states_of(posterior_hip))
    lines = [f"finding {f} {s}" + (" value=5" if s == "value" else "") for f, s in drawn]
    extra = [
        "text history:other likes <b>bold</b> words",
        "measure hip_flexion_deg 110 side=left",
        "measure unheard_of_cm 3",
        "text odd:key said",
    ]
    lines += data.draw(st.lists(st.sampled_from(extra), unique=True))
    record = make_record(posterior_hip, "\n".join(lines))
    note = compose_note(record)

    traced = {trace.entry_id for sentence in note.sentences for trace in sentence.sources}
    assert {entry.id for entry in record.entries} <= traced
    assert all(sentence.sources for sentence in note.sentences)
    assert len({s.id for s in note.sentences}) == len(note.sentences)
    assert len({s.code for s in note.sentences}) == len(note.sentences)


DENIALS = ("Negative", "Not found", "Not present", "It does not hurt", "Not eased", "Asked, and answered no")


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_was_not_assessed_is_never_negative(posterior_hip: Pack, data: st.DataObject) -> None:
    drawn = data.draw(states_of(posterior_hip))
    negative = {f for f, state in drawn if state == "negative"}
    record = make_record(posterior_hip, "\n".join(f"finding {f} {s}" for f, s in drawn))
    by_entry = {entry.id: entry.words("finding") for entry in record.entries}
    denied: set[str] = set()
    for sentence in compose_note(record).sentences:
        if sentence.text.startswith(DENIALS):
            denied |= {by_entry[t.entry_id] for t in sentence.sources}
    assert denied <= negative


def test_what_is_negative_is_denied_in_the_words_that_are_looked_for(posterior_hip: Pack) -> None:
    record = make_record(posterior_hip, "finding faber negative\nfinding fever negative\nfinding sitting_pain negative")
    said = [sentence for sentence in compose_note(record).sentences if sentence.text.startswith(DENIALS)]
    assert {trace.entry_id for sentence in said for trace in sentence.sources} == {entry.id for entry in record.entries}


def test_a_frozen_note_comes_back_as_it_was(posterior_hip: Pack, assessor: Assessor) -> None:
    note = compose_note(make_record(posterior_hip, "finding slump_test positive\nfinding ischial_pain positive", assessor))
    content = json.loads(json.dumps(freeze(note)))

    assert thaw(content) == note
    assert digest_of(content) == digest_of(freeze(thaw(content)))
    with pytest.raises(ValueError, match="version"):
        thaw({**content, "version": 99})


def edited(pack: Pack, table: str, sentence: str, text: str, basis: str) -> Iterator[Note]:
    """The note of a table whose sentence was worded by hand when it still read as the basis."""
    by_hand = (
        Recorded("edit", "text", f"note:{sentence}", {"text": text}, "Lea Lead", NOON),
        Recorded("basis", "text", f"note_basis:{sentence}", {"text": basis}, "Lea Lead", NOON),
    )
    yield compose_note(make_record(pack, "", entries=(*entries_of(table), *by_hand)))


def test_an_edit_keeps_the_generated_wording_beside_it(posterior_hip: Pack) -> None:
    basis = "Puranen-Orava test: positive on the right."
    note = next(edited(posterior_hip, "finding puranen_orava positive", "special_tests.puranen_orava", "Clearly sore.", basis))
    sentence = next(s for s in note.sentences if s.id == "special_tests.puranen_orava")
    assert (sentence.text, sentence.generated, sentence.edited_by, sentence.changed_since) == (
        "Clearly sore.",
        basis,
        "Lea Lead",
        False,
    )
    assert {"edit", "basis"} <= {t.entry_id for t in sentence.sources}


def test_an_edit_says_when_the_data_changed_since(posterior_hip: Pack) -> None:
    basis = "Puranen-Orava test: positive on the right."
    table = 'finding puranen_orava positive note="less than before"'
    sentence = next(
        s for s in next(edited(posterior_hip, table, "special_tests.puranen_orava", "Sore.", basis)).sentences if s.edited_by
    )
    assert sentence.changed_since
    assert sentence.generated.endswith("less than before.")


def test_an_edit_whose_data_are_gone_is_not_lost(posterior_hip: Pack) -> None:
    note = next(edited(posterior_hip, "finding puranen_orava not_assessed", "special_tests.puranen_orava", "Sore.", "Was so."))
    section = next(s for s in note.sections if s.id == "edits_without_data")
    assert [(s.text, s.generated, s.changed_since) for s in section.sentences] == [("Sore.", "Was so.", True)]


def test_a_note_of_nothing_says_so(posterior_hip: Pack) -> None:
    nobody = PatientDetails("p", "A B")
    texts = {s.id: s.text for s in compose_note(make_record(posterior_hip, "", patient=nobody)).sentences}
    assert texts["history.none"] == "No history is recorded."
    assert texts["plan.none"] == "No plan is recorded."
    assert texts["clinician.none"] == "The clinician's own view is not recorded yet."
    assert "age not recorded" in texts["patient.about"]


def test_every_section_is_a_plain_value(posterior_hip: Pack) -> None:
    note = compose_note(make_record(posterior_hip, ""))
    assert dataclasses.is_dataclass(note) and hash(note) == hash(dataclasses.replace(note))
