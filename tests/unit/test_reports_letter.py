"""The referral letter: what it says by itself, and what a person may write."""

from __future__ import annotations

import pytest
from encounter_table import NOON, make_record

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reports.encounter_record import EncounterRecord
from enthesis.reports.note import Note
from enthesis.reports.referral_letter import FIELDS, compose_letter, drafted_words, plain, written_by

TABLE = """
finding saddle_numbness positive note="since yesterday"
finding bladder_or_bowel_change positive
finding bilateral_symptoms positive
finding ankle_reflex positive
finding slump_test negative
"""


@pytest.fixture(scope="module")
def record(posterior_hip: Pack, assessor: Assessor) -> EncounterRecord:
    return make_record(posterior_hip, TABLE, assessor)


def letter(record: EncounterRecord, words: dict[str, str] | None = None, issued: bool = False) -> Note:
    assert record.assessment is not None
    flag = record.assessment.red_flags[0]
    return compose_letter(record, flag, words or {}, written_by(record, "Thea Berg, PT", NOON), issued)


def part(note: Note, field: str) -> str:
    return plain(next(s for s in note.sections if s.id == field).sentences)


def test_it_says_to_whom_how_soon_why_what_and_whom_to_call(record: EncounterRecord) -> None:
    note = letter(record)
    assert [section.id for section in note.sections] == list(FIELDS)
    assert part(note, "to") == "The emergency department"
    assert part(note, "urgency") == "Emergency: please see now."
    assert "numbness in the saddle area (since yesterday), 21 September 2026" in part(note, "why")
    assert "Ankle reflex reduced" in part(note, "found") or "ankle reflex reduced: present on the right" in part(note, "found")
    assert "Emergency department now" in part(note, "asked")
    assert "Finucane" in part(note, "asked")
    assert "Thea Berg, PT" in part(note, "contact")


def test_what_was_not_asked_stands_in_the_letter(record: EncounterRecord) -> None:
    assert "Not asked: " in part(letter(record), "found")


def test_every_sentence_has_its_data(record: EncounterRecord) -> None:
    sentences = letter(record).sentences
    assert len(sentences) >= len(FIELDS)
    assert [sentence.id for sentence in sentences if not sentence.sources] == []


def test_a_part_written_by_hand_keeps_the_generated_one_beside_it(record: EncounterRecord) -> None:
    note = letter(record, {"to": "Dr Example, Harbour hospital", "urgency": part(letter(record), "urgency")})
    to = next(s for s in note.sections if s.id == "to").sentences[0]
    assert (to.text, to.generated, to.edited_by) == ("Dr Example, Harbour hospital", "The emergency department", "Thea Berg, PT")
    assert not next(s for s in note.sections if s.id == "urgency").sentences[0].edited_by


def test_an_issued_letter_carries_a_name(record: EncounterRecord) -> None:
    assert letter(record).signatures == ()
    assert letter(record, issued=True).signatures[0].signed_as == "Thea Berg, PT"


def test_a_draft_is_read_from_the_record(posterior_hip: Pack, assessor: Assessor) -> None:
    drafted = make_record(posterior_hip, TABLE + "text letter:cauda_equina:to Dr Example", assessor)
    assert drafted_words(drafted, "cauda_equina") == {"to": "Dr Example"}
