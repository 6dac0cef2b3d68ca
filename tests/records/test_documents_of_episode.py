"""Documents of an episode in the record: who may issue them, what is frozen, what the pages and files give."""

from __future__ import annotations

import datetime
import io
import uuid

import docx
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.conftest import make_actor
from records.forms import form_of
from records.plan_document import make_document
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.discharge_episode import discharge_episode
from enthesis.actions.issue_episode_document import issue_episode_document, read_documents, read_draft
from enthesis.actions.make_plan import make_plan
from enthesis.actions.note_event import note_event
from enthesis.actions.record_answer import record_answer
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.type_events import type_events
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.episodes import Document, DocumentKind, Encounter, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Role
from enthesis.records.plans import Plan, ProposedStep
from enthesis.reports.episode_documents import DOCUMENTS
from enthesis.reports.note import digest_of, thaw


@pytest.fixture
def episode(therapist: Actor, encounter: Encounter) -> Episode:
    """A signed evaluation and a signed visit."""
    changes = [
        Change("text", f"left_out:{part}", {"text": "pain"}) for part in ("SLR", "Slump", "Reflexes", "Myotomes", "Dermatomes")
    ]
    changes += [Change("finding", "puranen_orava", {"finding": "puranen_orava", "result": "positive"})]
    changes += [Change("measure", "pain_worst_week_nrs_0_10:", {"quantity": "pain_worst_week_nrs_0_10", "number": 7})]
    changes += [Change("diagnosis", "own", {"agrees": "accept", "sources": ["proximal_hamstring_tendinopathy"]})]
    record_entries(therapist, encounter.pk, changes, lambda _e: None)
    sign_encounter(therapist, encounter.pk)
    visit = start_encounter(therapist, encounter.episode_id, "treatment")
    changes = [Change("finding", "puranen_orava", {"finding": "puranen_orava", "result": "negative"})]
    changes += [Change("text", "interval_other", {"text": "Alex ran on 3 March 2026"})]
    record_entries(therapist, visit.pk, changes, lambda _e: None)
    sign_encounter(therapist, visit.pk)
    with clinic_scope(therapist.clinic_id):
        return Episode.objects.get(pk=encounter.episode_id)


@pytest.fixture
def client(therapist: Actor) -> Client:
    """The therapist's browser."""
    return let_in(therapist)


def issued(actor: Actor, kind: str = "") -> list[Document]:
    with clinic_scope(actor.clinic_id):
        found = Document.objects.exclude(kind__in=["evaluation_note", "visit_note"]).order_by("issued_at")
        return list(found.filter(kind=kind) if kind else found)


def test_the_signature_of_a_visit_issues_a_visit_note(therapist: Actor, episode: Episode) -> None:
    with clinic_scope(therapist.clinic_id):
        kinds = list(Document.objects.order_by("issued_at").values_list("kind", flat=True))
        note = thaw(Document.objects.get(kind="visit_note").content)
    assert kinds == [DocumentKind.EVALUATION_NOTE, DocumentKind.VISIT_NOTE]
    changed = next(s for s in note.sentences if s.id == "changed.puranen_orava")
    assert "positive at visit 1" in changed.text and changed.text.endswith("now negative.")


def test_a_document_is_issued_frozen_and_audited(therapist: Actor, episode: Episode) -> None:
    for kind in ("patient_summary", "referrer_letter", "progress_report", "case_report"):
        document = issue_episode_document(therapist, episode.pk, kind, {})
        assert (document.kind, document.content_sha256) == (kind, digest_of(document.content))
        with clinic_scope(therapist.clinic_id):
            row = AuditRow.objects.filter(verb="issued document of episode").latest("at")
        told = (row.outcome, row.because, row.patient_id, row.target)
        assert told == (Outcome.DONE, kind, episode.patient_id, f"document/{document.pk}")
    with clinic_scope(therapist.clinic_id), pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.update(content={})


def test_a_later_version_begins_with_the_words_of_the_last(therapist: Actor, episode: Episode) -> None:
    issue_episode_document(therapist, episode.pk, "progress_report", {"remarks": "Goes well."})
    words = read_draft(therapist, episode.pk, "progress_report", None, lambda draft: dict(draft.words))
    assert words == {"remarks": "Goes well."}


