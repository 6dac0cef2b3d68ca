"""Notes and letters of the record: issued with the signature, edited by hand, added to, closed to others."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, transaction
from records.conftest import make_actor
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import Conflict, NotFound, NotInThisState, Refused
from enthesis.actions.edit_note import draft_letter, edit_sentence, write_free_text
from enthesis.actions.gather_encounter import gather_record
from enthesis.actions.issue_document import issue_document, issue_referral_letter, read_document
from enthesis.actions.read_patient import read_encounter
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.record_entry import record_entry
from enthesis.actions.sign_encounter import cosign_encounter, sign_encounter
from enthesis.actions.write_addendum import write_addendum
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.entries import TextEntry, current_entries
from enthesis.records.episodes import Document, DocumentKind, Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Role
from enthesis.reports.evaluation_note import compose_note
from enthesis.reports.note import Note, Sentence, digest_of, thaw

FLAG = "cancer_history"
PARTS = ("SLR", "Slump", "Reflexes", "Myotomes", "Dermatomes")
TAIL = "special_tests.puranen_orava"


def note_of(actor: Actor, encounter: Encounter) -> Note:
    return read_encounter(actor, encounter.id, lambda e: compose_note(gather_record(e)))


def sentence_of(actor: Actor, encounter: Encounter, id: str) -> Sentence:
    return next(s for s in note_of(actor, encounter).sentences if s.id == id)


def fill(actor: Actor, encounter: Encounter) -> None:
    """An evaluation that may be signed."""
    changes = [Change("text", f"left_out:{part}", {"text": "no time"}) for part in PARTS]
    for finding, result in (("puranen_orava", "positive"), ("ischial_pain", "positive"), ("faber", "negative")):
        changes.append(Change("finding", finding, {"finding": finding, "result": result}))
    changes.append(Change("finding", FLAG, {"finding": FLAG, "result": "positive"}))
    changes.append(Change("red_flag", FLAG, {"action": "discussed", "reason": "phoned"}))
    changes.append(Change("text", "plan", {"text": "Isometric holds\nReview in a week"}))
    changes.append(Change("diagnosis", "own", {"agrees": "open", "sources": []}))
    done = record_entries(actor, encounter.id, changes, lambda e: None)
    assert not done.clashes and not done.not_recorded


def documents(actor: Actor) -> list[Document]:
    with clinic_scope(actor.clinic_id):
        return list(Document.objects.order_by("issued_at"))


def test_signing_issues_the_note_as_it_stood(therapist: Actor, encounter: Encounter) -> None:
    fill(therapist, encounter)
    before = [s.text for s in note_of(therapist, encounter).sentences]
    sign_encounter(therapist, encounter.id)

    (issued,) = documents(therapist)
    frozen = thaw(issued.content)
    assert issued.kind == DocumentKind.EVALUATION_NOTE
    assert issued.content_sha256 == digest_of(issued.content)
    assert [s.text for s in frozen.sentences] == before
    assert [s.signed_as for s in frozen.signatures] == ["Thea Berg (Therapist)"]
    assert ("Status", "signed") in frozen.facts
    with clinic_scope(therapist.clinic_id), pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.update(content={})


def test_a_signature_that_is_refused_issues_nothing(therapist: Actor, encounter: Encounter) -> None:
    with pytest.raises(NotInThisState):
        sign_encounter(therapist, encounter.id)
    assert documents(therapist) == []


def test_a_students_note_is_issued_with_the_co_signature(student: Actor, therapist: Actor, encounter: Encounter) -> None:
    fill(student, encounter)
    sign_encounter(student, encounter.id)
    assert documents(therapist) == []
    assert note_of(therapist, encounter).needs_cosignature

    cosign_encounter(therapist, encounter.id)
    (issued,) = documents(therapist)
    assert [s.is_cosignature for s in thaw(issued.content).signatures] == [False, True]


def test_an_edit_survives_new_data_and_says_that_they_changed(therapist: Actor, encounter: Encounter) -> None:
    first = record_entry(therapist, encounter.id, "finding", "puranen_orava", {"finding": "puranen_orava", "result": "positive"})
    edit_sentence(therapist, encounter.id, TAIL, "Clearly sore on the right.")
    edited = sentence_of(therapist, encounter, TAIL)
    assert (edited.text, edited.changed_since, edited.edited_by) == ("Clearly sore on the right.", False, "Thea Berg")
    assert edited.generated == "Puranen-Orava test: positive on the right."

    content = {"finding": "puranen_orava", "result": "equivocal"}
    record_entry(therapist, encounter.id, "finding", "puranen_orava", content, replaces=first.id)
    edited = sentence_of(therapist, encounter, TAIL)
    assert (edited.text, edited.changed_since) == ("Clearly sore on the right.", True)
    assert edited.generated == "Puranen-Orava test: equivocal on the right."


def test_an_empty_edit_puts_the_generated_wording_back(therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.id, "finding", "puranen_orava", {"finding": "puranen_orava", "result": "positive"})
    edit = edit_sentence(therapist, encounter.id, TAIL, "Sore.")
    edit_sentence(therapist, encounter.id, TAIL, "", replaces=edit.id)
    assert sentence_of(therapist, encounter, TAIL).text == "Puranen-Orava test: positive on the right."


def test_two_people_do_not_word_one_sentence_over_each_other(therapist: Actor, lead: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.id, "finding", "puranen_orava", {"finding": "puranen_orava", "result": "positive"})
    edit_sentence(lead, encounter.id, TAIL, "Sore.")
    with pytest.raises(Conflict):
        edit_sentence(therapist, encounter.id, TAIL, "Very sore.")
    assert sentence_of(therapist, encounter, TAIL).text == "Sore."


def test_a_sentence_that_is_not_there_is_not_edited(therapist: Actor, encounter: Encounter) -> None:
    with pytest.raises(NotFound):
        edit_sentence(therapist, encounter.id, TAIL, "Sore.")


def test_the_plan_is_changed_in_its_text(therapist: Actor, encounter: Encounter) -> None:
    entry = write_free_text(therapist, encounter.id, "plan", "Holds\nReview")
    assert [s.text for s in note_of(therapist, encounter).sentences if s.field == "plan"] == ["Holds.", "Review."]
    with pytest.raises(NotInThisState, match="change it there"):
        edit_sentence(therapist, encounter.id, "plan.1", "Something else")
    with pytest.raises(NotInThisState, match="no text"):
        write_free_text(therapist, encounter.id, "onset", "acute")
    chosen = uuid.uuid4()
    again = write_free_text(therapist, encounter.id, "plan", "Holds", entry.id, chosen)
    assert write_free_text(therapist, encounter.id, "plan", "Holds", entry.id, chosen).id == again.id


def test_an_addendum_stands_after_the_signature_and_leaves_the_note_alone(therapist: Actor, encounter: Encounter) -> None:
    fill(therapist, encounter)
    sign_encounter(therapist, encounter.id)
    digest = documents(therapist)[0].content_sha256
    write_addendum(therapist, encounter.id, "Phoned: <b>no</b> change.")

    client = let_in(therapist)
    page = client.get(f"/encounters/{encounter.id}/note/").content.decode()
    assert "Phoned: &lt;b&gt;no&lt;/b&gt; change." in page
    assert "Phoned: &lt;b&gt;no" in client.get(f"/encounters/{encounter.id}/note/paper/").content.decode()
    assert documents(therapist)[0].content_sha256 == digest
    with pytest.raises(NotInThisState, match="addendum"):
        edit_sentence(therapist, encounter.id, TAIL, "Other words.")


def test_a_letter_is_drafted_then_issued_with_what_was_typed(therapist: Actor, encounter: Encounter) -> None:
    fill(therapist, encounter)
    assert draft_letter(therapist, encounter.id, FLAG, {"to": "Dr Example"}) == 1
    assert draft_letter(therapist, encounter.id, FLAG, {"to": "Dr Example"}) == 0
    with clinic_scope(therapist.clinic_id):
        assert current_entries(TextEntry, encounter.id)[f"letter:{FLAG}:to"].text == "Dr Example"

    letter = issue_referral_letter(therapist, encounter.id, FLAG, {"to": "Dr Example"})
    frozen = read_document(therapist, letter.id, lambda d: thaw(d.content))
    assert frozen.sections[0].sentences[0].text == "Dr Example"
    assert frozen.signatures[0].signed_as == "Thea Berg"
    assert letter.kind == DocumentKind.REFERRAL_LETTER


def test_a_letter_may_follow_the_signature_a_draft_may_not(therapist: Actor, encounter: Encounter) -> None:
    fill(therapist, encounter)
    sign_encounter(therapist, encounter.id)
    with pytest.raises(NotInThisState):
        draft_letter(therapist, encounter.id, FLAG, {"to": "Dr Example"})
    issue_referral_letter(therapist, encounter.id, FLAG, {})
    assert [d.kind for d in documents(therapist)] == [DocumentKind.EVALUATION_NOTE, DocumentKind.REFERRAL_LETTER]


def test_no_letter_without_a_raised_flag(therapist: Actor, encounter: Encounter) -> None:
    with pytest.raises(NotFound, match="does not raise"):
        issue_referral_letter(therapist, encounter.id, FLAG, {})
    with pytest.raises(NotInThisState, match="no part"):
        fill(therapist, encounter)
        issue_referral_letter(therapist, encounter.id, FLAG, {"cc": "everybody"})


def test_a_student_drafts_and_does_not_issue(student: Actor, encounter: Encounter) -> None:
    fill(student, encounter)
    draft_letter(student, encounter.id, FLAG, {"to": "Dr Example"})
    with pytest.raises(Refused, match="issue notes and letters"):
        issue_referral_letter(student, encounter.id, FLAG, {})


def test_a_note_is_issued_once(therapist: Actor, encounter: Encounter) -> None:
    with pytest.raises(NotInThisState, match="signed"):
        issue_document(therapist, encounter.id)
    fill(therapist, encounter)
    sign_encounter(therapist, encounter.id)
    assert issue_document(therapist, encounter.id).id == documents(therapist)[0].id
    assert len(documents(therapist)) == 1


def test_an_outsider_finds_nothing_and_every_attempt_is_audited(therapist: Actor, outsider: Actor, encounter: Encounter) -> None:
    fill(therapist, encounter)
    letter = issue_referral_letter(therapist, encounter.id, FLAG, {})
    attempts = (
        lambda: read_document(outsider, letter.id, lambda d: d.content),
        lambda: note_of(outsider, encounter),
        lambda: edit_sentence(outsider, encounter.id, TAIL, "x"),
        lambda: write_free_text(outsider, encounter.id, "plan", "x"),
        lambda: draft_letter(outsider, encounter.id, FLAG, {}),
        lambda: issue_referral_letter(outsider, encounter.id, FLAG, {}),
        lambda: issue_document(outsider, encounter.id),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    refusals = AuditRow.objects.filter(actor_id=outsider.person_id, outcome=Outcome.REFUSED)
    with clinic_scope(outsider.clinic_id):
        assert refusals.count() == len(attempts)
    client = let_in(outsider)
    for path in ("note/", "note/paper/", "note/note.pdf", "referral/"):
        assert client.get(f"/encounters/{encounter.id}/{path}").status_code == 404
    assert client.get(f"/documents/{letter.id}/").status_code == 404


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.RESEARCHER])
def test_roles_without_clinical_content_see_no_note(role: Role, clinic: Clinic, encounter: Encounter) -> None:
    client = let_in(make_actor(clinic, role, "No Reader"))
    for path in ("note/", "note/paper/", "note/note.pdf", "referral/"):
        assert client.get(f"/encounters/{encounter.id}/{path}").status_code == 403


def test_reading_and_printing_each_leave_a_row(therapist: Actor, encounter: Encounter) -> None:
    client = let_in(therapist)

    def rows() -> int:
        with clinic_scope(therapist.clinic_id):
            return AuditRow.objects.filter(verb="read encounter").count()

    before = rows()
    for path in ("note/", "note/paper/"):
        answer = client.get(f"/encounters/{encounter.id}/{path}")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
    assert rows() == before + 2


def test_addresses_tell_nothing_about_the_flag(therapist: Actor, encounter: Encounter) -> None:
    fill(therapist, encounter)
    answer = let_in(therapist).get(f"/encounters/{encounter.id}/referral/")
    assert answer.status_code == 302
    assert "cancer" not in answer["Location"]
    page = let_in(therapist).get(answer["Location"])
    assert page.status_code == 200
    assert "Past cancer with new pain" in page.content.decode()


def test_forms_without_script_and_with_nonsense(therapist: Actor, encounter: Encounter) -> None:
    fill(therapist, encounter)
    client, at = let_in(therapist), f"/encounters/{encounter.id}"
    done = client.post(f"{at}/note/sentence/", {"sentence": TAIL, "text": "Sore <script>", "replaces": ""})
    assert done.status_code == 302
    assert "Sore &lt;script&gt;" in client.get(f"{at}/note/").content.decode()
    stale = client.post(f"{at}/note/sentence/", {"sentence": TAIL, "text": "Mine", "replaces": ""})
    assert stale.status_code == 409
    assert "Mine" in stale.content.decode() and "nothing was overwritten" in stale.content.decode()
    for path, form, expected in (
        ("note/sentence/", {"sentence": "no such", "text": "x"}, 404),
        ("note/sentence/", {"sentence": TAIL, "text": "x" * 5000, "replaces": "nonsense"}, 409),
        ("note/text/", {"key": "onset", "text": "x"}, 409),
        ("note/text/", {}, 409),
        ("note/addendum/", {"text": "too early"}, 409),
    ):
        assert client.post(f"{at}/{path}", form).status_code == expected, path
    assert client.get(f"{at}/note/sentence/").status_code == 405
    assert client.get(f"{at}/referral/0123456789abcdef/").status_code == 404


def test_autosave_answers_with_the_new_entry_or_with_what_stands_there(therapist: Actor, encounter: Encounter) -> None:
    client, at = let_in(therapist), f"/encounters/{encounter.id}/note/text/"
    chosen = str(uuid.uuid4())
    saved = client.post(at, {"key": "plan", "text": "Holds", "entry_id": chosen}, headers={"accept": "application/json"})
    assert saved.json()["id"] == chosen
    clash = client.post(at, {"key": "plan", "text": "Other"}, headers={"accept": "application/json"})
    assert clash.status_code == 409
    assert (clash.json()["theirs"], clash.json()["who"]) == ("Holds", "Thea Berg")