def test_who_may_not_issue(clinic: Clinic, therapist: Actor, episode: Episode) -> None:
    for role in (Role.STUDENT, Role.ASSISTANT, Role.FRONT_DESK, Role.RESEARCHER):
        with pytest.raises(Refused):
            issue_episode_document(make_actor(clinic, role, f"No {role}"), episode.pk, "progress_report", {})
    assert issued(therapist) == []


def test_another_clinic_sees_nothing(outsider: Actor, therapist: Actor, episode: Episode) -> None:
    for deed in (
        lambda: read_documents(outsider, episode.pk, lambda found: found),
        lambda: read_draft(outsider, episode.pk, "case_report", None, lambda found: found),
        lambda: issue_episode_document(outsider, episode.pk, "case_report", {}),
    ):
        with pytest.raises(NotFound):
            deed()
    document = issue_episode_document(therapist, episode.pk, "case_report", {})
    for name in ("document", "document_docx", "document_md", "document_pdf"):
        assert let_in(outsider).get(reverse(name, args=[document.pk])).status_code == 404


def test_nothing_is_issued_before_there_is_something(therapist: Actor, encounter: Encounter, episode: Episode) -> None:
    with pytest.raises(NotInThisState, match="not discharged"):
        issue_episode_document(therapist, episode.pk, "discharge_report", {})
    with pytest.raises(NotInThisState, match="no part"):
        issue_episode_document(therapist, episode.pk, "progress_report", {"odd": "x"})
    with pytest.raises(NotInThisState, match="shorten"):
        issue_episode_document(therapist, episode.pk, "progress_report", {"remarks": "x" * 4001})
    with pytest.raises(NotFound):
        issue_episode_document(therapist, episode.pk, "odd", {})


def test_an_episode_without_a_signature_has_no_documents(therapist: Actor, encounter: Encounter) -> None:
    with pytest.raises(NotInThisState, match="signed"):
        issue_episode_document(therapist, encounter.episode_id, "patient_summary", {})


def test_scores_events_and_discharge_are_told(therapist: Actor, episode: Episode) -> None:
    day = episode.opened_at.date()
    record_answer(therapist, episode.pk, "nprs_worst", {"number": 7}, day)
    note_event(therapist, episode.pk, "race", day, "marathon with Alex Muster", simulated=True)
    discharge_episode(therapist, episode.pk, "goals_reached", maintenance="Two sessions a week.")
    report = thaw(issue_episode_document(therapist, episode.pk, "discharge_report", {}).content)
    said = {sentence.id: sentence.text for sentence in report.sentences}
    assert "Goals reached".lower() in said["discharge.reason"]
    assert said["discharge.maintenance"] == "Goes on with: Two sessions a week."
    assert any("marathon with Alex Muster (simulated)" in text for text in said.values())
    case = thaw(issue_episode_document(therapist, episode.pk, "case_report", {}).content)
    assert not [s.text for s in case.sentences if "Alex" in s.text or ("2026" in s.text and "[" not in s.text)]


def test_what_was_logged_found_by_rule_and_not_scored_is_told(therapist: Actor, episode: Episode) -> None:
    plan = make_plan(therapist, episode.pk, make_document())
    today = timezone.now().date()
    with clinic_scope(therapist.clinic_id):
        Plan.objects.filter(pk=plan.pk).update(opened_at=timezone.now() - datetime.timedelta(days=20))
    days = [today - datetime.timedelta(days=n) for n in (3, 2, 1)]

    def told(kind: str, day: datetime.date, **content: object) -> dict[str, object]:
        said_at = timezone.now().isoformat()
        return {"id": str(uuid.uuid4()), "kind": kind, "day": day.isoformat(), "said_at": said_at, "content": content}

    mornings = [told("morning", day, marker_pain_0_10=pain) for day, pain in zip(days, (4, 2, 1), strict=True)]
    session = told("session", days[0], exercise="ham_iso_heel_dig", pain_during_0_10=3)
    type_events(therapist, plan.pk, [*mornings, session, told("session", days[1], exercise="ham_iso_heel_dig")])
    flares = [days[0] - datetime.timedelta(days=n) for n in (9, 8, 2)]
    with clinic_scope(therapist.clinic_id):
        for day in flares:
            ProposedStep(plan=plan, day=day, decision="flare", made_at=timezone.now()).save()
    record_answer(therapist, episode.pk, "psfs", {"activities": [{"text": "running", "score": None}]}, today)

    said = {s.id: s.text for s in read_draft(therapist, episode.pk, "progress_report", None, lambda draft: draft.note.sentences)}
    assert "worst 4/10, median 2, logged on 3 days" in said["logged.morning"]
    assert "worst 3/10, median 3, logged on 1 day." in said["logged.exercise"]
    assert sum("flare found by rule" in text for text in said.values()) == 2, "days that follow one another are one flare"
    assert any("Patient-Specific Functional Scale: answered on" in text and "not scored" in text for text in said.values())
    shown = let_in(therapist).get(reverse("outcomes", args=[episode.pk])).content.decode()
    assert "flare, found by rule, 2" in shown
    for day, activity in ((days[0], "running"), (today, "sitting")):
        record_answer(therapist, episode.pk, "psfs", {"activities": [{"text": activity, "score": 4}]}, day)
    shown = let_in(therapist).get(reverse("outcomes", args=[episode.pk])).content.decode()
    assert "other activities rated" in shown and "the activities that were rated differ" in shown


# The pages


def test_the_page_shows_what_can_be_made_and_what_is_missing(client: Client, episode: Episode) -> None:
    page = client.get(reverse("episode_documents", args=[episode.pk])).content.decode()
    assert all(document.name in page for document in DOCUMENTS)
    assert "The patient is not discharged" in page
    assert "The record does not say how the patient saw the care." in page
    assert reverse("episode_documents", args=[episode.pk]) in client.get(reverse("episode", args=[episode.pk])).content.decode()


def test_a_case_report_is_written_looked_at_issued_and_saved(client: Client, therapist: Actor, episode: Episode) -> None:
    address = reverse("document_draft", args=[episode.pk, "case_report"])
    sent = form_of(client.get(address).content.decode(), address)
    looked = client.post(address, {**sent, "lesson": "Muster shows: load it.", "act": "look"}).content.decode()
    assert "The patient shows: load it." in looked and issued(therapist) == []
    answer = client.post(address, {**sent, "lesson": "Load it.", "act": "issue"})
    (document,) = issued(therapist)
    assert answer["Location"] == reverse("document", args=[document.pk])
    page = client.get(answer["Location"]).content.decode()
    word = client.get(reverse("document_docx", args=[document.pk]))
    assert reverse("document_docx", args=[document.pk]) in page
    assert "Load it." in " ".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "attachment" in word["Content-Disposition"]
    markdown = client.get(reverse("document_md", args=[document.pk])).content.decode()
    assert markdown.startswith("# ") and "## Informed consent" in markdown


def test_only_case_reports_are_word_files(client: Client, therapist: Actor, episode: Episode) -> None:
    document = issue_episode_document(therapist, episode.pk, "progress_report", {})
    assert client.get(reverse("document_docx", args=[document.pk])).status_code == 404
    assert client.get(reverse("document_draft", args=[episode.pk, "odd"])).status_code == 404
    assert client.put(reverse("document_draft", args=[episode.pk, "case_report"])).status_code == 405
    assert client.get(reverse("episode_documents", args=[uuid.uuid4()])).status_code == 404


def test_what_was_typed_stays_when_it_is_not_issued(client: Client, therapist: Actor, encounter: Encounter) -> None:
    address = reverse("document_draft", args=[encounter.episode_id, "referrer_letter"])
    sent = form_of(client.get(address).content.decode(), address)
    answer = client.post(address, {**sent, "to": "Dr. <b>Okafor</b>", "act": "issue"})
    assert answer.status_code == 409
    assert "Dr. &lt;b&gt;Okafor&lt;/b&gt;" in answer.content.decode()


def test_a_student_looks_and_does_not_issue(student: Actor, episode: Episode) -> None:
    page = let_in(student).get(reverse("document_draft", args=[episode.pk, "progress_report"])).content.decode()
    assert "a therapist issues the document" in page and 'value="issue"' not in page
